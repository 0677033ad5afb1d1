// Chains of attribution as a tree for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

// Captures at the left, first speakers at the right; chains that begin alike are drawn once. What leads on as somewhere
// above is not drawn again. Unnamed sources hang on dashed lines; choke points are marked.
std::string TraceAsText(const v1::TraceDocument& document, int columns);

}  // namespace tallystick
