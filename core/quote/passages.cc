#include "core/quote/passages.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/quote/folded_text.h"
#include "core/quote/nearest.h"

namespace tallystick {
namespace {

constexpr size_t kFewestWords = 3, kFewestCharacters = 12, kFewestForNearly = 4;
constexpr int kUnknownWord = -1;

struct FoldedWord {
  std::u32string letters;
  int64_t start = 0, end = 0;
};

std::vector<FoldedWord> WordsOf(absl::string_view text) {
  const FoldedText folded = FoldWithOffsets(text, Charset::kUtf8);
  std::vector<FoldedWord> words;
  for (size_t i = 0; i < folded.characters.size();) {
    size_t end = i;
    while (end < folded.characters.size() && u_isalnum(static_cast<UChar32>(folded.characters[end]))) ++end;
    if (end > i) words.push_back({folded.characters.substr(i, end - i), folded.StartOf(i), folded.EndOf(end)});
    i = std::max(end, i + 1);
  }
  return words;
}

// The first word in which they differ, as each has it.
std::string FirstOtherWord(absl::string_view passage, absl::string_view quote) {
  const std::vector<FoldedWord> here = WordsOf(passage), there = WordsOf(quote);
  size_t i = 0;
  while (i < here.size() && i < there.size() && here[i].letters == there[i].letters) ++i;
  const auto word = [i](const std::vector<FoldedWord>& words, absl::string_view text) {
    if (i == words.size()) return std::string("nothing more");
    return absl::StrCat("“", text.substr(words[i].start, words[i].end - words[i].start), "”");
  };
  return absl::StrCat(word(here, passage), " where the claim has ", word(there, quote));
}

bool EndsSentence(char32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x061F || c == 0x3002; }

}  // namespace

PassageFinder::PassageFinder(absl::string_view text) : text_(text), lines_({0}) {
  for (size_t at = text.find('\n'); at != absl::string_view::npos; at = text.find('\n', at + 1)) {
    lines_.push_back(static_cast<int64_t>(at) + 1);
  }
  for (FoldedWord& word : WordsOf(text)) {
    const int next = static_cast<int>(known_.size());
    const int id = known_.emplace(std::move(word.letters), next).first->second;
    singles_[id].push_back(words_.size());
    if (!words_.empty()) pairs_[{words_.back().id, id}].push_back(words_.size() - 1);
    words_.push_back({id, word.start, word.end});
  }
  SplitSentences();
}

void PassageFinder::SplitSentences() {
  size_t word = 0;
  const auto close = [&](size_t end) {  // the words before byte `end` that are in no sentence yet
    const size_t first = word;
    while (word < words_.size() && words_[word].start < static_cast<int64_t>(end)) ++word;
    if (word - first >= kFewestWords) sentences_.push_back({words_[first].start, words_[word - 1].end});
  };
  bool ended = false, blank = false;  // behind a full stop; behind a line feed
  for (size_t at = 0, size = 0; at < text_.size(); at += size) {
    const char32_t c = DecodeCodePoint(text_.substr(at), &size);
    const bool space = u_isUWhiteSpace(static_cast<UChar32>(c));
    if (c == 0x2029 || (ended && space) || (blank && c == '\n')) close(at);
    ended = EndsSentence(c) || (ended && !space && !u_isalnum(static_cast<UChar32>(c)));
    blank = c == '\n' || (blank && space);
  }
  close(text_.size());
}

int64_t PassageFinder::LineOf(int64_t offset) const {
  return std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
}

std::vector<int> PassageFinder::IdsOf(absl::string_view text) const {
  std::vector<int> ids;
  for (const FoldedWord& word : WordsOf(text)) {
    const auto it = known_.find(word.letters);
    ids.push_back(it == known_.end() ? kUnknownWord : it->second);
  }
  return ids;
}

bool PassageFinder::IsTooShort(absl::string_view quote) {
  size_t characters = 0;
  const std::vector<FoldedWord> words = WordsOf(quote);
  for (const FoldedWord& word : words) characters += word.letters.size();
  return words.size() < kFewestWords && characters < kFewestCharacters;
}

std::vector<FoundPassage> PassageFinder::FindExactly(const std::vector<int>& ids) const {
  std::vector<FoundPassage> found;
  if (ids.empty() || std::count(ids.begin(), ids.end(), kUnknownWord) > 0) return found;
  // Candidates by what of it is rarest in the text.
  const std::vector<size_t>* places = &singles_.at(ids[0]);
  size_t offset = 0;
  for (size_t i = 0; i + 1 < ids.size(); ++i) {
    const auto it = pairs_.find({ids[i], ids[i + 1]});
    if (it == pairs_.end()) return found;
    if (it->second.size() < places->size()) places = &it->second, offset = i;
  }
  size_t tried = 0;
  for (const size_t place : *places) {
    if (found.size() == kMostPlaces || tried == 16 * kMostPlaces) break;
    if (place < offset || place - offset + ids.size() > words_.size()) continue;
    ++tried;
    const size_t first = place - offset;
    bool same = true;
    for (size_t i = 0; same && i < ids.size(); ++i) same = words_[first + i].id == ids[i];
    if (!same) continue;
    const int64_t start = words_[first].start;
    found.push_back({{start, words_[first + ids.size() - 1].end}, LineOf(start), true, ""});
  }
  return found;
}

// Pairs of words that both have vote for where the quote would begin; the words there are compared letter by letter.
std::vector<FoundPassage> PassageFinder::FindNearly(absl::string_view quote, const std::vector<int>& ids) const {
  std::vector<int64_t> begins;
  for (size_t i = 0; i + 1 < ids.size(); ++i) {
    const auto it = pairs_.find({ids[i], ids[i + 1]});
    if (it == pairs_.end() || it->second.size() > kMostPlaces) continue;
    for (const size_t place : it->second) begins.push_back(static_cast<int64_t>(place) - static_cast<int64_t>(i));
  }
  if (begins.size() * 4 < ids.size()) return {};
  std::sort(begins.begin(), begins.end());
  const auto slack = static_cast<int64_t>(2 + ids.size() / 4);
  size_t best = 0, most = 0;
  for (size_t from = 0, to = 0; from < begins.size(); ++from) {
    while (to < begins.size() && begins[to] - begins[from] <= slack) ++to;
    if (to - from > most) best = from, most = to - from;
  }
  if (most * 4 < ids.size()) return {};
  const auto last_word = static_cast<int64_t>(words_.size()) - 1;
  const auto first = std::clamp<int64_t>(begins[best] - slack, 0, last_word);
  const auto last = std::clamp<int64_t>(begins[best] + static_cast<int64_t>(ids.size()) + 2 * slack, 0, last_word);
  const int64_t start = words_[static_cast<size_t>(first)].start;
  const absl::string_view here = text_.substr(start, words_[static_cast<size_t>(last)].end - start);
  const std::optional<NearestPassage> nearest = NearestMatch(here, Charset::kUtf8, quote);
  if (!nearest || nearest->distance * 5 > static_cast<int64_t>(CountCodePoints(quote))) return {};
  return {{{start + nearest->start, start + nearest->end},
           LineOf(start + nearest->start),
           false,
           FirstOtherWord(nearest->text, quote)}};
}

std::vector<FoundPassage> PassageFinder::Find(absl::string_view quote) const {
  if (words_.empty() || IsTooShort(quote)) return {};
  const std::vector<int> ids = IdsOf(quote);
  std::vector<FoundPassage> found = FindExactly(ids);
  return found.empty() && ids.size() >= kFewestForNearly ? FindNearly(quote, ids) : found;
}

std::vector<FoundPassage> PassageFinder::FindName(absl::string_view words) const { return FindExactly(IdsOf(words)); }

}  // namespace tallystick
