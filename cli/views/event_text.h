// The figures of an event as text for a terminal (docs/event-view.md).
#pragma once

#include <string>

#include "proto/event.pb.h"

namespace tallystick {

// `unicode`: bars of box-drawing characters, else of ASCII; their shapes mean the same.
std::string EventAsText(const v1::EventDocument& document, int columns, bool unicode);

}  // namespace tallystick
