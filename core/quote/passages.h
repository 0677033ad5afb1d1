// Finding many quotes in one text that is not a capture: an article, a page, a draft. For noticing, never for evidence:
// a place found here says that these words stand there, not that they are the quote's own. Pure, linear.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/quote/anchor.h"

namespace tallystick {

// HTML as plain text, line for line: tags, comments, scripts and styles are left out, a tag that begins a block ends
// the sentence (U+2029), and the usual character references are read. A text without "</" stays as it is. Takes any
// bytes.
std::string TextOfPage(absl::string_view bytes);

struct FoundPassage {
  ByteRange range;
  int64_t line = 1;
  bool exact = false;      // all words, in order, side by side; case, accents, marks and punctuation do not count
  std::string difference;  // otherwise: the first other word, as both have it: “60” where the claim has “70”
};

// Not thread-safe while it is made; read from any thread after.
class PassageFinder {
 public:
  // `text` is valid UTF-8 and must outlive the finder.
  explicit PassageFinder(absl::string_view text);

  // The places where the words of `quote` stand, at most kMostPlaces; with none and four words or more the one place
  // where they nearly do: at most one character in five would have to change. A quote that is too short is looked for
  // nowhere. Its cost grows with the quote and with how often its rarest pair of words stands in the text, not with the
  // text.
  std::vector<FoundPassage> Find(absl::string_view quote) const;
  // Fewer than three words and fewer than twelve letters and digits: it would be found everywhere.
  static bool IsTooShort(absl::string_view quote);

  // Places where `words` stand one for one, as whole words; for names rather than quotes, so that one word is enough.
  std::vector<FoundPassage> FindName(absl::string_view words) const;

  // The sentences of three words or more, in order.
  const std::vector<ByteRange>& sentences() const { return sentences_; }
  int64_t LineOf(int64_t offset) const;

  static constexpr size_t kMostPlaces = 64;

 private:
  struct Word {
    int id = 0;
    int64_t start = 0, end = 0;
  };
  using Pair = std::pair<int, int>;

  std::vector<int> IdsOf(absl::string_view text) const;
  std::vector<FoundPassage> FindExactly(const std::vector<int>& ids) const;
  std::vector<FoundPassage> FindNearly(absl::string_view quote, const std::vector<int>& ids) const;
  void SplitSentences();

  absl::string_view text_;
  std::map<std::u32string, int> known_;
  std::vector<Word> words_;
  std::map<int, std::vector<size_t>> singles_;  // word → places in words_
  std::map<Pair, std::vector<size_t>> pairs_;
  std::vector<int64_t> lines_;  // where each begins
  std::vector<ByteRange> sentences_;
};

}  // namespace tallystick
