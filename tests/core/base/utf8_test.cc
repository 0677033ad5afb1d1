#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tallystick {
namespace {

// The Unicode Standard, table 3-7, row by row.
struct Row {
  int low[4], high[4];
  int size;
};
constexpr Row kTable[] = {
    {{0x00}, {0x7F}, 1},
    {{0xC2, 0x80}, {0xDF, 0xBF}, 2},
    {{0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}, 3},
    {{0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, 3},
    {{0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}, 3},
    {{0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}, 3},
    {{0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}, 4},
    {{0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}, 4},
    {{0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}, 4},
};

int SizeByTable(const std::string& text, size_t at) {
  for (const Row& row : kTable) {
    bool matches = at + row.size <= text.size();
    for (int i = 0; matches && i < row.size; ++i) {
      const int byte = static_cast<uint8_t>(text[at + i]);
      matches = byte >= row.low[i] && byte <= row.high[i];
    }
    if (matches) return row.size;
  }
  return 0;
}

std::optional<size_t> FirstInvalidByTable(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const int size = SizeByTable(text, at);
    if (size == 0) return at;
    at += size;
  }
  return std::nullopt;
}

TEST(Utf8, ValidityIsThatOfTable3_7OverEveryPairAndAllBoundaries) {
  std::string text(2, '\0');
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      text = {static_cast<char>(a), static_cast<char>(b)};
      ASSERT_EQ(FirstInvalidUtf8(text), FirstInvalidByTable(text)) << std::hex << a << " " << b;
    }
  }
  const std::vector<int> boundaries = {0x00, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0,
                                       0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF};
  for (int a = 0xC0; a < 256; ++a) {
    for (const int b : boundaries) {
      for (const int c : boundaries) {
        for (const int d : boundaries) {
          text = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
          ASSERT_EQ(FirstInvalidUtf8(text), FirstInvalidByTable(text))
              << std::hex << a << " " << b << " " << c << " " << d;
          text.pop_back();
          ASSERT_EQ(FirstInvalidUtf8(text), FirstInvalidByTable(text)) << std::hex << a << " " << b << " " << c;
        }
      }
    }
  }
}

TEST(Utf8, TheOffsetIsThatOfTheFirstByteThatStartsNothingValid) {
  const struct {
    absl::string_view text;
    std::optional<size_t> at;
  } kCases[] = {
      {"", std::nullopt},
      {"plain", std::nullopt},
      {"قُتل ٦٠ 😀", std::nullopt},
      {"ab\x80", 2},
      {"é\xC3", 2},              // truncated
      {"a\xE2\x82", 1},          // truncated
      {"a\xF0\x9F\x98z", 1},     // truncated, then more text
      {"a\xC0\xAF", 1},          // overlong
      {"a\xE0\x80\xAF", 1},      // overlong
      {"a\xF0\x80\x80\xAF", 1},  // overlong
      {"a\xED\xA0\x80", 1},      // surrogate
      {"a\xF4\x90\x80\x80", 1},  // above U+10FFFF
      {"a\xEF\xBF\xBF", std::nullopt},
  };
  for (const auto& c : kCases) EXPECT_EQ(FirstInvalidUtf8(c.text), c.at) << c.text;
}

TEST(Utf8, EveryScalarValueRoundTripsAndIsValid) {
  std::string all;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string one;
    AppendCodePoint(c, &one);
    size_t size = 0;
    ASSERT_EQ(DecodeCodePoint(one, &size), c);
    ASSERT_EQ(size, one.size());
    all += one;
  }
  EXPECT_EQ(FirstInvalidUtf8(all), std::nullopt);
  EXPECT_EQ(CountCodePoints(all), 0x110000 - 0x800);
}

TEST(Utf8, FirstAndLastCodePointsNeverCutOne) {
  const std::vector<std::string> points = {"a", "é", "—", "😀", "ق", "\n"};
  std::string text;
  for (const std::string& point : points) text += point;
  std::string head;
  for (size_t n = 0; n <= points.size(); ++n) {
    EXPECT_EQ(FirstCodePoints(text, n), head) << n;
    EXPECT_EQ(LastCodePoints(text, points.size() - n), text.substr(head.size())) << n;
    if (n < points.size()) head += points[n];
  }
  EXPECT_EQ(FirstCodePoints(text, 100), text);
  EXPECT_EQ(LastCodePoints(text, 100), text);
  EXPECT_EQ(FirstCodePoints("", 3), "");
  EXPECT_EQ(LastCodePoints("", 3), "");
}

}  // namespace
}  // namespace tallystick
