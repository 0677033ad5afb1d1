// What a check finds out about a stretch of the log alone, without what came before it: on any thread, in any order.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/record/submission.h"
#include "core/sign/checkpoint.h"
#include "store/log.h"
#include "store/row_sums.h"
#include "store/store.h"

namespace tallystick {

struct CheckedSubmission {
  enum class Signature { kGood, kBad, kKeyUnknown };

  uint64_t index = 0;
  absl::Status read;    // what the store says of its rows; after an error nothing else is filled in
  absl::Status opened;  // and its form
  Digest id, author, leaf;
  std::string log, previous;  // as its head has them
  Signature signature = Signature::kKeyUnknown;
  uint64_t slots_shown = 0, slots_withheld = 0;
  std::vector<Record> records;  // when contents are checked: captures and claims without what quotes do not need
  uint64_t record_count = 0;
  std::optional<OpenedSubmission> keys;  // the whole of a submission that holds key records
};

struct CheckedNote {
  uint64_t size = 0;
  absl::StatusOr<Checkpoint> checkpoint;  // once its signature was verified
};

struct CheckedStretch {
  std::vector<CheckedSubmission> submissions;
  std::vector<CheckedNote> notes;  // of the sizes after each of the submissions
  std::vector<absl::Status> lost_notes;  // the store's kDataLoss of each of them that has one
  std::vector<Node> nodes;         // of the tree over the submissions, as far as they are stored; by address
  RowSums rows;                    // that the submissions give
};

// Thread-safe.
class LoneChecker {
 public:
  // `keys`: of authors, by id. A key that is missing costs time, not correctness. With `contents` slots are decoded and
  // rows derived too. All must outlive it.
  LoneChecker(const LogIdentity& identity, const std::map<Digest, PublicKey>& keys, bool contents)
      : identity_(identity), keys_(keys), contents_(contents) {}

  // The submissions [begin, end) and the notes of the sizes begin + 1 to end, in order, none left out. The first error
  // of the store that is no kDataLoss is the last `read`.
  CheckedStretch Check(const Snapshot& snapshot, uint64_t begin, uint64_t end) const;

  // The notes of begin <= size < end alone.
  void CheckNotes(const Snapshot& snapshot, uint64_t begin, uint64_t end, CheckedStretch* stretch) const;

 private:
  static void ReadNodes(const Snapshot& snapshot, uint64_t begin, uint64_t end, CheckedStretch* stretch);
  CheckedSubmission CheckOne(uint64_t index, const StoredSubmission& stored, RowSums* rows) const;
  absl::Status Outline(const StoredSubmission& stored, CheckedSubmission* checked, std::string* manifest) const;
  absl::Status Open(const StoredSubmission& stored, CheckedSubmission* checked, std::string* manifest,
                    RowSums* rows) const;

  const LogIdentity& identity_;
  const std::map<Digest, PublicKey>& keys_;
  bool contents_;
};

// The authors' keys that the derived tables offer. A key is told by its hash, so that it does not matter who offers it.
std::map<Digest, PublicKey> OfferedKeys(const Snapshot& snapshot);

}  // namespace tallystick
