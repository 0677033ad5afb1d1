#include "core/conflict/numbers_said.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "core/quantity/numeral.h"
#include "core/quantity/token.h"

namespace tallystick {
namespace {

constexpr size_t kLongestHedge = 5;      // tokens
constexpr size_t kHedgeAtADistance = 4;  // tokens: "60 people, at the least"
constexpr size_t kReadAtOnce = kMaxPhraseBytes;

// Words that the next one follows in another sense: "taken over 60 villages", "reports about 60 dead".
bool IsPreposition(absl::string_view word) {
  return word == "about" || word == "over" || word == "under" || word == "above" || word == "below" || word == "around";
}

bool Governs(const std::string& word) {
  static const auto* const words = new std::set<std::string>{
      "taken",  "took",   "take",  "takes", "taking",      "report", "reports", "reported", "talk", "talks",
      "talked", "told",   "heard", "know",  "knows",       "knew",   "learned", "moved",    "move", "moves",
      "came",   "went",   "said",  "says",  "information", "fought", "fight",   "fighting", "fled", "brought",
      "spoke",  "speaks", "speak", "video", "rule",        "ruled",  "control", "flew",     "news", "questions"};
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
      if (size == 1 && at >= 2 && IsPreposition(tokens_[at - 1].text) && Governs(tokens_[at - 2].text)) return "";
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

}  // namespace

NumbersSaid ReadNumbersSaid(const std::vector<RunOfWords>& runs, const PhraseTable& table) {
  NumberScan scan(table);
  for (const RunOfWords& run : runs) scan.Read(run.text, run.language);
  return scan.Take();
}

}  // namespace tallystick
