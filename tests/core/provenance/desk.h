// An analyst's desk for tests: sources, captures, claims and links become records with real ids. Nothing is random.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/provenance/provenance.h"
#include "core/record/submission.h"

namespace tallystick {

// One step of an attribution.
struct Said {
  std::vector<Digest> by;
  v1::Step::Joined joined = v1::Step::all_of;  // of two or more
  v1::Step::Certainty certainty = v1::Step::stated;
  v1::Step::Act act = v1::Step::said;
  std::string earliest, latest, words;
};

class Desk {
 public:
  // `name` may be empty for somebody unnamed; `label` is the analyst's own.
  Digest Source(v1::Identity::Kind kind, const std::string& name, const std::optional<Digest>& run_by = std::nullopt,
                const std::string& label = "");
  Digest Named(const std::string& name) { return Source(v1::Identity::person, name); }
  Digest Outlet(const std::string& name) { return Source(v1::Identity::outlet, name); }
  Digest Unnamed(const std::string& label = "") { return Source(v1::Identity::unnamed, "", std::nullopt, label); }
  Digest Speaking(const std::string& name, const Digest& for_actor);
  Digest Actor(const std::string& name);
  // Two captures with the same `bytes` are identical files.
  Digest Capture(const std::string& title, const std::string& bytes = "");
  Digest Claim(const Digest& capture, const std::vector<Said>& steps,
               v1::Attribution::Basis basis = v1::Attribution::basis_unstated);
  Digest Link(v1::Link::Type type, const Digest& from, const Digest& to);
  Digest Add(RecordDraft draft);

  // Leaves the slot, or the whole record, out of the set.
  void Withhold(const Digest& id, SlotCase slot) { withheld_.insert({id, slot}); }
  void LeaveOut(const Digest& id) { left_out_.insert(id); }

  // The records so far, in this order of arrival: 0 as made, other numbers some other order.
  RecordSet Records(unsigned order = 0);

 private:
  void Flush();

  std::optional<SubmissionBuilder> builder_;
  std::vector<Record> records_;
  std::set<std::pair<Digest, SlotCase>> withheld_;
  std::set<Digest> left_out_;
  uint64_t salts_ = 0;
};

// The records of these ids; the test fails when one is missing.
std::vector<const Record*> Pick(const RecordSet& records, const std::vector<Digest>& ids);
OriginCount CountOf(const RecordSet& records, const std::vector<Digest>& claims, const SharedOrigins& shared = {});
OriginRelation RelationOf(const RecordSet& records, const Digest& a, const Digest& b);

}  // namespace tallystick
