// What shows that a log was put back or went two ways: signed notes that contradict one another, kept for ever.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

struct Evidence {
  std::string what;                                         // one sentence
  std::vector<std::pair<std::string, std::string>> notes;  // whose it is or where it came from, and the whole note
};

std::string FormatEvidence(const Evidence& evidence);

// Writes it to a file `<folder>/evidence/<hash>.txt`, durably; the path. The same evidence again is no error.
absl::StatusOr<std::string> KeepEvidence(const std::string& folder, const Evidence& evidence);

}  // namespace tallystick
