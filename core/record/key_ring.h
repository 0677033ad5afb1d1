// Which keys a log has admitted, in which role and from which entry on (docs/log-format.md, "Keys"). Fed with
// submissions in log order. Revocation and rotation are not judged yet. Not thread-safe while it is fed.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "core/record/submission.h"

namespace tallystick {

class KeyRing {
 public:
  struct Entry {
    v1::Key::Role role = v1::Key::role_unstated;
    std::string spki;      // DER
    Digest recovery;       // id of the recovery key
    uint64_t admitted_at = 0;  // submission index
  };

  // Takes the key records of the next submission into account. A log's first submission admits its own author; in any
  // later one only an admitted author admits. kInvalidArgument says which key record is refused, and why.
  absl::Status Add(const OpenedSubmission& submission);

  // Null when the key was never admitted.
  const Entry* Find(const Digest& key_id) const;

  // OK when the key is an author's. kUnauthenticated says why not.
  absl::Status CheckAuthor(const Digest& key_id) const;

  const std::map<Digest, Entry>& entries() const { return entries_; }

 private:
  std::map<Digest, Entry> entries_;
};

}  // namespace tallystick
