// The finding that a person means by the beginning of its id.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/finding.pb.h"

namespace tallystick {

// Six hex digits or more, as for records: fewer would often be a word.
bool MayBeFindingId(absl::string_view word);

// The only one of `findings` whose id begins so; capitals do not matter. It points into `findings`. kInvalidArgument for
// what is no beginning of an id and for one that several have, which are then listed; kNotFound when none has; with hints.
absl::StatusOr<const v1::Finding*> ResolveFinding(const v1::Findings& findings, const std::string& word);

}  // namespace tallystick
