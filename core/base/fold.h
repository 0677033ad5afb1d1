// The folded shadow of a text, for finding and matching only; the original bytes are what is kept and shown.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tallystick {

// Version of the folding rules together with ICU's; derived rows made with another one are stale.
std::string FoldVersion();

// Folds valid UTF-8: NFKC case folding (ICU nfkc_cf), then marks (accents, harakat) and tatweel removed, alef, yeh and
// teh marbuta variants unified, curly quotes and dashes made plain, runs of white space made one space. Idempotent.
std::string Fold(absl::string_view text);

// The words of an already folded text, in order: maximal runs of letters and digits.
std::vector<absl::string_view> FoldedWords(absl::string_view folded);

}  // namespace tallystick
