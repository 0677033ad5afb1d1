// The newest checkpoint of a log that was signed on this machine, kept outside the casebook: a casebook that was put back
// to an older state, or a copy of it that went another way, is then noticed. docs/log-format.md, "Last seen".
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "store/evidence.h"

namespace tallystick {

// Not thread-safe. An object that may Replace holds the log's only lock for as long as it lives.
class LastSeen {
 public:
  virtual ~LastSeen() = default;

  // The whole note that was put last.
  virtual const std::string& note() const = 0;

  // Puts `note` in the place of note(). Durable on return. After an error it is unknown which of the two is kept, and
  // nothing more is to be written through this object: whoever opens the log again finds out. note() itself may be put
  // once more: it is durable then even if whoever put it was killed over it.
  virtual absl::Status Replace(absl::string_view note) = 0;

  // Keeps what does not fit with note() as evidence (store/evidence.h); where, for a person.
  virtual absl::StatusOr<std::string> Keep(absl::string_view kind, absl::string_view in_words, const Testimony& seen,
                                           const Testimony& found) = 0;
};

// A file of two slots, `<folder>/<log key id>.head` (evidence beside it, store/evidence.h), made
// once and never renamed. Replace overwrites the older slot, so that a write cut short leaves the newer one.
//
// Makes the file with a first note; kAlreadyExists when there is one.
absl::Status CreateLastSeen(const std::string& folder, const Digest& log_key, absl::string_view note);
// Locks the file against other processes and threads. kNotFound: this machine has not seen the log, or forgot it, and
// nobody makes the file anew by the way. kUnavailable: somebody else holds it, and did so for `patience`. kDataLoss: no
// slot can be read.
absl::StatusOr<std::unique_ptr<LastSeen>> OpenLastSeen(const std::string& folder, const Digest& log_key,
                                                       std::chrono::milliseconds patience);
// The note without the lock. kNotFound, kDataLoss.
absl::StatusOr<std::string> ReadLastSeen(const std::string& folder, const Digest& log_key);

// Without a disk.
std::unique_ptr<LastSeen> NewMemoryLastSeen(absl::string_view note);

}  // namespace tallystick
