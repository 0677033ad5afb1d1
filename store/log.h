// The log of a casebook: the commit sequence, told in order in one function (docs/log-format.md, "Commit").
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/merkle/proof.h"
#include "core/sign/checkpoint.h"
#include "store/last_seen.h"
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

// The note of a log that has nothing in it yet: what is last seen of it before the first commit.
absl::StatusOr<std::string> SignEmptyLog(const LogIdentity& identity, const Signer& log_signer);

// Where a casebook's log stands beside the checkpoint that was last seen of it.
struct Standing {
  enum class Place {
    kLevel,   // just there
    kAhead,   // begins with it and has gone on: a recording ended before it was acknowledged
    kBehind,  // is shorter: an older copy
    kBeside,  // has another tree at that size: a copy that went another way
  };
  Place place = Place::kLevel;
  Checkpoint seen;      // last seen
  uint64_t size = 0;    // of the casebook's log
  std::string problem;  // one sentence for kBehind and kBeside
};
// kDataLoss when the note is not one of this log's.
absl::StatusOr<Checkpoint> OpenSeen(const LogIdentity& identity, absl::string_view note);
// `root_then`: of the casebook's tree at the size last seen; absent when it has not so many.
Standing CompareWithSeen(const Checkpoint& seen, uint64_t size, const std::optional<Digest>& root_then);
// The same by the stored nodes; stored checkpoints are not asked. kDataLoss also when those cannot be read.
absl::StatusOr<Standing> CompareWithLastSeen(const Snapshot& snapshot, const LogIdentity& identity, absl::string_view note);

// A log open for writing. Not thread-safe.
class LogWriter {
 public:
  // Compares the log with what was last seen, and ends what an interrupted recording left: its submissions are verified,
  // and then a checkpoint signed over them as Commit would have. Everything pointed at must outlive the writer.
  // kDataLoss when the casebook is behind or beside: nothing is signed.
  static absl::StatusOr<LogWriter> Open(Store* store, LastSeen* last_seen, LogIdentity identity, const Signer* log_signer);

  // How many submissions an interrupted recording had stored.
  uint64_t recovered() const { return recovered_; }

  // Appends submissions as one durable commit and signs the checkpoint over them; the note of that checkpoint.
  // kAborted when the log has not `expected_size` submissions any more, kUnavailable when the store is locked: nothing
  // was written. After any other error it is unknown whether they were stored; the writer then refuses further commits,
  // and whoever opens the log next finds out.
  absl::StatusOr<std::string> Commit(uint64_t expected_size, const std::vector<SignedSubmission>& submissions);

 private:
  LogWriter(Store* store, LastSeen* last_seen, LogIdentity identity, const Signer* log_signer)
      : store_(store), last_seen_(last_seen), identity_(std::move(identity)), log_signer_(log_signer) {}
  absl::StatusOr<std::string> Seal(const Frontier& frontier);

  Store* store_;
  LastSeen* last_seen_;
  LogIdentity identity_;
  const Signer* log_signer_;
  uint64_t recovered_ = 0;
  bool broken_ = false;
};

// The newest checkpoint note that the casebook holds. kNotFound before the first.
absl::StatusOr<std::string> LatestCheckpoint(const Snapshot& snapshot);

// The .tlog-proof text of submission `index` under the newest checkpoint, with the entry in its extra line.
// kFailedPrecondition when it is not covered, kDataLoss when what is stored is not what the log committed to.
absl::StatusOr<std::string> ProveSubmission(const Snapshot& snapshot, const LogIdentity& identity, uint64_t index);

NodeReader NodesOf(const Snapshot& snapshot);

}  // namespace tallystick
