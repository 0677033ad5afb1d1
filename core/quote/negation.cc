#include "core/quote/negation.h"

#include <algorithm>
#include <set>
#include <vector>

#include "core/base/fold.h"

namespace tallystick {
namespace {

constexpr size_t kBeside = 4;  // words

constexpr absl::string_view kNegations[] = {
    "not",     "no", "never", "none",   "nobody", "neither", "nor", "cannot", "deny",   "denies",  "denied",
    "denying", "ne", "pas",   "jamais", "aucun",  "aucune",  "nie", "nient",  "dément", "démenti", "démentent",
    "لم",      "لن", "لا",    "ليس",    "ليست",   "ما",      "نفى", "نفت",    "ينفي"};

bool IsNegation(absl::string_view word) {
  static const std::set<std::string>* const words = [] {
    auto* folded = new std::set<std::string>;
    for (absl::string_view each : kNegations) folded->insert(Fold(each));
    return folded;
  }();
  return words->count(std::string(word)) != 0;
}

// The words with "n't" as one: "have", "n't". It is folded to "haven" and "t".
std::vector<std::string> DenialWords(absl::string_view text) {
  const std::string folded = Fold(text);
  std::vector<std::string> words;
  for (absl::string_view word : FoldedWords(folded)) {
    if (word == "t" && !words.empty() && words.back().size() > 1 && words.back().back() == 'n') {
      words.back() = "n't";
    } else {
      words.emplace_back(word);
    }
  }
  return words;
}

}  // namespace

std::string NegationBeside(absl::string_view before, absl::string_view matched, absl::string_view quote) {
  std::vector<std::string> beside = DenialWords(before);
  if (beside.size() > kBeside) beside.erase(beside.begin(), beside.end() - kBeside);
  const std::vector<std::string> own = DenialWords(quote);
  const std::set<std::string> known(own.begin(), own.end());
  for (std::string& word : DenialWords(matched)) {
    if (known.count(word) == 0) beside.push_back(std::move(word));
  }
  const auto found =
      std::find_if(beside.begin(), beside.end(), [](const std::string& w) { return w == "n't" || IsNegation(w); });
  return found == beside.end() ? "" : *found;
}

}  // namespace tallystick
