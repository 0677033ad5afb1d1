// Verifying entries that are in the log and not yet under a checkpoint.
#pragma once

#include "absl/status/status.h"
#include "core/record/key_ring.h"
#include "store/store.h"

namespace tallystick {

// The keys admitted before entry `end`, read from the key records that the derived table names.
absl::StatusOr<KeyRing> LoadKeyRing(const Snapshot& snapshot, uint64_t end);

// Reads the entries [begin, size) from their bytes: each has its author's signature, by a key that was admitted, and is
// the leaf that the tree holds. kDataLoss or kUnauthenticated names the first that is not so.
absl::Status VerifyEntries(const Snapshot& snapshot, uint64_t begin);

}  // namespace tallystick
