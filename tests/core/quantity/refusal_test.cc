// What is refused, and with which words; nothing that a person can type may crash or be half read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/base/utf8.h"
#include "core/quantity/reading.h"

namespace tallystick {
namespace {

class RefusalTest : public testing::Test {
 protected:
  RefusalTest() : table_(ShippedTable("tally").value()) {}

  std::string Message(absl::string_view words, absl::string_view language) const {
    const auto reading = ReadWords(words, language, table_);
    if (reading.ok()) return absl::StrCat("read as ", ToText(reading->hard), ", rest \"", reading->rest, "\"");
    EXPECT_EQ(reading.status().code(), absl::StatusCode::kInvalidArgument) << reading.status();
    return std::string(reading.status().message());
  }

  PhraseTable table_;
};

TEST_F(RefusalTest, EachHasItsMessage) {
  const struct {
    const char* words;
    const char* language;
    const char* message;
  } kCases[] = {
      {"", "", "there are no words to read a number from"},
      {" \u200F ", "", "there are no words to read a number from"},
      {"6\xFF", "", "the number phrase is not UTF-8 at byte 1"},
      {"1,7OO", "en", "\"1,7OO\" is not a number (letter O?)"},
      {"some 1,7OO men", "en", "\"1,7OO\" is not a number (letter O?)"},
      {"6О", "", "\"6О\" is not a number (letter O?)"},  // Cyrillic
      {"l0", "", "\"l0\" is not a number (letter l or I?)"},
      {"60s", "en", "\"60s\" is not a number; put a space between a number and its unit"},
      {"25km", "en", "\"25km\" is not a number; put a space between a number and its unit"},
      {"60²", "", "\"²\" is not a digit that is read: write 0-9, ٠-٩ or ۰-۹"},
      {"½", "", "\"½\" is not a digit that is read: write 0-9, ٠-٩ or ۰-۹"},
      {"६०", "", "\"६\" is not a digit that is read: write 0-9, ٠-٩ or ۰-۹"},
      {"6٠", "", "\"6٠\" is not a number: it mixes digits of two scripts"},
      {"6\u20DD", "", "a combining mark without a letter at byte 1"},
      {">\u033860", "", "a combining mark without a letter at byte 1"},
      {"≯60", "", "\"≯60\" does not begin with a number phrase that is read"},
      {"-60", "", "\"-60\" does not begin with a number phrase that is read"},
      {"SU-25", "", "\"SU-25\" does not begin with a number phrase that is read"},
      {"members", "en", "\"members\" does not begin with a number phrase that is read"},
      {"some members", "en", "\"some members\" has no number after the hedge"},
      {"environ 60", "en", "\"environ 60\" does not begin with a number phrase that is read"},
      {"1.283", "",
       "\"1.283\" is ambiguous: digits grouped by threes, or a decimal fraction; write 1283 or name a "
       "language that decides it"},
      {"1,283", "fr",
       "\"1,283\" is ambiguous in \"fr\": digits grouped by threes, or a decimal fraction; write 1283 or "
       "name a language that decides it"},
      {"1.5", "en", "\"1.5\" is not a whole number"},
      {"5.0", "en", "\"5.0\" is not a whole number"},
      {"1.2345 thousand", "en", "\"1.2345\" times its scale is not a whole number"},
      {"12,34,567", "en", "\"12,34,567\" is not a number: digits are grouped by threes"},
      {"60 30", "", "\"60 30\" is not one number: digits are grouped by threes"},
      {"1.283,5", "fr", "\"1.283,5\" is not a number that is read: it mixes separators; write digits alone"},
      {"007", "", "\"007\" is not a count: it begins with 0"},
      {"9000000000000001", "", "\"9000000000000001\" is above 9,000,000,000,000,000, the largest number that is read"},
      {"99999999999999999999999999", "",
       "\"99999999999999999999999999\" is above 9,000,000,000,000,000, the largest number that is read"},
      {"9001 trillion", "en", "\"9001 trillion\" is above 9,000,000,000,000,000, the largest number that is read"},
      {"3 billion", "", "\"3 billion\" is ambiguous: 3000000000 in \"en\", 3000000000000 in \"fr\"; name the language"},
      {"between 60 and 50", "en", "\"between 60 and 50\" runs from 60 down to 50"},
      {"between 60", "en", "\"between 60\" begins a range, but two numbers do not follow"},
      {"two to three hundred", "en",
       "\"two to three hundred\" is ambiguous: is the first number 2 or 2 times 100? Write both in full"},
      {"10-15 thousand", "en",
       "\"10-15 thousand\" is ambiguous: is the first number 10 or 10 times 1000? Write both in full"},
      {"one to two dozen", "en", "\"one to two dozen\" has a dozen or the like in a range, which is not read"},
      {"بين مئة وخمسة وعشرين", "ar",
       "\"بين مئة وخمسة وعشرين\" can be parted into two numbers in more than one way: write digits"},
      {"at least 50-60", "en", "\"at least 50-60\" has the hedge at-least on a range, which is not read"},
      {"some 60 at least", "en", "\"some 60 at least\" has two hedges, which are not read together"},
      {"nearly dozens", "en", "\"nearly dozens\" has the hedge nearly on a vague amount, which is not read"},
      {"about none", "en", "\"about none\" puts a hedge before a word that takes none"},
      {"fewer than 0", "en", "\"below 0\" leaves no count: nothing is below 0"},
      {"60%", "en", "\"60%\" goes on after the number with \"%\", which is not read"},
      {"60, possibly more", "en", "\"60, possibly more\" goes on after the number with \",\", which is not read"},
      {"60 percent", "en",
       "\"60 percent\" has \"percent\" after its first number phrase, \"60\": give one number "
       "phrase alone"},
      {"60 dead and 20 wounded", "en",
       "\"60 dead and 20 wounded\" has \"20\" after its first number phrase, \"60\": "
       "give one number phrase alone"},
      {"sixty or seventy", "en",
       "\"sixty or seventy\" has \"seventy\" after its first number phrase, \"sixty\": give "
       "one number phrase alone"},
      {"two thousand million", "en",
       "\"two thousand million\" has \"million\" after its first number phrase, \"two "
       "thousand\": give one number phrase alone"},
      {"thirty forty", "en",
       "\"thirty forty\" has \"forty\" after its first number phrase, \"thirty\": give one number "
       "phrase alone"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Message(c.words, c.language), c.message) << c.words;
}

TEST_F(RefusalTest, ALongPhraseIsRefusedUnread) {
  EXPECT_EQ(Message(std::string(201, '6'), ""), "a number phrase has at most 200 bytes, this has 201");
}

TEST_F(RefusalTest, NumbersOutsideTheReadRangeAndOtherHedges) {
  EXPECT_THAT(std::string(ReadNominal(-1, "", table_).status().message()), testing::HasSubstr("-1 is outside 0 to"));
  EXPECT_FALSE(ReadNominal(kMaxCount + 1, "", table_).ok());
  EXPECT_TRUE(ReadNominal(kMaxCount, "at-least", table_).ok());
  for (const char* hedge : {"range", "round", "roughly", "About"}) {
    EXPECT_EQ(ReadNominal(60, hedge, table_).status().message(), absl::StrCat("no hedge is called \"", hedge, "\""));
  }
}

// Every reading has low <= high, and nothing crashes: phrases glued from the table's own words, then with bytes
// changed.
TEST_F(RefusalTest, RandomPhrasesAreReadSoundlyOrRefused) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  const std::vector<std::string> kPieces = {"60", "1,283",  "٣٠",      "-",      "+",
                                            " ",  "\u00A0", "members", "\u200F", "999999999"};
  int read = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string phrase;
    for (size_t count = 1 + random() % 5; count > 0; --count) {
      if (random() % 3 == 0) {
        phrase += kPieces[random() % kPieces.size()];
      } else {
        for (const std::string& word : table_.words[random() % table_.words.size()].text) phrase += word + " ";
      }
      if (random() % 2 == 0) phrase += " ";
    }
    if (random() % 3 == 0) phrase[random() % phrase.size()] = static_cast<char>(random());
    const char* kLanguages[] = {"", "en", "fr", "ar", "de", "ha"};
    const auto reading = ReadWords(phrase, kLanguages[random() % 6], table_);
    if (!reading.ok()) {
      ASSERT_FALSE(reading.status().message().empty());
      continue;
    }
    ++read;
    for (const Range& range : {reading->hard, reading->soft}) {
      ASSERT_GE(range.low, 0) << phrase;
      ASSERT_TRUE(!range.high || *range.high >= range.low) << phrase;
    }
    ASSERT_TRUE(reading->form == "round" || IsInside(reading->soft, reading->hard)) << phrase;
    ASSERT_EQ(FirstInvalidUtf8(reading->rest), std::nullopt);
  }
  EXPECT_GT(read, 1000);
}

}  // namespace
}  // namespace tallystick
