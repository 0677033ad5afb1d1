// Findings as text for a terminal: the sentence with its sum first, then what it rests on.
#pragma once

#include <string>

#include "proto/finding.pb.h"

namespace tallystick {

struct FindingsShown {
  bool full = false;  // with quotes, resolutions and notes
  bool all = false;   // else the first 20
};

// Each finding in a few lines. More than 20 begin with how many there are of each kind.
std::string FindingsAsText(const v1::Findings& findings, const FindingsShown& how, int columns);

}  // namespace tallystick
