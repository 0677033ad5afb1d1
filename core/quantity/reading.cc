#include "core/quantity/reading.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/status.h"
#include "core/quantity/numeral.h"

namespace tallystick {
namespace {

// Where tolerance and rounding leave no whole number ("more than 1": 2 to 1.4), the end that the words state stays.
absl::StatusOr<Range> Evaluate(const Term& low, const std::optional<Term>& high, int64_t n, int64_t m) {
  Range range{RoundUp(low, n, m), std::nullopt};
  if (high) range.high = RoundDown(*high, n, m);
  if (range.high && *range.high < range.low) {
    if (high->is_literal()) {
      range.low = *range.high;
    } else {
      range.high = range.low;
    }
  }
  if (range.low < 0) return absl::InvalidArgumentError("leaves no count: nothing is below 0");
  return range;
}

absl::StatusOr<Reading> Apply(const PhraseTable& table, const std::string& name, int64_t n, int64_t m) {
  const Rule& rule = table.rules.at(name);
  Reading reading;
  reading.form = name;
  TALLY_ASSIGN_OR_RETURN(reading.hard, Evaluate(rule.hard_low, rule.hard_high, n, m));
  TALLY_ASSIGN_OR_RETURN(reading.soft, Evaluate(rule.soft_low, rule.soft_high, n, m));
  return reading;
}

// "ar" of "ar-ML".
std::string PrimaryLanguage(absl::string_view tag) {
  return absl::AsciiStrToLower(tag.substr(0, tag.find_first_of("-_")));
}

class PhraseReader {
 public:
  PhraseReader(const PhraseTable& table, absl::string_view phrase, const std::vector<Token>& tokens,
               absl::string_view language, absl::string_view named_language)
      : table_(table),
        phrase_(phrase),
        tokens_(tokens),
        language_(language),
        numerals_(table, phrase, tokens, language, named_language) {}

  // How many tokens made sense before the reading failed.
  size_t furthest() const { return furthest_; }

  absl::StatusOr<Reading> Run() {
    const Word* hedge = Match(WordKind::kHedge, 0);
    if (hedge != nullptr) return AfterHedge(hedge->text.size(), hedge->name);
    return AfterHedge(0, "");
  }

 private:
  const Word* Match(WordKind kind, size_t at) const {
    return table_.Match(kind, language_, tokens_, at, tokens_.size());
  }

  absl::Status Fail(size_t at, absl::string_view why) {
    furthest_ = std::max(furthest_, at);
    return absl::InvalidArgumentError(absl::StrCat("\"", phrase_, "\" ", why));
  }

  absl::Status Fail(size_t at, const absl::Status& status) {
    furthest_ = std::max(furthest_, at);
    return status;
  }

  absl::StatusOr<Reading> AfterHedge(size_t at, const std::string& hedge) {
    TALLY_ASSIGN_OR_RETURN(std::optional<Reading> range, BetweenNumbers(at, hedge));
    if (range) return *range;
    if (const Word* vague = Match(WordKind::kVague, at)) return Vague(at + vague->text.size(), hedge, vague->name);
    if (const Word* whole = Match(WordKind::kWhole, at)) {
      if (!hedge.empty()) return Fail(at + 1, "puts a hedge before a word that takes none");
      return Finish(at + whole->text.size(), "exact", whole->value, whole->value, false);
    }
    absl::StatusOr<std::optional<Numeral>> number = numerals_.Read(at, tokens_.size());
    if (!number.ok()) return Fail(at + 1, number.status());
    if (!*number)
      return Fail(at, at == 0 ? "does not begin with a number phrase that is read" : "has no number after the hedge");
    return Finish((*number)->end, hedge, (*number)->value, (*number)->value, (*number)->collective);
  }

  // "between a and b", "a to b", "a-b". Nothing when the tokens are no such phrase.
  absl::StatusOr<std::optional<Reading>> BetweenNumbers(size_t at, const std::string& hedge) {
    bool opened = false;
    std::optional<std::pair<Numeral, Numeral>> found;
    for (const uint32_t row : table_.range_words) {
      const Word& word = table_.words[row];
      if (word.language != "*" && word.language != language_) continue;
      const bool between = word.kind == WordKind::kBetween;
      if (between && !StartsWith(at, word.text)) continue;
      opened = opened || between;
      TALLY_ASSIGN_OR_RETURN(found, between ? Split(at + word.text.size(), word.middle) : Split(at, word.text));
      if (found) return Ends(hedge, found->first, found->second);
    }
    if (opened) return Fail(at + 1, "begins a range, but two numbers do not follow");
    return std::optional<Reading>();
  }

  bool StartsWith(size_t at, const std::vector<std::string>& text) const {
    if (text.size() > tokens_.size() - at) return false;
    for (size_t i = 0; i < text.size(); ++i) {
      if (tokens_[at + i].kind == Token::Kind::kNumber || tokens_[at + i].text != text[i]) return false;
    }
    return true;
  }

  // Two numbers with `middle` between them. "Between one hundred and fifty and two hundred": the split that reads the
  // most is meant.
  absl::StatusOr<std::optional<std::pair<Numeral, Numeral>>> Split(size_t at, const std::vector<std::string>& middle) {
    std::optional<std::pair<Numeral, Numeral>> found;
    for (size_t cut = at + 1; cut < tokens_.size(); ++cut) {
      if (!StartsWith(cut, middle)) continue;
      const absl::StatusOr<std::optional<Numeral>> first = numerals_.Read(at, cut);
      if (!first.ok()) return Fail(cut, first.status());
      if (!*first || (*first)->end != cut) continue;
      const absl::StatusOr<std::optional<Numeral>> second = numerals_.Read(cut + middle.size(), tokens_.size());
      if (!second.ok()) return Fail(cut, second.status());
      if (!*second) continue;
      if (found && found->second.end > (*second)->end) continue;
      if (found && found->second.end == (*second)->end) {
        return Fail(cut, "can be parted into two numbers in more than one way: write digits");
      }
      found.emplace(**first, **second);
    }
    return found;
  }

  absl::StatusOr<std::optional<Reading>> Ends(const std::string& hedge, const Numeral& a, const Numeral& b) {
    if (a.collective || b.collective) return Fail(b.end, "has a dozen or the like in a range, which is not read");
    // "two to three hundred", "10-15 thousand": the first number may share the second's multiplier.
    if (a.multiplier < b.multiplier && a.value <= b.value / b.multiplier) {
      return Fail(b.end, absl::StrCat("is ambiguous: is the first number ", a.value, " or ", a.value, " times ",
                                      b.multiplier, "? Write both in full"));
    }
    if (a.value > b.value) return Fail(b.end, absl::StrCat("runs from ", a.value, " down to ", b.value));
    TALLY_ASSIGN_OR_RETURN(Reading reading, Finish(b.end, hedge.empty() ? "range" : hedge, a.value, b.value, false));
    return reading;
  }

  // What a hedge behind the number does; it may stand behind the noun too, when it ends the phrase.
  absl::StatusOr<std::string> HedgeAfter(size_t* at, size_t* end, std::string hedge) {
    const Word* after = Match(WordKind::kHedgeAfter, *at);
    if (after != nullptr) {
      *at += after->text.size();
    } else {
      for (size_t i = *at; i < tokens_.size() && after == nullptr; ++i) {
        after = tokens_[i].kind == Token::Kind::kWord ? Match(WordKind::kHedgeAfter, i) : nullptr;
        if (after != nullptr && i + after->text.size() != tokens_.size()) after = nullptr;
        if (after != nullptr) *end = i;
      }
    }
    if (after == nullptr || after->name == hedge) return hedge;
    if (!hedge.empty()) return Fail(*at, "has two hedges, which are not read together");
    return after->name;
  }

  // Nothing after the number may say another number, or change this one.
  absl::Status CheckRest(size_t at, size_t end) {
    if (at < end && (tokens_[at].kind != Token::Kind::kWord || tokens_[at].glued)) {
      return Fail(at, absl::StrCat("goes on after the number with \"", Written(at, at + 1), "\", which is not read"));
    }
    static constexpr WordKind kRefused[] = {
        WordKind::kHedgeAfter, WordKind::kUnit,   WordKind::kTens,       WordKind::kHundred, WordKind::kHundreds,
        WordKind::kScale,      WordKind::kScales, WordKind::kCollective, WordKind::kVague,   WordKind::kStop};
    for (size_t i = at; i < end; ++i) {
      const Token& token = tokens_[i];
      bool refused = token.kind == Token::Kind::kNumber ||
                     (token.kind == Token::Kind::kSign && token.text != "-" && token.text != "'");
      if (!refused && table_.Match(WordKind::kArticle, "", tokens_, i, end) != nullptr) continue;
      for (const WordKind kind : kRefused) refused = refused || table_.Match(kind, "", tokens_, i, end) != nullptr;
      if (refused) {
        return Fail(i, absl::StrCat("has \"", Written(i, i + 1), "\" after its first number phrase, \"", Written(0, at),
                                    "\": give one number phrase alone"));
      }
    }
    return absl::OkStatus();
  }

  absl::string_view Written(size_t begin, size_t end) const {
    if (begin >= end) return "";
    return phrase_.substr(tokens_[begin].begin, tokens_[end - 1].end - tokens_[begin].begin);
  }

  absl::StatusOr<Reading> Vague(size_t at, const std::string& before, const std::string& name) {
    size_t end = tokens_.size();
    TALLY_ASSIGN_OR_RETURN(const std::string hedge, HedgeAfter(&at, &end, before));
    TALLY_RETURN_IF_ERROR(CheckRest(at, end));
    // "Some dozens" and "at least several dozen" say no more than the vague words alone.
    if (!hedge.empty() && hedge != "about" && hedge != "at-least") {
      return Fail(at, absl::StrCat("has the hedge ", hedge, " on a vague amount, which is not read"));
    }
    const auto amount = table_.amounts.find(name);
    if (amount == table_.amounts.end()) {
      furthest_ = at;
      return absl::NotFoundError(absl::StrCat("\"", phrase_, "\": table ", table_.name, " version ", table_.version,
                                              " does not say what \"", name, "\" counts as"));
    }
    return Reading{amount->second.hard, amount->second.soft, std::nullopt, name, std::string(Written(at, end))};
  }

  // The number or range a to b has been read up to token `at`.
  absl::StatusOr<Reading> Finish(size_t at, std::string form, int64_t a, int64_t b, bool collective) {
    const bool range = form == "range" || a != b;
    if (form == "range") form.clear();
    size_t end = tokens_.size();
    TALLY_ASSIGN_OR_RETURN(form, HedgeAfter(&at, &end, form));
    TALLY_RETURN_IF_ERROR(CheckRest(at, end));
    if (collective && form.empty()) form = "about";
    absl::StatusOr<Reading> reading = range ? OfRange(form, a, b, at) : ReadNominal(a, form, table_);
    if (!reading.ok()) return Fail(at, reading.status());
    reading->rest = std::string(Written(at, end));
    return reading;
  }

  absl::StatusOr<Reading> OfRange(const std::string& hedge, int64_t a, int64_t b, size_t at) {
    if (hedge.empty() || hedge == "exact") return Apply(table_, "range", a, b);
    if (hedge != "about") return Fail(at, absl::StrCat("has the hedge ", hedge, " on a range, which is not read"));
    TALLY_ASSIGN_OR_RETURN(Reading reading, Apply(table_, "about", a, a));
    TALLY_ASSIGN_OR_RETURN(const Reading upper, Apply(table_, "about", b, b));
    reading.hard = Hull(reading.hard, upper.hard);
    reading.soft = Hull(reading.soft, upper.soft);
    return reading;
  }

  const PhraseTable& table_;
  absl::string_view phrase_;
  const std::vector<Token>& tokens_;
  absl::string_view language_;
  NumeralReader numerals_;
  size_t furthest_ = 0;
};

// A letter among digits is a misprint, or a unit that wants a space.
absl::Status CheckGlued(absl::string_view phrase, const std::vector<Token>& tokens, const PhraseTable& table) {
  for (size_t i = 1; i < tokens.size(); ++i) {
    const Token& a = tokens[i - 1];
    const Token& b = tokens[i];
    if (!b.glued || a.kind == Token::Kind::kSign || b.kind == Token::Kind::kSign || a.kind == b.kind) continue;
    if (table.Match(WordKind::kPrefix, "", tokens, i - 1, i) != nullptr) continue;
    size_t first = i - 1;
    while (first > 0 && tokens[first].glued) --first;
    size_t last = i;
    while (last + 1 < tokens.size() && tokens[last + 1].glued) ++last;
    const std::string letters =
        absl::StrReplaceAll(a.kind == Token::Kind::kWord ? a.text : b.text, {{"\u043e", "o"}, {"\u03bf", "o"}});
    absl::string_view hint = "; put a space between a number and its unit";
    if (letters.find_first_not_of('o') == std::string::npos) {  // also the Cyrillic and the Greek one
      hint = " (letter O?)";
    } else if (letters == "l" || letters == "i") {
      hint = " (letter l or I?)";
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", phrase.substr(tokens[first].begin, tokens[last].end - tokens[first].begin), "\" is not a number", hint));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Reading> ReadNominal(int64_t n, absl::string_view hedge, const PhraseTable& table) {
  if (n < 0 || n > kMaxCount) {
    return absl::InvalidArgumentError(
        absl::StrCat(n, " is outside 0 to 9,000,000,000,000,000, the numbers that are read"));
  }
  const std::string name = hedge.empty() ? (IsRound(n) ? "round" : "exact") : std::string(hedge);
  if (name == "range" || (name == "round" && !hedge.empty()) || !table.rules.contains(name)) {
    return absl::InvalidArgumentError(absl::StrCat("no hedge is called \"", hedge, "\""));
  }
  absl::StatusOr<Reading> reading = Apply(table, name, n, n);
  if (!reading.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("\"", name, " ", n, "\" ", reading.status().message()));
  }
  reading->nominal = n;
  return reading;
}

absl::StatusOr<Reading> ReadWords(absl::string_view words, absl::string_view language, const PhraseTable& table) {
  TALLY_ASSIGN_OR_RETURN(std::vector<Token> split, Tokenize(words));
  const std::vector<Token> tokens = PartPrefixes(std::move(split), table);
  if (tokens.empty()) return absl::InvalidArgumentError("there are no words to read a number from");
  TALLY_RETURN_IF_ERROR(CheckGlued(words, tokens, table));
  const std::string named = PrimaryLanguage(language);
  std::vector<std::string> candidates = named.empty() ? table.languages : std::vector<std::string>{named};
  if (candidates.empty()) candidates = {"*"};
  std::optional<Reading> found;
  absl::string_view found_in;
  absl::Status failure;
  size_t furthest = 0;
  for (const std::string& candidate : candidates) {
    PhraseReader reader(table, words, tokens, candidate, named);
    absl::StatusOr<Reading> reading = reader.Run();
    if (!reading.ok()) {
      if (failure.ok() || reader.furthest() > furthest) {
        failure = reading.status();
        furthest = reader.furthest();
      }
    } else if (found && *found != *reading) {
      return absl::InvalidArgumentError(absl::StrCat("\"", words, "\" is ambiguous: ", ToText(found->hard), " in \"",
                                                     found_in, "\", ", ToText(reading->hard), " in \"", candidate,
                                                     "\"; name the language"));
    } else if (!found) {
      found = *std::move(reading);
      found_in = candidate;
    }
  }
  if (found) return *std::move(found);
  return failure;
}

}  // namespace tallystick
