// The numbers in running words, each with the hedge beside it. Internal to this folder. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/quantity/phrase_table.h"

namespace tallystick {

// A number as it stands in the words.
struct NumberSaid {
  int64_t value = 0;
  std::string form;  // the hedge beside it, as the rules of a table are named; "" when it is bare
  bool hedged_further_off = false;
  std::string words;
};

struct NumbersSaid {
  std::vector<NumberSaid> numbers;
  bool sure = true;    // all of it was read
  bool vague = false;  // it has words for an amount that is no number
};

// Runs of words with the language of each: its first subtag, or "" when it is not known; then words of any are read.
struct RunOfWords {
  absl::string_view text;
  std::string language;
};

// A number may be listed more than once. Linear in the words.
NumbersSaid ReadNumbersSaid(const std::vector<RunOfWords>& runs, const PhraseTable& table);

}  // namespace tallystick
