// Findings as text for a terminal: the sentence with its sum first, then what it rests on.
#pragma once

#include <string>

#include "proto/finding.pb.h"

namespace tallystick {

// Each finding in a few lines; `full` adds quotes, resolutions and notes.
std::string FindingsAsText(const v1::Findings& findings, bool full, int columns);

}  // namespace tallystick
