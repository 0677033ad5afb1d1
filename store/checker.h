// Recomputes a whole casebook from its enduring bytes: slots → record bodies → submissions → signatures → leaves → tree →
// checkpoints, every time-stamp token, every capture's hash, every quote, every derived row. Names what is wrong; repairs nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/blobs.h"
#include "store/log.h"
#include "store/store.h"

namespace tallystick {

// Where an older copy is wrong: not in any of its bytes, but as a whole.
inline constexpr absl::string_view kThisCopy = "this copy";

struct CheckProblem {
  std::string where;  // "submission 3, record 2 (claim 1a2b3c4d5e6f), slot quantity"
  std::string what;
};

struct CheckReport {
  uint64_t submissions = 0, records = 0, slots_shown = 0, slots_withheld = 0, nodes = 0, checkpoints = 0, tokens = 0;
  uint64_t captures = 0, quotes = 0, rows = 0;
  std::vector<CheckProblem> problems;  // at most kMaxProblems
  uint64_t problems_left_out = 0;
  std::vector<std::string> remarks;      // what is sound and yet worth knowing
  std::vector<std::string> not_checked;  // what could not be checked, and why; as many at most, then "and 7 more"

  bool integrity_only = false;           // as CheckOptions has it

  bool damaged() const { return !problems.empty(); }
};

inline constexpr size_t kMaxProblems = 200;

struct CheckOptions {
  // Slots, bodies, submissions, signatures, leaves, tree, checkpoints and what was last seen alone: no captures, no quotes,
  // no derived tables, nothing of what the slots say and nothing of the store's own structures.
  bool integrity_only = false;
  // So many threads share the work when they can have views of their own. The report does not depend on them.
  int threads = 1;
  const Store* more_views = nullptr;  // the store that the snapshot is of
};

// `last_seen`: the note that this machine keeps of the log (store/last_seen.h), or why there is none; kNotFound makes one
// thing that could not be checked. A status only when reading itself fails. Memory does not grow with the number of
// records, but for the captures' list.
absl::StatusOr<CheckReport> CheckCasebook(const Snapshot& snapshot, const BlobStore& captures, const LogIdentity& identity,
                                          const absl::StatusOr<std::string>& last_seen,
                                          const CheckOptions& options = {});

// Makes all derived rows anew from the submissions. kDataLoss when those cannot be read: nothing is changed then.
absl::Status RebuildDerived(Store* store, const LogIdentity& identity);

}  // namespace tallystick
