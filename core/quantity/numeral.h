// Reads one number out of the tokens of a phrase: digits with their grouping, or number words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/quantity/phrase_table.h"
#include "core/quantity/token.h"

namespace tallystick {

struct Numeral {
  int64_t value = 0;
  // The token after it.
  size_t end = 0;
  // The last hundred, thousand, … or dozen in it; 1 when there is none.
  int64_t multiplier = 1;
  // A dozen, une trentaine: about, even without a hedge.
  bool collective = false;
};

// Parts "و" from the word it is written with, where only that makes it a word of the table.
std::vector<Token> PartPrefixes(std::vector<Token> tokens, const PhraseTable& table);

// Reads numbers that begin at a token and end before another one, in one language of words.
class NumeralReader {
 public:
  // All arguments outlive the reader. `named_language` decides what a comma or full stop between digits is; empty when
  // the caller names none.
  NumeralReader(const PhraseTable& table, absl::string_view phrase, const std::vector<Token>& tokens,
                absl::string_view language, absl::string_view named_language)
      : table_(table), phrase_(phrase), tokens_(tokens), language_(language), named_language_(named_language) {}

  // The longest number in tokens[at, end), or nothing when none begins there. kInvalidArgument when one does but is
  // ambiguous, malformed, no whole number, or above kMaxCount.
  absl::StatusOr<std::optional<Numeral>> Read(size_t at, size_t end) const;

 private:
  // value * 10^decimals is whole.
  struct Decimal {
    int64_t value = 0;
    int decimals = 0;
  };

  absl::StatusOr<Decimal> Digits(const Token& token) const;
  absl::StatusOr<std::optional<Numeral>> DigitsAndScale(size_t at, size_t end) const;
  absl::StatusOr<std::optional<Numeral>> Words(size_t at, size_t end) const;
  absl::StatusOr<std::optional<Numeral>> WithCollective(std::optional<Numeral> number, size_t at, size_t end) const;
  std::optional<Numeral> BelowHundred(size_t at, size_t end) const;
  std::optional<Numeral> BelowThousand(size_t at, size_t end) const;
  size_t SkipJoin(size_t at, size_t end, absl::string_view after) const;
  const Word* Match(WordKind kind, size_t at, size_t end) const;
  absl::Status Bad(const Token& token, absl::string_view why) const;
  absl::Status TooLarge() const;

  const PhraseTable& table_;
  absl::string_view phrase_;
  const std::vector<Token>& tokens_;
  absl::string_view language_;
  absl::string_view named_language_;
};

}  // namespace tallystick
