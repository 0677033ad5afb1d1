#include "core/conflict/unsupported_numbers.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/quantity/numeral.h"
#include "core/quantity/reading.h"
#include "core/quantity/token.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr int64_t kOftenUnsaid = 2;     // "a soldier", an Arabic dual
constexpr size_t kLongestHedge = 5;     // tokens
constexpr size_t kHedgeAtADistance = 4;  // tokens: "60 people, at the least"
constexpr size_t kMostAddedUp = 4;
constexpr int64_t kFewPeople = 10;  // "the parents and two children"
constexpr size_t kReadAtOnce = kMaxPhraseBytes;

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

// Words that the next one follows in another sense: "taken over 60 villages", "reports about 60 dead".
bool GovernsPreposition(const std::string& word) {
  static const auto* const words = new std::set<std::string>{
      "taken", "took",    "take",   "takes",  "taking",      "report", "reports", "reported", "talk",   "talks",
      "talked", "told",   "heard",  "know",   "knows",       "knew",   "learned", "moved",    "move",   "moves",
      "came",   "went",   "said",   "says",   "information", "fought", "fight",   "fighting", "fled",   "brought",
      "spoke",  "speaks", "speak",  "video",  "rule",        "ruled",  "control", "flew",     "news",   "questions"};
  return words->count(word) != 0;
}

class NumberScan {
 public:
  explicit NumberScan(const PhraseTable& table) : table_(table) {}

  // In pieces that overlap, since a phrase is read in at most kReadAtOnce bytes; so a number may be told twice.
  // `language`: "" when it is not known, then words of any are read.
  void Read(absl::string_view run, const std::string& language) {
    language_ = language;
    for (size_t begin = 0; begin < run.size();) {
      size_t end = std::min(run.size(), begin + kReadAtOnce);
      if (end < run.size()) end = WordBreak(run, begin, end);
      ReadPiece(run.substr(begin, end - begin), begin > 0);
      if (end == run.size()) return;
      const size_t half = WordBreak(run, begin, begin + (end - begin) / 2 + 1);
      begin = half > begin ? half : end;
    }
  }
  NumbersSaid Take() { return std::move(said_); }

 private:
  // The last space in (begin, end], or the last code point that begins there.
  static size_t WordBreak(absl::string_view run, size_t begin, size_t end) {
    const size_t space = run.rfind(' ', end - 1);
    if (space != absl::string_view::npos && space > begin) return space;
    while (end > begin + 1 && (static_cast<unsigned char>(run[end]) & 0xC0) == 0x80) --end;
    return end;
  }

  const Word* Match(WordKind kind, size_t at, size_t end) const {
    return table_.Match(kind, language_, tokens_, at, end);
  }

  void ReadPiece(absl::string_view piece, bool cut_before) {
    auto tokens = Tokenize(piece);
    if (!tokens.ok()) {
      said_.sure = false;
      return;
    }
    tokens_ = PartPrefixes(*std::move(tokens), table_);
    const NumeralReader reader(table_, piece, tokens_, language_, language_);
    for (size_t at = 0; at < tokens_.size();) {
      said_.vague = said_.vague || Match(WordKind::kVague, at, tokens_.size()) != nullptr ||
                    Match(WordKind::kStop, at, tokens_.size()) != nullptr;
      const auto number = reader.Read(at, tokens_.size());
      if (!number.ok()) said_.sure = false;
      if (!number.ok() || !*number) {
        ++at;
        continue;
      }
      // What stands before the first words of a piece is in the piece before.
      if (!cut_before || at >= kLongestHedge) Add(piece, at, **number);
      AddDigits(piece, at);
      at = (*number)->end;
    }
  }

  void Add(absl::string_view piece, size_t at, const Numeral& number) {
    NumberSaid said{number.value, HedgeBefore(at), false, ""};
    const Word* after = Match(WordKind::kHedgeAfter, number.end, tokens_.size());
    if (said.form.empty() && after != nullptr) said.form = after->name;
    if (said.form.empty() && number.collective) said.form = "about";
    if (said.form == "exact") said.form.clear();
    const size_t from = at > kHedgeAtADistance ? at - kHedgeAtADistance : 0;
    for (size_t i = from; i < std::min(tokens_.size(), number.end + kHedgeAtADistance); ++i) {
      said.hedged_further_off = said.hedged_further_off || Match(WordKind::kHedgeAfter, i, tokens_.size()) != nullptr ||
                                Match(WordKind::kStop, i, tokens_.size()) != nullptr ||
                                (i < at && Match(WordKind::kHedge, i, tokens_.size()) != nullptr);
    }
    const size_t begin = tokens_[at - std::min(at, hedge_tokens_)].begin;
    size_t end = tokens_[number.end - 1].end;
    if (after != nullptr) end = tokens_[number.end + after->text.size() - 1].end;
    said.words = std::string(piece.substr(begin, end - begin));
    said_.numbers.push_back(std::move(said));
  }

  // The digits as such: of "5 million" the 5, of "1,200" 1200 also where a comma may be a decimal sign.
  void AddDigits(absl::string_view piece, size_t at) {
    const Token& token = tokens_[at];
    if (token.kind != Token::Kind::kNumber) return;
    std::string digits;
    for (const std::string& group : token.groups) digits += group;
    int64_t value;
    if (!absl::SimpleAtoi(digits, &value)) return;
    if (!said_.numbers.empty() && said_.numbers.back().value == value) return;
    said_.numbers.push_back({value, "", true, std::string(piece.substr(token.begin, token.end - token.begin))});
  }

  std::string HedgeBefore(size_t at) {
    hedge_tokens_ = 0;
    for (size_t size = std::min(at, kLongestHedge); size > 0; --size) {
      const Word* hedge = Match(WordKind::kHedge, at - size, at);
      if (hedge == nullptr || hedge->text.size() != size) continue;
      if (size == 1 && at >= 2 && GovernsPreposition(tokens_[at - 2].text)) return "";
      hedge_tokens_ = size;
      return hedge->name;
    }
    return "";
  }

  const PhraseTable& table_;
  std::string language_;
  std::vector<Token> tokens_;
  size_t hedge_tokens_ = 0;
  NumbersSaid said_;
};

std::string BareForm(const std::string& form) { return form == "exact" || form == "round" ? "" : form; }

bool Has(const NumbersSaid& said, int64_t number) {
  return std::any_of(said.numbers.begin(), said.numbers.end(), [&](const NumberSaid& s) { return s.value == number; });
}

// "12 men and 3 women" for 15: numbers that follow each other.
bool AddUp(const NumbersSaid& said, int64_t number) {
  for (size_t first = 0; first < said.numbers.size(); ++first) {
    int64_t sum = 0;
    for (size_t i = first; i < std::min(said.numbers.size(), first + kMostAddedUp); ++i) {
      if (said.numbers[i].value > number - sum) break;
      sum += said.numbers[i].value;
      if (sum == number) return true;
    }
  }
  return false;
}

struct Phrase {
  const std::string& words;       // the lexeme, or the words when there is none
  std::optional<Reading> reading;  // of these
};

// The same number stands in the words, and nowhere with the hedge that is recorded.
std::optional<Unsupported> OtherHedge(const Phrase& phrase, const NumbersSaid& said) {
  if (!phrase.reading || !phrase.reading->nominal) return std::nullopt;
  const std::string form = BareForm(phrase.reading->form);
  const NumberSaid* other = nullptr;
  for (const NumberSaid& s : said.numbers) {
    if (s.value != *phrase.reading->nominal) continue;
    if (s.form == form || (s.form.empty() && s.hedged_further_off)) return std::nullopt;
    if (other == nullptr) other = &s;
  }
  if (other == nullptr) return std::nullopt;
  return Unsupported{absl::StrCat("the number “", phrase.words, "”"), other->words};
}

class NumberCheck {
 public:
  NumberCheck(const v1::Quantity& quantity, const QuotedText& text, const PhraseTable& table)
      : quantity_(quantity), text_(text), phrase_{quantity.lexeme().empty() ? quantity.words() : quantity.lexeme(), {}} {
    const std::string language = quantity.language().empty() ? text.language : FirstSubtag(quantity.language());
    if (auto reading = ReadWords(phrase_.words, language, table); reading.ok()) phrase_.reading = *std::move(reading);
    NumberScan own(table), all(table);
    own.Read(quantity.words(), language);
    for (size_t i = 0; i < text.runs.size(); ++i) all.Read(text.runs[i], text.is_translation(i) ? "" : text.language);
    in_words_ = own.Take();
    in_text_ = all.Take();
  }

  std::optional<Unsupported> Run() const {
    std::optional<Unsupported> found;
    if (quantity_.has_nominal()) found = Missing(quantity_.nominal(), absl::StrCat("the number ", quantity_.nominal()));
    if (!found && phrase_.reading && phrase_.reading->nominal) {
      found = Missing(*phrase_.reading->nominal, absl::StrCat("the number “", phrase_.words, "”"));
    }
    if (!found && in_text_.sure && text_.is_read()) found = OtherHedge(phrase_, in_text_);
    return found;
  }

 private:
  std::optional<Unsupported> Missing(int64_t number, const std::string& label) const {
    if (Has(in_words_, number) || AddUp(in_words_, number)) return std::nullopt;
    if (phrase_.reading && !phrase_.reading->nominal) {  // vague words: the number is to be one that they allow
      const Range& range = phrase_.reading->hard;
      const bool allowed = number >= range.low && (!range.high || number <= *range.high);
      return allowed || Has(in_text_, number) ? std::nullopt : Because(label, phrase_.words);
    }
    const bool one_number = phrase_.reading && in_words_.sure && !in_words_.numbers.empty();
    const bool several = in_words_.sure && !in_words_.vague &&
                         std::any_of(in_words_.numbers.begin(), in_words_.numbers.end(),
                                     [](const NumberSaid& s) { return s.value >= kFewPeople; });
    if (one_number || several) return Because(label, quantity_.words());
    if (Has(in_text_, number) || AddUp(in_text_, number) || !in_words_.numbers.empty()) return std::nullopt;
    const bool unsaid = number <= kOftenUnsaid || in_text_.vague || !in_text_.sure || !text_.is_read();
    return unsaid ? std::nullopt : Because(label, "");
  }

  static std::optional<Unsupported> Because(const std::string& label, const std::string& quoted) {
    return Unsupported{label, quoted};
  }

  const v1::Quantity& quantity_;
  const QuotedText& text_;
  Phrase phrase_;
  NumbersSaid in_words_, in_text_;
};

}  // namespace

std::optional<Unsupported> UnsupportedNumber(const Record& claim, const QuotedText& text, const PhraseTable& table) {
  if (claim.IsWithheld(S::kQuantity)) return std::nullopt;
  const v1::Quantity& quantity = claim.Get(S::kQuantity).quantity();
  if (quantity.words().empty() && !quantity.has_nominal()) return std::nullopt;
  return NumberCheck(quantity, text, table).Run();
}

}  // namespace tallystick
