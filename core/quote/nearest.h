// What a person probably meant by a quote that is not in the capture: for the message that refuses it, never to be
// taken in its stead. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/quote/charset.h"

namespace tallystick {

struct NearestPassage {
  int64_t start = 0;  // byte offsets in the capture, on character boundaries: [start, end)
  int64_t end = 0;
  std::string text;      // the capture's words there, UTF-8
  int64_t distance = 0;  // insertions, deletions and substitutions between the folded texts; 0: only folding differs
  std::string
      difference;  // the first difference, e.g. `quotation mark at character 5: the capture has "’" (U+2019), …`
};

// The passage of `capture` nearest to `exact` (valid UTF-8): by fewest edits of the folded texts (core/base/fold.h:
// case, accents, harakat, quote marks, white space do not count), then one that begins and ends with whole words, then
// the first. Nothing when more than two in five characters would have to change, or when `exact` folds to nothing.
// Bytes that are not valid in `charset` count as characters that match nothing.
//
// Takes time in proportion to capture × min(quote, limit) / 64. Where the product would be too large (in 1 MB, quotes
// beyond 4,096 characters), the beginning of the quote finds the place, and the whole quote is then compared there
// only.
std::optional<NearestPassage> NearestMatch(absl::string_view capture, Charset charset, absl::string_view exact);

// One line for a person: `the quote is not in the capture; nearest is "…" at byte 1234 (line 5, column 7; differs: …)`.
// Long passages are cut and control and direction characters replaced. Call when FindQuote found nothing.
std::string DescribeMissingQuote(absl::string_view capture, Charset charset, absl::string_view exact);

}  // namespace tallystick
