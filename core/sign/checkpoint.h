// Checkpoints, the signed heads of a log (https://c2sp.org/tlog-checkpoint). The text of the note is
//
//   <origin>            the log's name
//   <size>              ASCII decimal
//   <root>              base64
//   <extension lines>   none as a rule
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/sign/ed25519.h"
#include "core/sign/note.h"

namespace tallystick {

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Digest root;
  std::vector<std::string> extensions;  // opaque, without LF

  bool operator==(const Checkpoint&) const = default;
};

// Reads a note's text that nobody has verified. kInvalidArgument, with the line, unless it is exactly a checkpoint's:
// FormatCheckpoint gives it back.
absl::StatusOr<Checkpoint> ParseCheckpointUnverified(absl::string_view text);
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// The whole note, with the log's signature alone. The key's name must be the origin. Signing one checkpoint again
// gives the same bytes. kInvalidArgument for a checkpoint that could not be read again; else as SignNote.
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint, const NoteKey& key, const Signer& signer);

// Verifies the log's signature and then reads the text. kUnauthenticated when that signature is absent or bad, or the
// origin is not the key's name; kInvalidArgument when the text is malformed.
absl::StatusOr<Checkpoint> OpenCheckpoint(const Note& note, const NoteKey& log);

}  // namespace tallystick
