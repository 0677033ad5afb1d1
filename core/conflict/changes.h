// What has been recorded about a claim since it was made: what radar looks for (docs/provenance.md, "Radar"). Pure.
// What it was made from must outlive it; thread-safe once made.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/conflict/conflict.h"
#include "core/conflict/retold_disputes.h"

namespace tallystick {

struct ClaimChange {
  enum class What {
    kRetracted,  // by a judgement of ours
    kReplaced,   // by a record of ours that corrects it
    kWithdrawn,  // by its source, as a link says
    kCorrected,  // the same
    kUndercut,   // by another claim, as a link says
    kBaseFell,   // what it names was retracted
    kDisputed,   // a contradiction or tension has it, or another telling of it, among its claims
    kJudged,     // by any other judgement, but for "used"
    kUsed,       // in a story of ours: no change by itself
  };
  What what = What::kJudged;
  const Record* by = nullptr;            // the record that says so; null for kDisputed
  const v1::Finding* finding = nullptr;  // kDisputed only
  const Record* base = nullptr;          // kBaseFell only: what fell
  Position since;                        // from this entry on: of `by`, or of the last record that the finding needs
  const Record* through = nullptr;       // kDisputed only: the other telling that the finding names instead
};
absl::string_view ChangeName(ClaimChange::What what);  // "retracted"

class ChangeFinder {
 public:
  // `findings` must be FindConflicts of these records with these tables.
  ChangeFinder(const RecordSet& records, const ConflictTables& tables, const v1::Findings& findings);

  // By `what`, then by `since`.
  std::vector<ClaimChange> Of(const Record& claim) const;

 private:
  void AddReplacements(const Record& claim, std::vector<ClaimChange>* changes) const;
  void AddJudgements(const Record& claim, std::vector<ClaimChange>* changes) const;
  // Of this version and of the one that counts.
  void AddRetractions(const Digest& id, ClaimChange::What what, std::vector<ClaimChange>* changes) const;
  void AddLinks(const Record& claim, v1::Link::Type type, ClaimChange::What what,
                std::vector<ClaimChange>* changes) const;

  const RecordSet& records_;
  std::unordered_map<std::string, std::vector<std::pair<const v1::Finding*, Position>>> disputes_;  // by claim, hex
  RetoldDisputes retold_;
};

}  // namespace tallystick
