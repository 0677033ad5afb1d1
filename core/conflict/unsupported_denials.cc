#include "core/conflict/unsupported_denials.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/fold.h"
#include "core/quote/negation.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr size_t kShortestStem = 4;

bool IsOneOf(const std::set<std::string>& words, absl::string_view word) { return words.count(std::string(word)) != 0; }

std::set<std::string> FoldedSet(std::initializer_list<absl::string_view> words) {
  std::set<std::string> folded;
  for (const absl::string_view word : words) folded.insert(Fold(word));
  return folded;
}

struct DenyingWords {
  std::set<std::string> whole, beginnings;

  bool HaveOneOf(const std::vector<absl::string_view>& words) const {
    return std::any_of(words.begin(), words.end(), [this](absl::string_view word) {
      return IsOneOf(whole, word) ||
             std::any_of(beginnings.begin(), beginnings.end(),
                         [&](const std::string& beginning) { return absl::StartsWith(word, beginning); });
    });
  }
};

// Words that deny besides plain negations: whole, or as beginnings of words.
const DenyingWords& OtherDenials() {
  static const auto* const words = new DenyingWords{
      FoldedSet({"n",       "non",     "ni",   "nul",  "nulle", "personne", "rien", "point", "sans",
                 "guère",   "faux",    "lie",  "lies", "0",     "٠",        "zero", "zéro",  "only",
                 "without", "nothing", "بدون", "دون",  "غير",   "عدم",      "بلا",  "كلا"}),
      FoldedSet({"broke", "violat", "collaps", "rompu",   "rompre", "surviv", "escap",  "indemne", "alive", "vivant",
                 "fail",  "lack",   "absen",   "refus",   "reject", "refut",  "disput", "contest", "untru", "fals",
                 "fake",  "hoax",   "incor",   "wrong",   "hardly", "dément", "rejet",  "infir",   "fauss", "invent",
                 "unfou", "basel",  "lying",   "mensong", "niait",  "nier",   "unhur",  "unhar",   "spare", "كذب",
                 "انكر",  "ينكر",   "تنكر",    "نفي",     "تنفي",   "نافي"})};
  return *words;
}

// Words of an end, from which it may be read that a state does not hold.
const DenyingWords& Endings() {
  static const auto* const words = new DenyingWords{
      FoldedSet({"left", "ends", "ended", "free", "fin"}),
      FoldedSet({"stop",  "ceased", "lost",   "lose",  "losing", "withdr", "retre", "expel", "driv", "drove",
                 "flee",  "fled",   "libera", "freed", "abando", "evacu",  "repli", "quitt", "perd", "chass",
                 "chase", "انسحب",  "طرد",    "خسر",   "فقد",    "غادر",   "حرر",   "توقف"})};
  return *words;
}

// Words that turn a negation into something else, or make the whole no statement.
bool IsQualified(const std::vector<absl::string_view>& words) {
  static const auto* const qualifying = new std::set<std::string>(
      FoldedSet({"just",  "merely",    "yet",  "longer", "if",    "whether", "unless", "until", "but",
                 "fewer", "less",      "more", "doubt",  "alone", "even",    "once",   "could", "would",
                 "may",   "seulement", "plus", "moins",  "si",    "encore",  "mais",   "que",   "qu",
                 "sauf",  "except",    "فقط",  "الا",    "لكن",   "اذا",     "سوى"}));
  return std::any_of(words.begin(), words.end(), [](absl::string_view word) { return IsOneOf(*qualifying, word); });
}

// How words for a predicate begin; the predicate's own first word among them.
std::vector<std::string> StemsOf(const std::string& predicate) {
  static const auto* const stems = new std::map<std::string, std::vector<std::string>>{
      {"killed", {"kill", "tue", "قتل", "يقتل", "تقتل"}},
      {"wounded", {"wound", "injur", "bless", "جرح", "يجرح"}},
      {"controls", {"control", "hold", "tien", "سيطر", "يسيطر", "تسيطر"}},
      {"captured", {"captur", "taken", "took", "pris", "استول"}},
      {"retreated", {"retreat", "withdr", "retir", "repli", "انسحب", "ينسحب"}},
      {"expelled", {"expel", "chase", "chass", "expuls", "طرد", "يطرد"}}};
  if (const auto it = stems->find(predicate); it != stems->end()) return it->second;
  const std::string word = predicate.substr(0, predicate.find('-'));
  return word.size() >= kShortestStem ? std::vector<std::string>{word} : std::vector<std::string>{};
}

// The negation directly before the word, "" when there is none: "not killed", "n'a pas tué", "no civilians".
std::string NegationBefore(absl::string_view folded, absl::string_view word, size_t reach) {
  const std::vector<absl::string_view> before =
      FoldedWords(folded.substr(0, static_cast<size_t>(word.data() - folded.data())));
  if (before.empty()) return "";
  const absl::string_view first = before[before.size() - std::min(reach, before.size())];
  const size_t begin = static_cast<size_t>(first.data() - folded.data());
  return NegationBeside(folded.substr(begin, static_cast<size_t>(word.data() - folded.data()) - begin), "", "");
}

bool NothingDenies(const QuotedText& text, bool state) {
  for (size_t i = 0; i < text.runs.size(); ++i) {
    const std::vector<absl::string_view> words = FoldedWords(text.folded[i]);
    if (!NegationBeside("", text.runs[i], "").empty() || OtherDenials().HaveOneOf(words)) return false;
    if (state && Endings().HaveOneOf(words)) return false;
  }
  return true;
}

// The only denial in the quote stands directly before the predicate or before whom it speaks of.
std::string PlainDenial(const v1::Proposition& proposition, absl::string_view folded) {
  std::vector<absl::string_view> words = FoldedWords(folded);
  words.erase(std::remove(words.begin(), words.end(), "n"), words.end());  // of "n'a pas", which is the denial
  if (IsQualified(words) || OtherDenials().HaveOneOf(words)) return "";
  for (const absl::string_view word : words) {
    for (const std::string& stem : StemsOf(proposition.predicate())) {
      if (!absl::StartsWith(word, Fold(stem))) continue;
      const std::string denial = NegationBefore(folded, word, 2);
      if (!denial.empty() && denial != "ما" && denial != Fold("لا")) return absl::StrCat(denial, " ", word);
    }
  }
  for (const v1::Role& role : proposition.roles()) {
    const std::string named = Fold(role.words());
    const size_t at = named.empty() ? std::string::npos : folded.find(named);
    if (at == std::string::npos) continue;
    const std::string denial = NegationBefore(folded, folded.substr(at, named.size()), 1);
    if (denial == "no" || denial == "aucun" || denial == "aucune") return absl::StrCat(denial, " ", role.words());
  }
  return "";
}

}  // namespace

std::optional<Unsupported> UnsupportedDenial(const ClaimView& view, const QuotedText& text) {
  const Record& claim = *view.record;
  if (claim.IsWithheld(S::kProposition) || !text.is_read() || text.language.empty()) return std::nullopt;
  const v1::Proposition& proposition = claim.Get(S::kProposition).proposition();
  const v1::Quantity& quantity = claim.Get(S::kQuantity).quantity();
  const bool none = quantity.has_nominal() && quantity.nominal() == 0;  // "no civilians" is the count zero
  if (view.negated) {
    if (!NothingDenies(text, view.lasting())) return std::nullopt;
    return Unsupported{"a denial", ""};
  }
  if (none || !quantity.words().empty()) return std::nullopt;
  const v1::Proposition::Modality modality = proposition.modality();
  if (modality != v1::Proposition::asserted && modality != v1::Proposition::claimed &&
      modality != v1::Proposition::modality_unstated) {
    return std::nullopt;
  }
  const std::string denial = PlainDenial(proposition, Fold(claim.Get(S::kQuote).quote().exact()));
  if (denial.empty()) return std::nullopt;
  return Unsupported{"no denial", denial};
}

}  // namespace tallystick
