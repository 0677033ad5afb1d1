// Who carries what, on whose word, as a table for a terminal.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

std::string SourcesAsText(const v1::SourcesDocument& document, int columns);

}  // namespace tallystick
