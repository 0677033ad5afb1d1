// The logs that a witness is told to know, as a person writes them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/note.h"

namespace tallystick {

// From a C2SP trust policy (its `log` lines), or from a list: a verifier key a line; empty lines and lines that begin
// with '#' say nothing. A key that stands twice counts once. kInvalidArgument, with the line, for anything else, for a
// key of a type that cannot be checked here, and when there is no log.
absl::StatusOr<std::vector<NoteKey>> ParseLogKeys(absl::string_view text);

}  // namespace tallystick
