// Whether a claim denies what its quoted words say, or the reverse. Internal to this folder. Pure.
#pragma once

#include <optional>

#include "core/conflict/claim_view.h"
#include "core/conflict/quoted_text.h"

namespace tallystick {

// Recorded as denied while no word denies it; or recorded as so while the only denial in the quote stands directly
// before the predicate, or before whom the claim speaks of.
std::optional<Unsupported> UnsupportedDenial(const ClaimView& claim, const QuotedText& text);

}  // namespace tallystick
