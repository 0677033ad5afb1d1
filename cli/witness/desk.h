// A witness at work: one answer a request, whether it came by HTTP or on a stick. The memory is read, compared, written
// and flushed before an answer with a signature exists.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/witness.h"
#include "store/witness_folder.h"

namespace tallystick {

struct DeskAnswer {
  WitnessAnswer answer;
  std::string origin;               // of the request's log; "" when it could not be read
  uint64_t old_size = 0, size = 0;  // what was asked
  std::string evidence;             // path of what was kept because of this request; may be empty
  std::string problem;              // what the witness's keeper must know; may be empty
};

// Thread-safe; other processes may work in the same folder.
class WitnessDesk {
 public:
  // `logs` are served, all of them known to the folder (else kFailedPrecondition). `key` is the private key of
  // folder.witness() (else kUnauthenticated). `clock` gives seconds since 1970; it is asked under the folder's lock.
  static absl::StatusOr<std::unique_ptr<WitnessDesk>> New(WitnessFolder folder, std::vector<NoteKey> logs,
                                                          PrivateKey key,
                                                          std::function<absl::StatusOr<uint64_t>()> clock);

  // kInternal and the like: no answer, and nothing was signed (500). With `dry_run` nothing is written, and a
  // cosignature that was due is made but not given out (the answer's body stays empty).
  absl::StatusOr<DeskAnswer> AddCheckpoint(absl::string_view body, bool dry_run = false);

  const WitnessFolder& folder() const { return folder_; }

 private:
  WitnessDesk(WitnessFolder folder, std::vector<NoteKey> logs, PrivateKey key,
              std::function<absl::StatusOr<uint64_t>()> clock)
      : folder_(std::move(folder)), logs_(std::move(logs)), key_(std::move(key)), clock_(std::move(clock)) {}
  void KeepContradiction(const WitnessFolder::Step& step, DeskAnswer* result) const;

  const WitnessFolder folder_;
  const std::vector<NoteKey> logs_;
  const PrivateKey key_;
  const std::function<absl::StatusOr<uint64_t>()> clock_;
  // A write failed in a way that may show on disk and still be lost: only a new start reads what is really there.
  std::atomic<bool> uncertain_ = false;
};

}  // namespace tallystick
