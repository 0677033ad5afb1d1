#include "core/quantity/numeral.h"

#include <algorithm>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

constexpr char32_t kArabicDecimal = 0x066B;

// 1 to 3 digits without a leading zero, then threes.
bool GroupsByThrees(const std::vector<std::string>& groups) {
  if (groups[0].size() > 3 || groups[0][0] == '0') return false;
  return std::all_of(groups.begin() + 1, groups.end(), [](const std::string& group) { return group.size() == 3; });
}

// a * b + c, or nothing above kMaxCount. All are 0 to kMaxCount.
std::optional<int64_t> Combine(int64_t a, int64_t b, int64_t c) {
  int64_t value;
  if (__builtin_mul_overflow(a, b, &value) || __builtin_add_overflow(value, c, &value) || value > kMaxCount) {
    return std::nullopt;
  }
  return value;
}

// What stands before a scale must be below it: two thousand million is no number.
int64_t Rank(int64_t scale) {
  int64_t rank = 1000;
  while (scale % (rank * 1000) == 0) rank *= 1000;
  return rank;
}

}  // namespace

absl::Status NumeralReader::Bad(const Token& token, absl::string_view why) const {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", phrase_.substr(token.begin, token.end - token.begin), "\" ", why));
}

absl::Status NumeralReader::TooLarge() const {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", phrase_, "\" is above 9,000,000,000,000,000, the largest number that is read"));
}

const Word* NumeralReader::Match(WordKind kind, size_t at, size_t end) const {
  return table_.Match(kind, language_, tokens_, at, end);
}

absl::StatusOr<NumeralReader::Decimal> NumeralReader::Digits(const Token& token) const {
  const std::vector<std::string>& groups = token.groups;
  if (token.mixed) return Bad(token, "is not a number that is read: it mixes separators; write digits alone");
  Decimal number;
  if (groups.size() > 1) {
    const char32_t separator = token.separator;
    const bool point = separator == ',' || separator == '.';
    const bool by_threes = GroupsByThrees(groups);
    const auto grouping = table_.grouping.find(named_language_.empty() ? "*" : std::string(named_language_));
    const bool grouped = grouping != table_.grouping.end() && static_cast<char32_t>(grouping->second) == separator;
    if (groups.size() == 2 && (separator == kArabicDecimal || (point && !by_threes))) {
      number.decimals = static_cast<int>(groups[1].size());
    } else if (!by_threes || separator == kArabicDecimal) {
      return Bad(token, separator == ' ' ? "is not one number: digits are grouped by threes"
                                         : "is not a number: digits are grouped by threes");
    } else if (groups.size() == 2 && point && !grouped) {
      return Bad(token, absl::StrCat("is ambiguous",
                                     named_language_.empty() ? "" : absl::StrCat(" in \"", named_language_, "\""),
                                     ": digits grouped by threes, or a decimal fraction; write ", groups[0], groups[1],
                                     " or name a language that decides it"));
    }
  }
  std::string digits;
  for (const std::string& group : groups) digits += group;
  if (groups[0].size() > 1 && digits[0] == '0') return Bad(token, "is not a count: it begins with 0");
  if (digits.size() > 16 || !absl::SimpleAtoi(digits, &number.value) || number.value > kMaxCount) return TooLarge();
  return number;
}

absl::StatusOr<std::optional<Numeral>> NumeralReader::DigitsAndScale(size_t at, size_t end) const {
  const Token& token = tokens_[at];
  TALLY_ASSIGN_OR_RETURN(const Decimal decimal, Digits(token));
  Numeral number{decimal.value, at + 1};
  const Word* scale = Match(WordKind::kScale, at + 1, end);
  if (scale == nullptr) scale = Match(WordKind::kHundred, at + 1, end);
  if (scale != nullptr) {
    number.multiplier = scale->value;
    number.end += scale->text.size();
  }
  int64_t factor = number.multiplier;
  for (int i = 0; i < decimal.decimals; ++i) {
    if (factor % 10 == 0) {
      factor /= 10;
    } else if (number.value % 10 == 0) {
      number.value /= 10;
    } else {
      return Bad(token, scale == nullptr ? "is not a whole number" : "times its scale is not a whole number");
    }
  }
  // "5.0": whole, but nobody counts so; the digits are more likely a grouping gone wrong.
  if (decimal.decimals > 0 && scale == nullptr) return Bad(token, "is not a whole number");
  const std::optional<int64_t> value = Combine(number.value, factor, 0);
  if (!value) return TooLarge();
  number.value = *value;
  return number;
}

size_t NumeralReader::SkipJoin(size_t at, size_t end, absl::string_view after) const {
  const Word* join = Match(WordKind::kJoin, at, end);
  return join != nullptr && (join->name == after || join->name == "any") ? at + join->text.size() : at;
}

std::optional<Numeral> NumeralReader::BelowHundred(size_t at, size_t end) const {
  if (const Word* tens = Match(WordKind::kTens, at, end)) {
    const size_t after = at + tens->text.size();
    const size_t next = SkipJoin(after, end, "tens");
    const Word* unit = Match(WordKind::kUnit, next, end);
    if (unit == nullptr || unit->value == 0 || unit->value >= tens->room) return Numeral{tens->value, after};
    return Numeral{tens->value + unit->value, next + unit->text.size()};
  }
  const Word* unit = Match(WordKind::kUnit, at, end);
  if (unit == nullptr) return std::nullopt;
  const size_t after = at + unit->text.size();
  const size_t next = SkipJoin(after, end, "any");
  const Word* tens = next > after && unit->value > 0 && unit->value < 10 ? Match(WordKind::kTens, next, end) : nullptr;
  if (tens == nullptr) return Numeral{unit->value, after};
  return Numeral{tens->value + unit->value, next + tens->text.size()};
}

std::optional<Numeral> NumeralReader::BelowThousand(size_t at, size_t end) const {
  int64_t count = 1;
  size_t next = at;
  const Word* hundreds = Match(WordKind::kHundreds, at, end);
  if (hundreds == nullptr) {
    const Word* unit = Match(WordKind::kUnit, at, end);
    const Word* article = Match(WordKind::kArticle, at, end);
    if (unit != nullptr && unit->value > 0 && Match(WordKind::kHundred, at + unit->text.size(), end) != nullptr) {
      count = unit->value;
      next += unit->text.size();
    } else if (article != nullptr && Match(WordKind::kHundred, at + article->text.size(), end) != nullptr) {
      next += article->text.size();
    }
    hundreds = Match(WordKind::kHundred, next, end);
  }
  if (hundreds == nullptr) return BelowHundred(at, end);
  next += hundreds->text.size();
  const int64_t value = count * hundreds->value;
  const std::optional<Numeral> rest = BelowHundred(SkipJoin(next, end, "hundreds"), end);
  if (!rest || rest->value == 0) return Numeral{value, next, hundreds->value};
  return Numeral{value + rest->value, rest->end, hundreds->value};
}

absl::StatusOr<std::optional<Numeral>> NumeralReader::Words(size_t at, size_t end) const {
  std::optional<Numeral> total;
  int64_t ceiling = std::numeric_limits<int64_t>::max();
  for (size_t next = at; next < end;) {
    const Word* article = total ? nullptr : Match(WordKind::kArticle, next, end);
    if (article != nullptr && Match(WordKind::kScale, next + article->text.size(), end) != nullptr) {
      next += article->text.size();
    }
    const std::optional<Numeral> below = BelowThousand(next, end);
    const size_t after = below ? below->end : next;
    const Word* scale = below && below->value == 0 ? nullptr : Match(WordKind::kScale, after, end);
    if (scale == nullptr && !below) scale = Match(WordKind::kScales, after, end);
    if (!below && scale == nullptr) break;
    if (total && ((below && below->value == 0) || (scale != nullptr && Rank(scale->value) >= ceiling))) break;
    const int64_t factor = scale != nullptr ? scale->value : 1;
    const std::optional<int64_t> value = Combine(below ? below->value : 1, factor, total ? total->value : 0);
    if (!value) return TooLarge();
    const int64_t multiplier = scale != nullptr ? scale->value : below->multiplier;
    total = Numeral{*value, after + (scale != nullptr ? scale->text.size() : 0),
                    multiplier > 1 || !total ? multiplier : total->multiplier};
    if (scale == nullptr) break;
    ceiling = Rank(scale->value);
    next = SkipJoin(total->end, end, "hundreds");
  }
  return total;
}

absl::StatusOr<std::optional<Numeral>> NumeralReader::WithCollective(std::optional<Numeral> number, size_t at,
                                                                     size_t end) const {
  size_t next = number ? number->end : at;
  if (!number) {
    const Word* article = Match(WordKind::kArticle, at, end);
    if (article != nullptr && Match(WordKind::kCollective, at, end) == nullptr) next += article->text.size();
  }
  const Word* collective = Match(WordKind::kCollective, next, end);
  if (collective == nullptr) return number;
  const std::optional<int64_t> value = Combine(number ? number->value : 1, collective->value, 0);
  if (!value) return TooLarge();
  return Numeral{*value, next + collective->text.size(), collective->value, true};
}

absl::StatusOr<std::optional<Numeral>> NumeralReader::Read(size_t at, size_t end) const {
  if (at >= end) return std::nullopt;
  std::optional<Numeral> number;
  if (tokens_[at].kind == Token::Kind::kNumber) {
    TALLY_ASSIGN_OR_RETURN(number, DigitsAndScale(at, end));
  } else {
    TALLY_ASSIGN_OR_RETURN(number, Words(at, end));
  }
  return WithCollective(number, at, end);
}

std::vector<Token> PartPrefixes(std::vector<Token> tokens, const PhraseTable& table) {
  std::vector<Token> parted;
  for (Token& token : tokens) {
    for (const uint32_t row : table.prefixes) {
      const Word& prefix = table.words[row];
      if (token.kind != Token::Kind::kWord) continue;
      if (table.vocabulary.contains(token.text) || !absl::StartsWith(token.text, prefix.text[0])) continue;
      if (!table.vocabulary.contains(token.text.substr(prefix.text[0].size()))) continue;
      Token first = token;
      first.text = prefix.text[0];
      parted.push_back(first);
      token.text.erase(0, prefix.text[0].size());
      token.glued = true;
    }
    parted.push_back(std::move(token));
  }
  return parted;
}

}  // namespace tallystick
