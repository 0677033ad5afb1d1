#include "core/quote/display.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

TEST(DisplayText, ATextCannotSteerTheTerminalOrBreakTheLine) {
  const struct {
    absl::string_view text;
    size_t limit;
    absl::string_view shown;
  } kCases[] = {
      {"", 10, ""},
      {"some 60", 7, "some 60"},
      {"some 60 members", 7, "some 60…"},
      {"قُتل نحو", 4, "قُتل…"},
      {"a\r\n\t b\u2028c", 10, "a b c"},
      {"\x1B[31mred", 20, "�[31mred"},
      {"a\u202Eb\u200Fc\u0007\u009B", 20, "a�b�c��"},
      {"می‌خواهم", 20, "می‌خواهم"},
      {"a\xFFz", 10, "a�z"},
      {"a\xE2\x82", 10, "a��"},
  };
  for (const auto& c : kCases) EXPECT_EQ(DisplayText(c.text, c.limit), c.shown);
}

}  // namespace
}  // namespace tallystick
