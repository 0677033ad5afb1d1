// At which earlier head a view was asked, as the heading of a text and inside a JSON document.
#pragma once

#include <string>

#include "proto/view.pb.h"

namespace tallystick {

// A few lines that name the head, what is left out and whose clock decided. Ends with LF, without an empty line.
std::string AsOfAsText(const v1::AsOf& as_of, int columns);

// `document`, a JSON object on one line without its LF, with `as_of` as its last field.
std::string WithAsOf(const std::string& document, const v1::AsOf& as_of);

}  // namespace tallystick
