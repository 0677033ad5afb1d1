// What rests on a record, and what its retraction would change, as text for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

std::string ImpactAsText(const v1::ImpactDocument& document, int columns);

}  // namespace tallystick
