#include "core/query/text_query.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/fold.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// Words of a phrase must follow one another whole; a single word may be the beginning of one.
bool TermIn(const std::vector<std::string>& term, const std::vector<absl::string_view>& words) {
  if (term.size() == 1) {
    return std::any_of(words.begin(), words.end(), [&](absl::string_view word) { return absl::StartsWith(word, term[0]); });
  }
  return std::search(words.begin(), words.end(), term.begin(), term.end()) != words.end();
}

}  // namespace

std::vector<std::string> SearchableTexts(const Record& r) {
  std::vector<std::string> texts;
  const auto add = [&texts](const std::string& text) {
    if (!text.empty()) texts.push_back(text);
  };
  for (const v1::Name& name : r.Get(S::kIdentity).identity().names()) add(name.text());
  for (const v1::Name& name : r.Get(S::kNames).names().names()) add(name.text());
  add(r.Get(S::kQuote).quote().exact());
  add(r.Get(S::kQuote).quote().translation());
  for (const v1::Passage& passage : r.Get(S::kQuote).quote().passages()) add(passage.exact());
  add(r.Get(S::kOrigin).origin().title());
  add(r.Get(S::kReason).reason().text());
  add(r.Get(S::kNote).note().label());
  add(r.Get(S::kNote).note().text());
  return texts;
}

absl::StatusOr<TextQuery> ParseTextQuery(const std::vector<std::string>& arguments) {
  TextQuery query;
  for (const std::string& argument : arguments) {
    const std::string folded = Fold(argument);
    const std::vector<absl::string_view> words = FoldedWords(folded);
    if (words.empty()) return absl::InvalidArgumentError(absl::StrCat("\"", argument, "\" has no word to look for"));
    query.terms.emplace_back(words.begin(), words.end());
  }
  return query;
}

bool Matches(const TextQuery& query, const Record& record) {
  std::vector<std::string> folded;
  for (const std::string& text : SearchableTexts(record)) folded.push_back(Fold(text));
  return std::all_of(query.terms.begin(), query.terms.end(), [&](const std::vector<std::string>& term) {
    return std::any_of(folded.begin(), folded.end(), [&](const std::string& text) { return TermIn(term, FoldedWords(text)); });
  });
}

}  // namespace tallystick
