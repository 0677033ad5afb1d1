// Whether the dates of a claim are those that its words name. Internal to this folder. Pure.
#pragma once

#include <optional>

#include "core/conflict/quoted_text.h"

namespace tallystick {

// Reads day and month names in the words of the time and, where there are none, in the quote. Weekdays and relative
// words are not read; a year may be missing.
std::optional<Unsupported> UnsupportedDate(const Record& claim, const QuotedText& text);

}  // namespace tallystick
