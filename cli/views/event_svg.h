// The figures of an event as a drawing that can be read without seeing it (docs/event-view.md).
#pragma once

#include <string>

#include "proto/event.pb.h"

namespace tallystick {

// SVG 1.1 on its own, one image with title and description; the same document gives the same bytes.
std::string EventAsSvg(const v1::EventDocument& document);

}  // namespace tallystick
