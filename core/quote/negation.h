// Words that may deny what stands beside them. For a caution to read the sentence, never for a verdict. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace tallystick {

// The first such word, folded ("not", "n't", "pas"), among the last four words of `before` or among the words of
// `matched` that `quote` does not have; "" when there is none. All three are valid UTF-8; `before` is what stands
// before the match in its sentence. English, French and Arabic. Linear.
std::string NegationBeside(absl::string_view before, absl::string_view matched, absl::string_view quote);

}  // namespace tallystick
