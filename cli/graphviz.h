// Drawings by graphviz, as a process of its own.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tallystick {

// The SVG of a graphviz document. kFailedPrecondition when `dot` is not installed or fails.
absl::StatusOr<std::string> RenderSvg(const std::string& dot);

}  // namespace tallystick
