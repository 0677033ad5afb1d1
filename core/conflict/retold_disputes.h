// Disputes that reach a claim through another telling of its statement: a conflict names one claim of several that say
// the same, and the others are no less disputed (docs/provenance.md, "Radar"). Pure. What it was made from must outlive
// it; thread-safe once made.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "core/conflict/conflict.h"

namespace tallystick {

struct RetoldDispute {
  const v1::Finding* finding = nullptr;
  const Record* through = nullptr;  // the claim that it names
  Position since;                   // from this entry on the two claims are known to tell one statement
};

class RetoldDisputes {
 public:
  // `findings` must be FindConflicts of these records with these tables.
  RetoldDisputes(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings);

  // The contradictions and tensions that do not name this claim but another one that tells the same statement
  // (docs/conflict-rules.md, "Retellings") with the same figure of the same victims and places; in the findings' order.
  std::vector<RetoldDispute> Of(const Record& claim) const;

 private:
  struct Telling {
    std::map<int, std::set<Digest>> disputes;  // by the finding's number: those of its claims that tell this
    Position since;
  };

  const RecordSet& records_;
  const v1::Findings& findings_;
  std::vector<Telling> tellings_;
  std::unordered_map<Digest, size_t> telling_of_;
};

}  // namespace tallystick
