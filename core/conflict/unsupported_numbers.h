// Whether a claim's number, and what hedges it, stand in its quoted words. Internal to this folder. Pure.
#pragma once

#include <optional>

#include "core/conflict/quoted_text.h"
#include "core/quantity/phrase_table.h"

namespace tallystick {

// Nothing where the words bear it out, or where it cannot be told: vague words, ranges, digits that are read in two
// ways, a language without number words here. Linear in the words.
std::optional<Unsupported> UnsupportedNumber(const Record& claim, const QuotedText& text, const PhraseTable& table);

}  // namespace tallystick
