#include "core/conflict/unsupported_numbers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/conflict/numbers_said.h"
#include "core/quantity/reading.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr int64_t kOftenUnsaid = 4;  // "a soldier", an Arabic dual, "a trio"
constexpr size_t kMostAddedUp = 4;
constexpr int64_t kFewPeople = 10;  // "the parents and two children"

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
  const std::string& words;        // the lexeme, or the words when there is none
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
  // `language`: of the claim's own words, as its figure is read.
  NumberCheck(const v1::Quantity& quantity, const std::string& language, const QuotedText& text,
              const PhraseTable& table)
      : quantity_(quantity),
        text_(text),
        phrase_{quantity.lexeme().empty() ? quantity.words() : quantity.lexeme(), {}} {
    if (auto reading = ReadWords(phrase_.words, language, table); reading.ok()) phrase_.reading = *std::move(reading);
    in_words_ = ReadNumbersSaid({{quantity.words(), language}}, table);
    std::vector<RunOfWords> runs;
    for (size_t i = 0; i < text.runs.size(); ++i) {
      runs.push_back({text.runs[i], text.is_translation(i) ? "" : text.language});
    }
    in_text_ = ReadNumbersSaid(runs, table);
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
    if (Has(in_text_, number) || AddUp(in_text_, number) || !quantity_.words().empty()) return std::nullopt;
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
  const std::string& language =
      quantity.language().empty() ? claim.Get(S::kQuote).quote().language() : quantity.language();
  return NumberCheck(quantity, FirstSubtag(language), text, table).Run();
}

}  // namespace tallystick
