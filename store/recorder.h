// Turns drafts into signed submissions and commits them: the one way in.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/record/submission.h"
#include "core/sign/ed25519.h"
#include "store/log.h"
#include "store/store.h"

namespace tallystick {

// Collects records in memory; Commit writes all of them or none. Not thread-safe.
class Recorder {
 public:
  // Reads where the author's chain and the log stand. `writer` is needed for Commit alone. All pointed at must outlive it.
  static absl::StatusOr<Recorder> New(Store* store, LogWriter* writer, const LogIdentity& identity,
                                      const PrivateKey* author, SaltSource salts, std::string recorded_at,
                                      std::string message);

  // The new record's id; further records may name it. A full submission is signed and the next one begun.
  absl::StatusOr<Digest> Add(const RecordDraft& draft);

  // The same, unless the author has recorded just this before, as often as it came up here: then the id of that record.
  // So one import run twice adds nothing, while rows that are repeated in it stay.
  absl::StatusOr<Digest> AddOnce(const RecordDraft& draft);

  // Whether the author recorded just this before this recording began.
  absl::StatusOr<bool> HasRecorded(const RecordDraft& draft) const;

  int added() const { return added_; }
  int repeated() const { return repeated_; }

  // Makes everything added durable; the checkpoint's note. With nothing added it writes nothing and returns "".
  absl::StatusOr<std::string> Commit();

 private:
  Recorder(LogWriter* writer, const LogIdentity& identity, const PrivateKey* author, SaltSource salts)
      : writer_(writer), identity_(identity), author_(author), salts_(std::move(salts)) {}
  absl::Status Begin();
  absl::Status Close();

  LogWriter* writer_;
  LogIdentity identity_;
  const PrivateKey* author_;
  SaltSource salts_;
  std::string recorded_at_, message_;
  std::unique_ptr<Snapshot> snapshot_;
  uint64_t size_ = 0;
  std::optional<Digest> previous_;
  std::optional<SubmissionBuilder> builder_;
  std::vector<SignedSubmission> closed_;
  std::map<std::string, int> occurrences_;  // content key → times met here
  int added_ = 0;
  int repeated_ = 0;
};

}  // namespace tallystick
