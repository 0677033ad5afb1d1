// Which keys a log has admitted, in which role, from which entry on, and which were given up (docs/keys.md). Fed with
// submissions in log order. Not thread-safe while it is fed.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "core/record/key_event.h"
#include "core/record/submission.h"

namespace tallystick {

class KeyRing {
 public:
  struct Entry {
    v1::Key::Role role = v1::Key::role_unstated;
    std::string spki;      // DER
    Digest recovery;       // id of the recovery key
    uint64_t admitted_at = 0;  // submission index
    std::optional<Digest> rotated_from;     // the key whose recovery key put this one in its place
    std::optional<uint64_t> revoked_at;     // submission that gave the key up: it may sign nothing after that
    std::optional<uint64_t> disowned_from;  // what it signed at this index and after, its owner says was not theirs
  };

  explicit KeyRing(SignatureCheck verify) : verify_(verify) {}

  // Takes the key records of the next submission into account. A log's first submission admits its own author; in any
  // later one only an admitted author admits, and only a key's recovery key rotates or revokes it, whoever carries the
  // record. kInvalidArgument says which key record is refused, and why; the others count.
  absl::Status Add(const OpenedSubmission& submission);

  // Null when the key was never admitted.
  const Entry* Find(const Digest& key_id) const;

  // OK when the key may sign the submission at `index`, as far as the submissions fed up to that one say; a disowned one
  // is signed well all the same. kUnauthenticated says why not.
  absl::Status CheckAuthor(const Digest& key_id, uint64_t index) const;

  // Whether what this key signed at `index` was disowned, by anything fed so far.
  bool IsDisowned(const Digest& key_id, uint64_t index) const;

  const std::map<Digest, Entry>& entries() const { return entries_; }

 private:
  absl::Status AddEvent(const v1::Key& key, const Record& record, const v1::Submission& head);
  absl::Status Admit(const v1::Key& key, uint64_t index, const std::string& author);
  absl::Status GiveUp(const v1::Key& key, uint64_t index, const Digest& log);

  SignatureCheck verify_;
  std::map<Digest, Entry> entries_;
  std::string origin_;  // as the log's own key record says
};

}  // namespace tallystick
