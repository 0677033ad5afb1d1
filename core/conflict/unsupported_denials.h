// Whether a claim denies what its quoted words say, or the reverse. Internal to this folder. Pure.
#pragma once

#include <optional>

#include "core/conflict/quoted_text.h"

namespace tallystick {

// `negated`: the claim is recorded as denied, or as not being so. `predicate` and the words of the claim's roles tell
// what a denial in the quote would have to stand beside.
std::optional<Unsupported> UnsupportedDenial(const Record& claim, bool negated, const QuotedText& text);

}  // namespace tallystick
