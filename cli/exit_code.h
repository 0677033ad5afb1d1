// What the process's exit code says.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tallystick {

enum ExitCode {
  kPassed = 0,  // every check ran and passed
  kFailed = 1,
  kUsage = 2,
  kVerificationFailed = 3,
  kConflictFound = 4,  // only with --fail-on-conflict or --fail-on-change
  kNotFound = 5,
  kLocked = 6,      // locked or lost the race: try again
  kIncomplete = 7,  // something could not be checked
};

ExitCode ExitCodeOf(const absl::Status& status);

// kInvalidArgument that ends with kUsage: the command line itself is wrong, whatever there is on this machine.
absl::Status UsageError(absl::string_view problem);

// A line "hint: …" for the person, carried beside the message.
absl::Status WithHint(absl::Status status, absl::string_view hint);
std::string HintOf(const absl::Status& status);

}  // namespace tallystick
