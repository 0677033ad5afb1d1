// The checkpoints that a casebook stores, with what witnesses said of them, and requests for more of that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/sign/witness.h"
#include "store/log.h"
#include "store/store.h"

namespace tallystick {

class CheckpointHistory {
 public:
  // kNotFound before the first checkpoint; kDataLoss when a stored note is damaged or the newest one is not the log's.
  static absl::StatusOr<CheckpointHistory> Load(const Snapshot& snapshot, const LogIdentity& identity);

  const Note& newest() const { return notes_.back(); }
  const Checkpoint& newest_checkpoint() const { return newest_checkpoint_; }

  // The one of this size; null when there is none.
  const Note* Find(uint64_t size) const;

  // The largest stored checkpoint with a good cosignature by `witness`; null when there is none.
  const Note* LastCosignedBy(const NoteKey& witness) const;

  // The newest stored checkpoint for which `line` is a good cosignature by `witness`; null when there is none.
  const Note* CosignedWith(const NoteSignature& line, const NoteKey& witness) const;

 private:
  std::vector<Note> notes_;  // by ascending size
  Checkpoint newest_checkpoint_;
};

// The tree size in the text of a note that is known to be a checkpoint.
uint64_t SizeOf(const Note& checkpoint);

// Asks a witness to go on from `old_size` to the newest checkpoint. The proof is verified before it is given out,
// against the root recomputed from the stored nodes: kDataLoss when the casebook's own tree does not bear it out, so
// that a witness is not accused of what is wrong here. kInvalidArgument for a size above the newest checkpoint's.
absl::StatusOr<AddCheckpointRequest> RequestCosignature(const Snapshot& snapshot, const CheckpointHistory& history,
                                                        uint64_t old_size);

}  // namespace tallystick
