#include "cli/views/layout.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

TEST(LayoutTest, WidthCountsCellsNotBytes) {
  const std::pair<const char*, size_t> cases[] = {
      {"", 0}, {"abc", 3}, {"é", 1}, {"e\u0301", 1}, {"عشرات", 5}, {"عَشَرات", 5}, {"日本", 4}, {"\u200f", 0}};
  for (const auto& [text, width] : cases) EXPECT_EQ(DisplayWidth(text), width) << text;
}

TEST(LayoutTest, WrapKeepsWordsWholeAndIndents) {
  EXPECT_EQ(Wrap("one two three four", 11, "- ", "  "), "- one two\n  three\n  four\n");
  EXPECT_EQ(Wrap("unbreakablelongword", 5, "", ""), "unbreakablelongword\n");
  EXPECT_EQ(Wrap("", 10, "x", ""), "x\n");
}

TEST(LayoutTest, CutMarksWhatIsMissing) {
  EXPECT_EQ(Cut("abcdef", 6), "abcdef");
  EXPECT_EQ(Cut("abcdef", 5), "abcd…");
  EXPECT_EQ(Cut("日本語", 4), "日…");
}

TEST(LayoutTest, ColumnsAlignAndTheLastIsCut) {
  EXPECT_EQ(Columns({{"a", "bbb", "cccccccc"}, {"aaa", "b", "c"}}, 13), "a    bbb  cc…\naaa  b    c\n");
}

TEST(LayoutTest, ForeignTextCannotSteerTheTerminal) {
  const std::string safe = Safe("a\x1b[31mred\n\u202eevil");
  EXPECT_EQ(safe.find('\x1b'), std::string::npos);
  EXPECT_EQ(safe.find('\n'), std::string::npos);
  EXPECT_EQ(safe.find("\u202e"), std::string::npos);
}

TEST(LayoutTest, WordsFromRightToLeftAreSetOffInEachLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"plain — 12", "plain — 12"},
      {"النبأ", "\u2068النبأ\u2069"},
      {"└─ النبأ الأسبوعية (publication), 2022", "└─ \u2068النبأ الأسبوعية\u2069 (publication), 2022"},
      {"a عَشَراتٌ b אב 3", "a \u2068عَشَراتٌ\u2069 b \u2068אב\u2069 3"},
      {"نحو 60 عنصرا\nx", "\u2068نحو 60 عنصرا\u2069\nx"},
      {"نحو\n60 عنصرا", "\u2068نحو\u2069\n60 \u2068عنصرا\u2069"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(IsolateRightToLeft(text), expected);
    EXPECT_EQ(DisplayWidth(IsolateRightToLeft(text)), DisplayWidth(text));
  }
}

TEST(LayoutTest, WhatIsIsolatedStaysSoInEachOfItsLines) {
  EXPECT_EQ(Isolated("plain"), "plain");
  EXPECT_EQ(Isolated("نحو 20"), "\u2068نحو 20\u2069");
  EXPECT_EQ(IsolateRightToLeft(absl::StrCat(Isolated("أ"), ", ", Isolated("ب 2"), " (1)")),
            "\u2068أ\u2069, \u2068ب 2\u2069 (1)");
  const std::string wrapped = Wrap(Isolated("عشرات القتلى 20"), 10, "│ • ", "│   ");
  EXPECT_EQ(IsolateRightToLeft(wrapped), "│ • \u2068عشرات\u2069\n│   \u2068القتلى\u2069\n│   \u206820\u2069\n");
}

}  // namespace
}  // namespace tallystick
