#include "core/quote/nearest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "core/base/fold.h"
#include "core/quote/anchor.h"
#include "tests/core/quote/fixture.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

struct NearestCase {
  absl::string_view name, capture, quote, nearest;
  int64_t distance;
  absl::string_view difference;
};

const NearestCase kNearestCases[] = {
    {"straight quote", "It is Mali’s war.", "Mali's war", "Mali’s war", 0,
     "quotation mark at character 5: the capture has \"’\" (U+2019 RIGHT SINGLE QUOTATION MARK), the quote \"'\" "
     "(U+0027 "
     "APOSTROPHE)"},
    {"straight double quotes", "he said “only one”.", "\"only one\"", "“only one”", 0, "quotation mark at character 1"},
    {"line break", "claimed to have\r\nkilled some", "to have killed", "to have\r\nkilled", 0,
     "white space at character 8: the capture has U+000D, the quote U+0020 SPACE"},
    {"no-break space", "some\u00A060 men", "some 60", "some\u00A060", 0, "white space at character 5"},
    {"case", "SOME 60 members", "some 60", "SOME 60", 0, "letter case at character 1"},
    {"accent", "le cercle de Ménaka.", "cercle de Menaka", "cercle de Ménaka", 0,
     "accent or letter form at character 12"},
    {"accent, decomposed", "de Me\u0301naka.", "Ménaka", "Me\u0301naka", 0, "accent or letter form at character 2"},
    {"dash", "al‑Qaeda militia", "al-Qaeda", "al‑Qaeda", 0, "dash at character 3"},
    {"harakat", "ثم قُتِلَ الجندي هناك", "قتل الجندي", "قُتِلَ الجندي", 0,
     "accent or vowel mark at character 2: the capture has U+064F ARABIC DAMMA, the quote \"ت\""},
    {"tatweel", "ثم قـــتل الجندي", "قتل", "قـــتل", 0, "tatweel at character 2"},
    {"alef", "أعلن إبراهيم", "اعلن ابراهيم", "أعلن إبراهيم", 0, "accent or letter form at character 1"},
    {"direction mark", "he said \u200Fقتل", "said قتل", "said \u200Fقتل", 0, "invisible character at character 6"},
    {"ligature", "the oﬃce burned", "office", "oﬃce", 0, "text at character 2"},
    {"other number", "killed some 60 members of the militia", "killed some 50 members", "killed some 60 members", 1,
     "digit at character 13: the capture has \"6\" (U+0036 DIGIT SIX), the quote \"5\" (U+0035 DIGIT FIVE)"},
    {"one letter in a word", "several dozen civilians", "several dozens civilians", "several dozen civilians", 1,
     "white space at character 14"},
    {"whole words win", "about 27 soldiers fell", "17 soldiers", "27 soldiers", 1, "digit at character 1"},
    {"whole words win at the end", "they lost 61 men", "they lost 65", "they lost 61", 1, "digit at character 12"},
    {"the nearer one", "killed 6x members; killed 60 memberz", "killed 60 members", "killed 6x members", 1,
     "text at character 9"},
    {"fewer edits before earlier place", "kilxed 6x members; killed 60 memberz", "killed 60 members",
     "killed 60 memberz", 1, "text at character 17"},
    {"the quote goes on", "killed some 60", "killed some 60 men", "killed some 60", 4,
     "the quote goes on after character 14"},
    {"a word left out", "the defeat of Talataye has tarnished the image of the GSIM",
     "the defeat of Talataye tarnished the image of the GSIM",
     "the defeat of Talataye has tarnished the image of the GSIM", 4,
     "text at character 24: the capture has \"h\" (U+0068 LATIN SMALL LETTER H), the quote \"t\""},
};

TEST(NearestMatch, FindsThePassageThatWasMeantAndSaysHowItDiffers) {
  for (const NearestCase& c : kNearestCases) {
    const std::optional<NearestPassage> nearest = NearestMatch(c.capture, Charset::kUtf8, c.quote);
    ASSERT_TRUE(nearest) << c.name;
    EXPECT_EQ(nearest->text, c.nearest) << c.name;
    EXPECT_EQ(nearest->start, static_cast<int64_t>(c.capture.find(c.nearest))) << c.name;
    EXPECT_EQ(nearest->end, nearest->start + static_cast<int64_t>(c.nearest.size())) << c.name;
    EXPECT_EQ(nearest->distance, c.distance) << c.name;
    EXPECT_THAT(nearest->difference, HasSubstr(std::string(c.difference))) << c.name;
  }
}

TEST(NearestMatch, OffsetsAreThoseOfTheCapturesOwnBytesInEveryCharset) {
  for (const Charset charset : kEveryCharset) {
    int tried = 0;
    for (const NearestCase& c : kNearestCases) {
      const std::u32string text = ToUtf32(c.capture);
      const std::string bytes = MarkOf(charset) + Encode(text, charset);
      if (DecodeText(bytes, charset).value_or("") != c.capture) continue;  // the code page lacks a character
      ++tried;
      const std::optional<NearestPassage> nearest = NearestMatch(bytes, charset, c.quote);
      ASSERT_TRUE(nearest) << c.name;
      EXPECT_EQ(nearest->text, c.nearest) << c.name;
      EXPECT_EQ(MakeAnchor(bytes, charset, nearest->start, nearest->end).value().exact, c.nearest) << c.name;
    }
    EXPECT_GE(tried, 10) << CharsetName(charset);
  }
}

TEST(NearestMatch, GivesNothingWhenNothingIsNear) {
  const absl::string_view capture = "killed some 60 members of the al-Qaeda militia";
  for (const absl::string_view quote : {"", " ", "\u200F", "ceasefire in Gao", "قتل ستون", "zzz", "w"}) {
    EXPECT_FALSE(NearestMatch(capture, Charset::kUtf8, quote)) << quote;
  }
  EXPECT_FALSE(NearestMatch("", Charset::kUtf8, "some"));
}

// Least number of edits between `pattern` and any part of `text`, by the whole matrix.
int64_t LeastEdits(const std::u32string& text, const std::u32string& pattern) {
  std::vector<int64_t> column(pattern.size() + 1);
  for (size_t i = 0; i <= pattern.size(); ++i) column[i] = static_cast<int64_t>(i);
  int64_t least = column.back();
  for (const char32_t c : text) {
    int64_t diagonal = column[0];
    for (size_t i = 1; i <= pattern.size(); ++i) {
      const int64_t next = std::min({diagonal + (pattern[i - 1] != c), column[i] + 1, column[i - 1] + 1});
      diagonal = column[i];
      column[i] = next;
    }
    least = std::min(least, column.back());
  }
  return least;
}

int64_t EditsBetween(const std::u32string& a, const std::u32string& b) {
  std::vector<int64_t> row(b.size() + 1);
  for (size_t i = 0; i <= b.size(); ++i) row[i] = static_cast<int64_t>(i);
  for (size_t i = 1; i <= a.size(); ++i) {
    int64_t diagonal = row[0];
    row[0] = static_cast<int64_t>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int64_t next = std::min({diagonal + (a[i - 1] != b[j - 1]), row[j] + 1, row[j - 1] + 1});
      diagonal = row[j];
      row[j] = next;
    }
  }
  return row[b.size()];
}

TEST(NearestMatch, NoPassageIsNearerThanTheOneReported) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int found = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::u32string alphabet = U"ab é’ قُ";
    const auto draw = [&](size_t size) {
      std::u32string text;
      while (text.size() < size) text.push_back(alphabet[random() % alphabet.size()]);
      return text;
    };
    const std::string capture = ToUtf8(draw(random() % 120)), quote = ToUtf8(draw(1 + random() % 14));
    const std::u32string folded = ToUtf32(Fold(capture)), pattern = ToUtf32(Fold(quote));
    const int64_t least = LeastEdits(folded, pattern);
    const std::optional<NearestPassage> nearest = NearestMatch(capture, Charset::kUtf8, quote);
    const bool near = !pattern.empty() && least <= static_cast<int64_t>(pattern.size()) * 2 / 5;
    ASSERT_EQ(nearest.has_value(), near) << "\"" << capture << "\" \"" << quote << "\"";
    if (!nearest) continue;
    ++found;
    ASSERT_EQ(nearest->distance, least);
    const absl::string_view bytes = absl::string_view(capture).substr(nearest->start, nearest->end - nearest->start);
    ASSERT_EQ(bytes, nearest->text);
    // Folding trims white space at the ends of a passage by itself, which is at most one edit at each.
    ASSERT_LE(std::abs(EditsBetween(ToUtf32(Fold(bytes)), pattern) - least), 2)
        << "\"" << capture << "\" \"" << quote << "\"";
  }
  EXPECT_GT(found, 500);
}

TEST(NearestMatch, DamagedInputNeverCrashesAndRangesStayInside) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    const Charset charset = kEveryCharset[random() % 5];
    std::string bytes = Encode(SampleText(charset), charset);
    std::string quote = ToUtf8(SampleText(charset).substr(random() % 20, 1 + random() % 40));
    for (int changes = random() % 10; changes > 0; --changes) {
      std::string& changed = random() % 2 == 0 ? bytes : quote;
      changed[random() % changed.size()] = static_cast<char>(random());
    }
    const std::optional<NearestPassage> nearest = NearestMatch(bytes, charset, quote);
    if (nearest) {
      ASSERT_GE(nearest->start, 0);
      ASSERT_LT(nearest->start, nearest->end);
      ASSERT_LE(nearest->end, static_cast<int64_t>(bytes.size()));
      ASSERT_EQ(FirstInvalidUtf8(nearest->text), std::nullopt);
    }
    ASSERT_EQ(FirstInvalidUtf8(DescribeMissingQuote(bytes, charset, quote)), std::nullopt);
  }
}

TEST(DescribeMissingQuote, IsOneLineForAPerson) {
  const std::string capture = "Bamako.\nThis is Mali’s\nwar \x1B[31m";
  EXPECT_EQ(
      DescribeMissingQuote(capture, Charset::kUtf8, "Mali's war"),
      "the quote is not in the capture; nearest is \"Mali’s war\" at byte 16 (line 2, column 9; differs: quotation "
      "mark at character 5: the capture has \"’\" (U+2019 RIGHT SINGLE QUOTATION MARK), the quote \"'\" (U+0027 "
      "APOSTROPHE))");
  EXPECT_EQ(
      DescribeMissingQuote(capture, Charset::kUtf8, "Mali's wxx"),
      "the quote is not in the capture; nearest is \"Mali’s war\" at byte 16 (line 2, column 9; differs: quotation "
      "mark at character 5: the capture has \"’\" (U+2019 RIGHT SINGLE QUOTATION MARK), the quote \"'\" (U+0027 "
      "APOSTROPHE); 2 characters differ in all)");
  EXPECT_EQ(DescribeMissingQuote(capture, Charset::kUtf8, "ceasefire in Gao"),
            "the quote is not in the capture, nor is anything near it");
  const std::string long_passage(5000, 'a');
  EXPECT_LT(DescribeMissingQuote(long_passage, Charset::kUtf8, std::string(4000, 'A')).size(), 500u);
}

// A text of `size` bytes with no long repeats, so that only one passage can be near.
std::string ManyWords(size_t size) {
  std::mt19937 random(20221029);
  std::string text;
  while (text.size() < size) {
    for (int letters = 2 + random() % 8; letters > 0; --letters) text.push_back(static_cast<char>('a' + random() % 26));
    text.push_back(random() % 12 == 0 ? '\n' : ' ');
  }
  return text;
}

void ExpectFoundWithin(const std::string& capture, size_t start, size_t size, double limit) {
  std::string quote = capture.substr(start, size);
  for (size_t at = 50; at < quote.size(); at += 97) quote[at] = '#';
  const auto begin = std::chrono::steady_clock::now();
  const std::optional<NearestPassage> nearest = NearestMatch(capture, Charset::kUtf8, quote);
  const double spent = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  std::printf("  %zu characters in %zu bytes: %.1f ms\n", size, capture.size(), spent);
  ASSERT_TRUE(nearest);
  EXPECT_NEAR(nearest->start, start, 1);
  EXPECT_NEAR(nearest->end, start + size, 1);
  EXPECT_LT(spent, limit);
}

// The limits leave room for sanitizers and busy machines; the plain matrix for the last would take minutes.
TEST(NearestMatch, LargeCapturesAndLongQuotesStayCheap) {
  const std::string large = ManyWords(1'000'000), larger = ManyWords(10'000'000);
  ExpectFoundWithin(large, 900'000, 300, 3000);
  ExpectFoundWithin(large, 900'000, 4'000, 10000);
  ExpectFoundWithin(larger, 9'000'000, 300, 20000);
  ExpectFoundWithin(larger, 9'000'000, 30'000, 30000);
}

}  // namespace
}  // namespace tallystick
