// Splits a number phrase into words, digit numbers and signs. Phrases and the tables' own texts go through it alike.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

inline constexpr size_t kMaxPhraseBytes = 200;

struct Token {
  enum class Kind { kWord, kNumber, kSign };
  Kind kind = Kind::kWord;
  // A word folded (core/base/fold.h); a sign as itself, dashes as '-' and apostrophes as '\''; empty for a number.
  std::string text;
  // A number's groups of ASCII digits, and what stood between them: 0 nothing, ' ' any space, or , . ' U+066B U+066C;
  // `mixed` when not all the same.
  std::vector<std::string> groups;
  char32_t separator = 0;
  bool mixed = false;
  // Bytes of the phrase: [begin, end).
  size_t begin = 0;
  size_t end = 0;
  // No space before it.
  bool glued = false;
};

// A hyphen or apostrophe between two letters only parts them: "vingt-deux" is two words, "d'une" too.
// Invisible format characters are skipped. kInvalidArgument, with the reason, for bytes that are not UTF-8, more than
// kMaxPhraseBytes, digits of another script than ASCII, full-width or Arabic-Indic (both sets), two scripts in one
// number, superscripts, fractions, Roman numeral signs, and combining marks without a letter.
absl::StatusOr<std::vector<Token>> Tokenize(absl::string_view phrase);

}  // namespace tallystick
