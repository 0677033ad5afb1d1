// Quotes found again in texts that are no captures.
#include "core/quote/passages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::string_view kArticle =
    "Fighting in the east\n\nAl-Naba claimed “to have killed  some 60\nmembers” of a rival group. At most 20 fighters "
    "died,\n"
    "the governor said… A nurse put it higher! Dozens.\n\nL’ÉTAT a nié les faits. At most 20 fighters died.\n";

std::string At(absl::string_view text, const FoundPassage& found) {
  return std::string(text.substr(found.range.start, found.range.end - found.range.start));
}

TEST(PassagesTest, WordsAreFoundAcrossLinesCaseAccentsAndPunctuation) {
  const PassageFinder finder(kArticle);
  const auto across = finder.Find("to have killed some 60 members");
  ASSERT_THAT(across, SizeIs(1));
  EXPECT_TRUE(across[0].exact);
  EXPECT_EQ(across[0].line, 3);
  EXPECT_EQ(At(kArticle, across[0]), "to have killed  some 60\nmembers");
  const auto folded = finder.Find("l'etat a nié, les FAITS");
  ASSERT_THAT(folded, SizeIs(1));
  EXPECT_EQ(folded[0].line, 7);
  std::vector<int64_t> lines;
  for (const auto& place : finder.Find("at most 20 fighters died")) lines.push_back(place.line);
  EXPECT_THAT(lines, ElementsAre(4, 7));
}

TEST(PassagesTest, AChangedNumberIsANearPassageAndSaysTheDifference) {
  const PassageFinder finder(kArticle);
  const auto near = finder.Find("to have killed some 70 members");
  ASSERT_THAT(near, SizeIs(1));
  EXPECT_FALSE(near[0].exact);
  EXPECT_EQ(near[0].line, 3);
  EXPECT_EQ(near[0].difference, "“60” where the claim has “70”");
  EXPECT_THAT(finder.Find("the governor of the province said in the evening that he knew"), IsEmpty());
  EXPECT_THAT(finder.Find("to have killed nobody at all and taken no prisoners"), IsEmpty());
}

TEST(PassagesTest, WhatIsTooShortIsLookedForNowhere) {
  EXPECT_TRUE(PassageFinder::IsTooShort("Dozens"));
  EXPECT_TRUE(PassageFinder::IsTooShort("some 60"));
  EXPECT_TRUE(PassageFinder::IsTooShort(""));
  EXPECT_FALSE(PassageFinder::IsTooShort("at most 20"));
  EXPECT_FALSE(PassageFinder::IsTooShort("Anderamboukane"));
  EXPECT_THAT(PassageFinder(kArticle).Find("Dozens"), IsEmpty());
  EXPECT_THAT(PassageFinder(kArticle).FindName("dozens"), SizeIs(1));
}

TEST(PassagesTest, SentencesEndAtStopsAndBlankLinesAndNotAtLineEnds) {
  const PassageFinder finder(kArticle);
  std::vector<std::string> sentences;
  for (const ByteRange& s : finder.sentences()) sentences.push_back(std::string(kArticle.substr(s.start, 8)));
  EXPECT_THAT(sentences, ElementsAre("Fighting", "Al-Naba ", "At most ", "A nurse ", "L’ÉTA", "At most "));
}

TEST(PassagesTest, APageIsReadWithoutItsTagsOnItsOwnLines) {
  const std::string page =
      "<html><head><style>p { color: red }</style>\n<script>if (a < b) say('at most 20 fighters died');\n</script>"
      "<title>T</title></head>\n<body><p>to have <b>killed\nsome</b> 60 members</p><p>next&nbsp;one &amp; "
      "l&rsquo;&#233;tat "
      "<!-- a > b --> 1 < 2 &unknown; &#xD800;</p>";
  const std::string text = TextOfPage(page);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), std::count(page.begin(), page.end(), '\n'));
  EXPECT_THAT(text, HasSubstr("next one & l’état  1 < 2 &unknown; &#xD800;"));
  EXPECT_THAT(text, testing::Not(HasSubstr("fighters")));
  const PassageFinder finder(text);
  const auto found = finder.Find("to have killed some 60 members");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].line, 4);
  EXPECT_THAT(finder.sentences(), SizeIs(2));
  EXPECT_EQ(TextOfPage("1 < 2 & 3"), "1 < 2 & 3");
}

// The literal reference: every place in the list of words.
TEST(PassagesTest, FindsEveryPlaceThatASearchWordByWordFinds) {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<std::string> words, quote;
    for (int i = 0; i < 60; ++i) words.push_back(std::string(1, static_cast<char>('a' + random() % 3)));
    const size_t from = random() % 50, length = 3 + random() % 4;
    for (size_t i = from; i < from + length; ++i) quote.push_back(random() % 9 ? words[i] : "z");
    size_t expected = 0;
    for (size_t i = 0; i + length <= words.size(); ++i) {
      expected += std::equal(quote.begin(), quote.end(), words.begin() + static_cast<std::ptrdiff_t>(i));
    }
    const std::string text = absl::StrJoin(words, " ");
    const PassageFinder finder(text);
    size_t found = 0;
    for (const auto& place : finder.Find(absl::StrJoin(quote, ", "))) found += place.exact;
    EXPECT_EQ(found, expected) << text << " / " << absl::StrJoin(quote, " ");
  }
}

}  // namespace
}  // namespace tallystick
