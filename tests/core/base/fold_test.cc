#include "core/base/fold.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "core/base/utf8.h"

namespace tallystick {
namespace {

TEST(Fold, TextsThatAPersonReadsAsOneFoldToOne) {
  const struct {
    absl::string_view name, text, folded;
  } kCases[] = {
      {"empty", "", ""},
      {"plain", "some 60 members", "some 60 members"},
      {"case", "Talatayé GSIM", "talataye gsim"},
      {"sharp s", "STRAßE", "strasse"},
      {"dotted capital i", "İstanbul", "istanbul"},
      {"final sigma", "ΣΊΣΥΦΟΣ", "σισυφοσ"},
      {"accents, composed", "Ménaka", "menaka"},
      {"accents, decomposed", "Me\u0301naka", "menaka"},
      {"ligature", "ﬁve oﬃces", "five offices"},
      {"full width", "ＧＳＩＭ　６０", "gsim 60"},
      {"single quotes", "‘a’ ‚b‛ ′c ʼd `e", "'a' 'b' 'c 'd 'e"},
      {"double quotes", "“a” „b‟ «c»", "\"a\" \"b\" \"c\""},
      {"dashes", "a‐b‑c‒d–e—f―g−h", "a-b-c-d-e-f-g-h"},
      {"white space", " a\u00A0b\u202F\u2009c\r\n\t d\u3000 ", "a b c d"},
      {"only white space", " \n\u00A0", ""},
      {"soft hyphen and zero width space", "mili\u00ADtia\u200B", "militia"},
      {"direction marks", "\u200Fa\u202Eb\u202C", "ab"},
      {"harakat", "مُحَمَّدٌ", "محمد"},
      {"tatweel", "قـــتل", "قتل"},
      {"superscript alef", "هٰذا", "هذا"},
      {"alef variants", "أإآٱا", "ااااا"},
      {"alef with combining hamza", "\u0627\u0654", "ا"},
      {"yeh variants", "ىیئي", "يييي"},
      {"waw with hamza", "ؤ", "و"},
      {"teh marbuta", "جماعة", "جماعه"},
      {"presentation forms", "ﻻ ﷲ", "لا الله"},
      {"arabic digits are kept apart", "٦٠", "٦٠"},
      {"ellipsis", "…", "..."},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Fold(c.text), c.folded) << c.name;
    EXPECT_EQ(Fold(c.folded), c.folded) << c.name;
  }
}

// Texts of ASCII alone take a way of their own.
TEST(Fold, OfAsciiIsThatOfTheSameWordsBesideOthers) {
  for (int c = 0; c < 128; ++c) {
    for (const std::string& text : {std::string(1, static_cast<char>(c)), std::string("a") + static_cast<char>(c) + "B",
                                    std::string(2, static_cast<char>(c)) + " Z" + static_cast<char>(c)}) {
      EXPECT_EQ(Fold(text + "x") + "\xC3\xB8", Fold(text + "x\xC3\xB8")) << c;
      EXPECT_EQ(Fold("\xC3\xB8" + text), "\xC3\xB8" + Fold("x" + text).substr(1)) << c;
    }
  }
}

TEST(Fold, DifferentWordsStayDifferent) {
  const std::vector<std::pair<absl::string_view, absl::string_view>> kPairs = {
      {"60", "6O"}, {"1,283", "1283"}, {"قتل", "قتلى"}, {"سلام", "شلام"}, {"a b", "ab"}, {"'", "\""}, {"حرب", "خرب"}};
  for (const auto& [a, b] : kPairs) EXPECT_NE(Fold(a), Fold(b)) << a << " " << b;
}

TEST(Fold, IsIdempotentOnRandomTextOfManyScripts) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::pair<char32_t, char32_t>> kRanges = {
      {0x20, 0x7E},     {0xA0, 0x17F},      {0x300, 0x36F},   {0x370, 0x3FF},    {0x600, 0x6FF},   {0x900, 0x97F},
      {0x1100, 0x11FF}, {0x1E00, 0x1FFF},   {0x2000, 0x206F}, {0x3040, 0x30FF},  {0xAC00, 0xD7A3}, {0xFB00, 0xFDFF},
      {0xFE70, 0xFEFF}, {0x1D100, 0x1D7FF}, {0x0, 0xD7FF},    {0xE000, 0x10FFFF}};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = random() % 12; i >= 0; --i) {
      const auto [low, high] = kRanges[random() % kRanges.size()];
      AppendCodePoint(low + random() % (high - low + 1), &text);
    }
    const std::string folded = Fold(text);
    ASSERT_EQ(FirstInvalidUtf8(folded), std::nullopt);
    ASSERT_EQ(Fold(folded), folded) << "of \"" << text << "\"";
  }
}

TEST(Fold, IsIdempotentOnEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text = "x";
    AppendCodePoint(c, &text);
    text += "x";
    const std::string folded = Fold(text);
    ASSERT_EQ(Fold(folded), folded) << "U+" << std::hex << static_cast<uint32_t>(c);
  }
}

TEST(FoldedWords, AreRunsOfLettersAndDigits) {
  const auto words = [](absl::string_view text) {
    std::vector<std::string> out;
    const std::string folded = Fold(text);
    for (const absl::string_view word : FoldedWords(folded)) out.emplace_back(word);
    return out;
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(words("Some 60 members of the al-Qaeda militia."),
            (Words{"some", "60", "members", "of", "the", "al", "qaeda", "militia"}));
  EXPECT_EQ(words("قُتِل ٦٠، وجُرح"), (Words{"قتل", "٦٠", "وجرح"}));
  EXPECT_EQ(words(""), Words{});
  EXPECT_EQ(words("—…«»"), Words{});
  EXPECT_EQ(words("é"), Words{"e"});
}

TEST(Fold, VersionNamesTheRulesAndIcu) { EXPECT_EQ(FoldVersion().rfind("fold-1/icu-", 0), 0u); }

}  // namespace
}  // namespace tallystick
