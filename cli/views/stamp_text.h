// Time stamps as text for a terminal: what each says, who is behind it, what was judged and what was not.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

std::string StampRequestAsText(const v1::StampRequestDocument& document, int columns);

// After an import or a fetch: what was kept.
std::string StampsKeptAsText(const v1::StampsDocument& document, int columns);

// The list, then how many authorities cover which size.
std::string StampsAsText(const v1::StampsDocument& document, int columns);

}  // namespace tallystick
