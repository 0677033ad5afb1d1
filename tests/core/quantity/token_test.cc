#include "core/quantity/token.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

// "w:près n:1+283 s:-": kind, then a word folded, a number's groups, or a sign.
std::string Shape(absl::string_view phrase) {
  const auto tokens = Tokenize(phrase);
  if (!tokens.ok()) return std::string(tokens.status().message());
  std::string shape;
  size_t end = 0;
  for (const Token& token : *tokens) {
    EXPECT_LE(end, token.begin);
    EXPECT_LT(token.begin, token.end);
    end = token.end;
    if (!shape.empty()) shape += token.glued ? "_" : " ";
    if (token.kind == Token::Kind::kNumber) {
      shape += "n:";
      for (const std::string& group : token.groups) shape += (&group == &token.groups[0] ? "" : "+") + group;
    } else {
      shape += (token.kind == Token::Kind::kWord ? "w:" : "s:") + token.text;
    }
  }
  EXPECT_LE(end, phrase.size());
  return shape;
}

TEST(Token, WordsNumbersAndSignsArePartedWithTheirPlace) {
  EXPECT_EQ(Shape("Some 60 members"), "w:some n:60 w:members");
  EXPECT_EQ(Shape("jusqu’à 1 283"), "w:jusqu_w:a n:1+283");
  EXPECT_EQ(Shape("vingt-deux"), "w:vingt_w:deux");
  EXPECT_EQ(Shape("20–30"), "n:20_s:-_n:30");
  EXPECT_EQ(Shape("1, 283"), "n:1_s:, n:283");
  EXPECT_EQ(Shape("1\n283"), "n:1 n:283");
  EXPECT_EQ(Shape("17+"), "n:17_s:+");
  EXPECT_EQ(Shape("1,7OO"), "n:1+7_w:oo");
  EXPECT_EQ(Shape("\u200F٦٠\u200E"), "n:60");
  EXPECT_EQ(Shape(""), "");
}

}  // namespace
}  // namespace tallystick
