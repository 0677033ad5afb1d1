#include "core/sign/lines.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

TEST(LinesTest, DecimalsHaveOneSpelling) {
  EXPECT_EQ(*ParseDecimal("0"), 0);
  EXPECT_EQ(*ParseDecimal("70000"), 70000);
  EXPECT_EQ(*ParseDecimal("18446744073709551615"), UINT64_MAX);
  for (absl::string_view text : {"", "00", "01", "+1", "-1", "-0", " 1", "1 ", "1.0", "1e3", "0x1", "١",
                                 "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_EQ(ParseDecimal(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(LinesTest, EveryLineEndsWithALineFeed) {
  LineReader lines("one\n\nthree");
  EXPECT_EQ(*lines.Next("x"), "one");
  EXPECT_EQ(*lines.Next("x"), "");
  EXPECT_FALSE(lines.done());
  EXPECT_EQ(lines.rest(), "three");
  EXPECT_EQ(lines.Next("x").status().message(), "line 3: does not end with a line feed");
}

TEST(LinesTest, AMissingLineIsNamed) {
  LineReader lines("one\n");
  EXPECT_EQ(*lines.Next("x"), "one");
  EXPECT_TRUE(lines.done());
  EXPECT_EQ(lines.Next("the tree size").status().message(), "line 2: missing: here should be the tree size");
}

}  // namespace
}  // namespace tallystick
