// What a recovery key signs when a key is rotated or revoked, or a new log takes the place of a lost one
// (docs/keys.md). Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "core/base/digest.h"
#include "proto/slot.pb.h"

namespace tallystick {

// Lines "name value", so that nothing can be read two ways:
//
//   tallystick-key-event-v1
//   event rotated               rotated, revoked or succeeds
//   log <key id>                of the log in which the record stands
//   origin <name>               of the log that the next two lines speak of
//   key <key id>                the key that is given up
//   from <index>                what it signed at this index and after is disowned
//   new-key <key id or ->
//   new-recovery <key id or ->  of the new key
//   checkpoint <hash or ->      SHA-256 of the note that is named
//
// kInvalidArgument, with the field, when the event lacks something that its kind needs, or has a malformed value.
absl::StatusOr<std::string> KeyEventText(const v1::Key& key, const Digest& log_key);

// Whether `signature` (64 raw bytes) of `message` verifies under the key whose SubjectPublicKeyInfo `spki` is. Given from
// outside, because this folder knows no signatures.
using SignatureCheck = bool (*)(absl::string_view spki, absl::string_view message, absl::string_view signature);

// OK when the event is signed by the recovery key `recovery`. kUnauthenticated or kInvalidArgument says why not.
absl::Status CheckKeyEvent(const v1::Key& key, const Digest& log_key, const Digest& recovery, SignatureCheck verify);

}  // namespace tallystick
