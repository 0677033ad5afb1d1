// What verifying a .tlog-proof answered, as text for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

// A line a check with why, a line a witness, what the entry names, remarks, and the closing line.
std::string ProofAsText(const v1::ProofDocument& report, int columns);

}  // namespace tallystick
