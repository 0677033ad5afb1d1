// Evidence of time from outside, as a casebook holds it: tokens beside its checkpoints, cosignatures on them, and
// foreign checkpoints that were recorded as captures. What a reader trusts comes in; nothing in a casebook says whom to
// trust.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/sign/note.h"
#include "core/sign/recorded_between.h"
#include "core/sign/time_trust.h"
#include "core/sign/timestamp.h"
#include "store/blobs.h"
#include "store/store.h"

namespace tallystick {

struct KeptStamp {
  uint64_t size = 0;  // of the checkpoint
  Timestamp stamp;
  TimestampCheck check;
};

// Every token over a checkpoint of more than `above` entries, judged, in the store's order. kDataLoss when a token or
// checkpoint is not what was stored, or a token cannot be read.
absl::StatusOr<std::vector<KeptStamp>> ReadStamps(const Snapshot& snapshot, const TimestampRoots* roots,
                                                  uint64_t above);

struct StampedCheckpoint {
  uint64_t size = 0;
  std::string text;
};
// The stored checkpoint whose text the token is over. kNotFound.
absl::StatusOr<StampedCheckpoint> FindStampedCheckpoint(const Snapshot& snapshot, const Timestamp& stamp);

// What others say about when the entry at `index` was recorded. With roots only tokens that lead to one count, without
// any those that are sound, not judged. Cosignatures count by the witnesses' keys alone.
absl::StatusOr<RecordedInterval> RecordedIntervalOf(const Snapshot& snapshot, const BlobStore& captures,
                                                    const TimeTrust& trust, uint64_t index);

}  // namespace tallystick
