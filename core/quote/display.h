// Text from a capture or a quote as it may stand inside a one-line message.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tallystick {

// At most `limit` code points, then "…". White space runs become one space; control characters, marks of text direction
// and other invisible characters become U+FFFD, so that a capture cannot steer a terminal or reorder a message. Bytes
// that are not UTF-8 become U+FFFD too.
std::string DisplayText(absl::string_view text, size_t limit);

}  // namespace tallystick
