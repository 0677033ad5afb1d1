#include "cli/views/sources_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/views/layout.h"

namespace tallystick {
namespace {

constexpr int kShownWords = 5;

std::string Described(const v1::SourceItem& s) {
  std::string out = absl::StrCat(Isolated(Safe(s.name())), " (", s.kind().empty() ? "withheld" : Safe(s.kind()));
  if (!s.grade().empty()) absl::StrAppend(&out, ", grade ", Safe(s.grade()));
  if (!s.controller().empty()) absl::StrAppend(&out, ", run by ", Isolated(Safe(s.controller())));
  out += ")";
  if (!s.mark().empty()) absl::StrAppend(&out, " (", Safe(s.mark()), ")");
  return out;
}

std::string WordsOf(const v1::SourceItem& s) {
  std::vector<std::string> words;
  for (int i = 0; i < s.on_word_of_size() && i < kShownWords; ++i) {
    words.push_back(absl::StrCat(Isolated(Safe(s.on_word_of(i).name())), " (", s.on_word_of(i).claims(), ")"));
  }
  if (s.on_word_of_size() > kShownWords)
    words.push_back(absl::StrCat("and ", s.on_word_of_size() - kShownWords, " more"));
  return absl::StrJoin(words, "; ");
}

}  // namespace

std::string SourcesAsText(const v1::SourcesDocument& d, int columns) {
  std::string out;
  for (const std::string& subject : d.subjects()) absl::StrAppend(&out, Wrap(Safe(subject), columns, "", "  "));
  if (d.subjects_size() > 0) out += "\n";
  if (d.sources_size() == 0) return out + "no sources yet (tally source add)\n";
  const std::string indent(37, ' '), words(12, ' ');
  absl::StrAppend(&out, "first-hand  told  carries  captures  source\n");
  for (const v1::SourceItem& s : d.sources()) {
    const std::string numbers =
        absl::StrFormat("%10d%6d%9d%10d  ", s.first_hand(), s.told(), s.carries(), s.captures());
    absl::StrAppend(&out, Wrap(Described(s), columns, numbers, absl::StrCat(indent, "  ")));
    if (s.on_word_of_size() > 0) {
      absl::StrAppend(&out, Wrap(absl::StrCat("on the word of ", WordsOf(s)), columns, words, words + "  "));
    }
  }
  absl::StrAppend(
      &out, "\n",
      Wrap("first-hand: claims that it speaks from its own knowledge. told: claims that end at it without its "
           "being shown to know. carries: claims that it passes on.",
           columns, "", ""));
  return out;
}

}  // namespace tallystick
