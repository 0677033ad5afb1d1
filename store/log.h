// The log of a casebook: the commit sequence, told in order in one function (docs/log-format.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/merkle/proof.h"
#include "core/sign/checkpoint.h"
#include "store/store.h"

namespace tallystick {

// What tells one log from another. Kept in the casebook's settings.
struct LogIdentity {
  std::string origin;    // first line of its checkpoints
  PublicKey key;         // the log key
  std::string secret;    // of the casebook: keys the HMAC that finds repeats
};
// kDataLoss names the setting that is missing or damaged.
absl::StatusOr<LogIdentity> ReadLogIdentity(const Snapshot& snapshot);
absl::Status AddLogIdentity(Store* store, const LogIdentity& identity);

struct SignedSubmission {
  StoredSubmission stored;
  OpenedSubmission opened;
};

// Appends submissions as one durable commit and signs the checkpoint over them; the note of that checkpoint.
// kAborted when the log has not `expected_size` submissions any more: nothing was written. Everything written before is
// sound whatever error comes back; a missing checkpoint is made good by the next commit or by EnsureCheckpoint.
absl::StatusOr<std::string> Commit(Store* store, const LogIdentity& identity, const Signer& log_signer,
                                   uint64_t expected_size, const std::vector<SignedSubmission>& submissions);

// Signs the checkpoint over everything that is stored, if that was not done.
absl::StatusOr<std::string> EnsureCheckpoint(Store* store, const LogIdentity& identity, const Signer& log_signer);

// The newest checkpoint note that the casebook holds. kNotFound before the first.
absl::StatusOr<std::string> LatestCheckpoint(const Snapshot& snapshot);

// The .tlog-proof text of submission `index` under the newest checkpoint, with the entry in its extra line.
// kFailedPrecondition when it is not covered, kDataLoss when what is stored is not what the log committed to.
absl::StatusOr<std::string> ProveSubmission(const Snapshot& snapshot, const LogIdentity& identity, uint64_t index);

NodeReader NodesOf(const Snapshot& snapshot);

}  // namespace tallystick
