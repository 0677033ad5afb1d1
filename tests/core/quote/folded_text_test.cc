#include "core/quote/folded_text.h"

#include <gtest/gtest.h>

#include "core/base/fold.h"
#include "tests/core/quote/fixture.h"

namespace tallystick {
namespace {

TEST(FoldWithOffsets, GivesTheSameTextAsFoldInEveryCharset) {
  for (const Charset charset : kEveryCharset) {
    const std::u32string text = SampleText(charset);
    const FoldedText folded = FoldWithOffsets(MarkOf(charset) + Encode(text, charset), charset);
    EXPECT_EQ(ToUtf8(folded.characters), Fold(ToUtf8(text))) << CharsetName(charset);
    EXPECT_EQ(folded.starts.size(), folded.characters.size() + 1);
  }
}

TEST(FoldWithOffsets, GivesTheSameTextAsFoldOnRandomText) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::pair<char32_t, char32_t>> kRanges = {
      {0x9, 0xD},       {0x20, 0x7E},     {0x20, 0x7E},      {0xA0, 0x17F},    {0x300, 0x36F},
      {0x600, 0x6FF},   {0x600, 0x6FF},   {0x1100, 0x11FF},  {0x2000, 0x206F}, {0xAC00, 0xD7A3},
      {0xFB00, 0xFDFF}, {0xFE70, 0xFEFF}, {0x1F600, 0x1F64F}};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = random() % 15; i >= 0; --i) {
      const auto [low, high] = kRanges[random() % kRanges.size()];
      AppendCodePoint(low + random() % (high - low + 1), &text);
    }
    const FoldedText folded = FoldWithOffsets(text, Charset::kUtf8);
    ASSERT_EQ(ToUtf8(folded.characters), Fold(text)) << "\"" << text << "\"";
    ASSERT_TRUE(std::is_sorted(folded.starts.begin(), folded.starts.end()));
  }
}

TEST(FoldWithOffsets, CharactersKnowTheBytesTheyCameFrom) {
  const struct {
    absl::string_view name, text;
    size_t first, last;
    absl::string_view source;
  } kCases[] = {
      {"plain", "some 60", 0, 4, "some"},
      {"run of white space", "a \r\n b", 1, 2, " \r\n "},
      {"before white space", "a \r\n b", 0, 1, "a"},
      {"after white space", "a \r\n b", 2, 3, "b"},
      {"trailing white space is not taken", "ab \n", 0, 2, "ab"},
      {"leading white space is not taken", " \n ab", 0, 2, "ab"},
      {"a mark belongs to its letter", "e\u0301t", 0, 1, "e\u0301"},
      {"a mark at the end", "e\u0301", 0, 1, "e\u0301"},
      {"harakat", "مُحَمَّدٌ", 2, 3, "مَّ"},
      {"tatweel", "قـــتل", 0, 1, "قـــ"},
      {"part of a ligature takes all of it", "xﬁy", 1, 2, "ﬁ"},
      {"other part of a ligature", "xﬁy", 2, 3, "ﬁ"},
      {"ellipsis at the end", "x…", 1, 2, "…"},
      {"invalid byte",
       "a\xFF"
       "b",
       1, 2, "\xFF"},
  };
  for (const auto& c : kCases) {
    const FoldedText folded = FoldWithOffsets(c.text, Charset::kUtf8);
    const int64_t start = folded.StartOf(c.first), end = folded.EndOf(c.last);
    EXPECT_EQ(c.text.substr(start, end - start), c.source) << c.name;
  }
}

TEST(FoldWithOffsets, NothingFoldsToNothing) {
  for (const absl::string_view text : {"", " \n ", "\u200F", "\u0640", "\xEF\xBB\xBF"}) {
    EXPECT_TRUE(FoldWithOffsets(text, Charset::kUtf8).characters.empty());
  }
}

}  // namespace
}  // namespace tallystick
