// A capture folded as core/base/fold.h folds it, with the bytes that each folded character came from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/quote/charset.h"

namespace tallystick {

struct FoldedText {
  std::u32string characters;
  // Where the source of each character begins in the bytes, and, one more, where that of the last ends. One code point
  // can give several characters (a ligature): they share its offset. Marks dropped by folding count to what they
  // follow.
  std::vector<int64_t> starts;

  // The bytes of characters [first, last), first < last, in the source.
  int64_t StartOf(size_t first) const { return starts[first]; }
  int64_t EndOf(size_t last) const;
};

// Fold() takes whole texts and keeps no offsets. It maps each code point by itself (only the canonical order of marks
// depends on the neighbours, and marks are dropped), so it is asked once for each different code point here.
// The byte order mark is left out; bytes that are not valid in `charset` read as U+FFFD. Linear.
FoldedText FoldWithOffsets(absl::string_view bytes, Charset charset);

// What `code_point` folds to within a word: empty if it is dropped, " " for white space.
std::string FoldedCodePoint(char32_t code_point);

}  // namespace tallystick
