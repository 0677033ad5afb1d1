// What radar found, as text for a terminal: the claims that changed first and in full, then the counts.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

std::string RadarAsText(const v1::RadarDocument& document, int columns);

}  // namespace tallystick
