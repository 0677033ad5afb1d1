#include "core/quote/quote_finder.h"

#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

TEST(QuoteFinderTest, TheIndexAnswersAsTheScanDoes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  const Charset charsets[] = {Charset::kUtf8, Charset::kUtf16le, Charset::kUtf16be, Charset::kWindows1252};
  int found = 0, twice = 0, none = 0;
  for (int round = 0; round < 600; ++round) {
    // Few letters, or rows that are nearly the same; U+0101 has equal bytes in UTF-16, so that units are straddled.
    const char32_t letters[] = {'a', 'b', 0xe9, round % 3 == 0 ? char32_t{0x101} : U'c'};
    const Charset charset = charsets[round % 4];
    std::string text;
    const size_t size = random() % 200;
    for (size_t i = 0; i < size; ++i) AppendCodePoint(letters[random() % (1 + round % 4)], &text);
    if (round % 5 == 0) {
      for (int row = 0; row < 30; ++row) absl::StrAppend(&text, "the same long words in row ", row % 25, "\n");
    }
    std::string capture = EncodeText(text, charset).value_or(text);
    if (round % 7 == 0) capture = (charset == Charset::kUtf16le ? "\xff\xfe" : "\xef\xbb\xbf") + capture;
    if (round % 11 == 0 && !capture.empty()) capture[random() % capture.size()] ^= 0x80;
    QuoteFinder indexed(capture, charset, 0), late(capture, charset, 10);
    for (int query = 0; query < 20; ++query) {
      const size_t length = CountCodePoints(text), first = length == 0 ? 0 : random() % length;
      std::string quote(LastCodePoints(text, length - first));
      quote = std::string(FirstCodePoints(quote, random() % 40));
      if (query % 6 == 0) AppendCodePoint(letters[random() % 4], &quote);
      const std::vector<ByteRange> expected = FindQuote(capture, charset, quote);
      ASSERT_EQ(indexed.Find(quote), expected) << "round " << round << ", " << quote;
      ASSERT_EQ(late.Find(quote), expected) << "round " << round << ", " << quote;
      ++(expected.empty() ? none : expected.size() > 1 ? twice : found);
    }
  }
  EXPECT_GT(found, 100);
  EXPECT_GT(twice, 100);
  EXPECT_GT(none, 100);
}

TEST(QuoteFinderTest, OneRepeatedLetterIsIndexedToo) {
  const std::string text(100000, 'a');
  QuoteFinder finder(text, Charset::kUtf8, 0);
  EXPECT_EQ(finder.Find(std::string(99999, 'a')).size(), 2u);
  EXPECT_TRUE(finder.Find("b").empty());
}

}  // namespace
}  // namespace tallystick
