#include "core/quantity/reading.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

constexpr std::nullopt_t kNone = std::nullopt;

struct Case {
  const char* words;
  const char* language;
  Range hard, soft;
  std::optional<int64_t> nominal;
  const char* form;
  const char* rest = "";
};

void PrintTo(const Case& c, std::ostream* out) { *out << '"' << c.words << "\" (" << c.language << ')'; }

class ReadingTest : public testing::Test {
 protected:
  static PhraseTable Table(absl::string_view name) {
    auto table = ShippedTable(name);
    EXPECT_TRUE(table.ok()) << table.status();
    return table.ok() ? *std::move(table) : PhraseTable{};
  }

  static void Check(const PhraseTable& table, const Case& c) {
    const auto reading = ReadWords(c.words, c.language, table);
    ASSERT_TRUE(reading.ok()) << testing::PrintToString(c) << ": " << reading.status();
    EXPECT_EQ(ToText(reading->hard), ToText(c.hard)) << testing::PrintToString(c) << ", hard";
    EXPECT_EQ(ToText(reading->soft), ToText(c.soft)) << testing::PrintToString(c) << ", soft";
    EXPECT_EQ(reading->nominal, c.nominal) << testing::PrintToString(c);
    EXPECT_EQ(reading->form, c.form) << testing::PrintToString(c);
    EXPECT_EQ(reading->rest, c.rest) << testing::PrintToString(c);
  }

  static void CheckAll(absl::string_view name, std::initializer_list<Case> cases) {
    const PhraseTable table = Table(name);
    for (const Case& c : cases) Check(table, c);
  }
};

// Row by row the table of docs/quantities.md, "The house table".
TEST_F(ReadingTest, HouseTableRows) {
  CheckAll("tally", {
                        {"63", "en", {63, 63}, {63, 63}, 63, "exact"},
                        {"60", "en", {60, 60}, {55, 65}, 60, "round"},
                        {"about 60", "en", {45, 75}, {55, 65}, 60, "about"},
                        {"around 30", "en", {23, 37}, {25, 35}, 30, "about"},
                        {"some 60", "en", {45, 75}, {55, 65}, 60, "about"},
                        {"nearly 60", "en", {45, 59}, {55, 59}, 60, "nearly"},
                        {"almost 30", "en", {23, 29}, {25, 29}, 30, "nearly"},
                        {"at least 60", "en", {60, kNone}, {60, 90}, 60, "at-least"},
                        {"17+", "en", {17, kNone}, {17, 25}, 17, "at-least"},
                        {"more than 60", "en", {61, kNone}, {61, 84}, 60, "more-than"},
                        {"up to 60", "en", {0, 60}, {36, 60}, 60, "up-to"},
                        {"dozens", "en", {12, kNone}, {24, 80}, kNone, "dozens"},
                        {"several dozen", "en", {24, kNone}, {36, 80}, kNone, "several-dozen"},
                        {"a dozen", "en", {10, 14}, {12, 12}, 12, "about"},
                        {"une dizaine", "fr", {8, 12}, {8, 12}, 10, "about"},
                        {"une trentaine", "fr", {23, 37}, {25, 35}, 30, "about"},
                        {"scores", "en", {20, kNone}, {40, 99}, kNone, "scores"},
                        {"tens", "en", {10, kNone}, {20, 99}, kNone, "tens"},
                        {"des dizaines", "fr", {10, kNone}, {20, 99}, kNone, "tens"},
                        {"عشرات", "ar", {10, kNone}, {20, 99}, kNone, "tens"},
                        {"hundreds", "en", {100, kNone}, {200, 999}, kNone, "hundreds"},
                        {"thousands", "en", {1000, kNone}, {2000, 9999}, kNone, "thousands"},
                        {"a few", "en", {2, kNone}, {3, 5}, kNone, "a-few"},
                        {"several", "en", {3, kNone}, {3, 9}, kNone, "several"},
                    });
}

TEST_F(ReadingTest, TheOtherRowsOfTheHouseTable) {
  CheckAll("tally", {
                        {"fewer than 60", "en", {0, 59}, {36, 59}, 60, "below"},
                        {"exactly 60", "en", {60, 60}, {60, 60}, 60, "exact"},
                        {"between 20 and 30", "en", {20, 30}, {20, 30}, kNone, "range"},
                        {"20 to 30", "en", {20, 30}, {20, 30}, kNone, "range"},
                        {"20–30", "en", {20, 30}, {20, 30}, kNone, "range"},
                        {"some 50-60", "en", {38, 75}, {40, 65}, kNone, "about"},
                        {"no", "en", {0, 0}, {0, 0}, 0, "exact"},
                        {"none", "en", {0, 0}, {0, 0}, 0, "exact"},
                        {"both", "en", {2, 2}, {2, 2}, 2, "exact"},
                        {"a few hundred", "en", {200, kNone}, {300, 500}, kNone, "few-hundred"},
                        {"several thousand", "en", {2000, kNone}, {3000, 9999}, kNone, "several-thousand"},
                        {"tens of thousands", "en", {10000, kNone}, {20000, 99999}, kNone, "tens-of-thousands"},
                        {"at least several dozen", "en", {24, kNone}, {36, 80}, kNone, "several-dozen"},
                    });
}

TEST_F(ReadingTest, WhereToleranceLeavesNothingTheStatedEndStays) {
  CheckAll("tally", {
                        {"more than 1", "en", {2, kNone}, {2, 2}, 1, "more-than"},
                        {"more than one", "en", {2, kNone}, {2, 2}, 1, "more-than"},
                        {"nearly 12", "en", {10, 11}, {11, 11}, 12, "nearly"},
                        {"nearly 1", "en", {0, 0}, {0, 0}, 1, "nearly"},
                        {"fewer than 2", "en", {0, 1}, {1, 1}, 2, "below"},
                        {"at least 1", "en", {1, kNone}, {1, 1}, 1, "at-least"},
                        {"about 0", "en", {0, 0}, {0, 0}, 0, "about"},
                        {"up to 0", "en", {0, 0}, {0, 0}, 0, "up-to"},
                    });
}

TEST_F(ReadingTest, DigitsInEveryWritingThatIsRead) {
  CheckAll("tally", {
                        {"1,283", "en", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1,283", "", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1 283", "fr", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1\u00A0283", "", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1\u202F283", "fr-ML", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1.283", "fr", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1.283", "de", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"1.283.001", "", {1283001, 1283001}, {1283001, 1283001}, 1283001, "exact"},
                        {"1'283", "", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"٦٣", "ar", {63, 63}, {63, 63}, 63, "exact"},
                        {"۶۳", "", {63, 63}, {63, 63}, 63, "exact"},
                        {"١٬٢٨٣", "ar", {1283, 1283}, {1283, 1283}, 1283, "exact"},
                        {"６３", "", {63, 63}, {63, 63}, 63, "exact"},
                        {"0", "", {0, 0}, {0, 0}, 0, "exact"},
                        {"~ 63", "", {57, 69}, {60, 66}, 63, "about"},
                        {"≥63", "", {63, kNone}, {63, 94}, 63, "at-least"},
                        {">63", "", {64, kNone}, {64, 88}, 63, "more-than"},
                        {"2 million", "en", {2000000, 2000000}, {1600000, 2400000}, 2000000, "round"},
                        {"2,5 millions", "fr", {2500000, 2500000}, {2250000, 2750000}, 2500000, "round"},
                        {"1.283001 million", "en", {1283001, 1283001}, {1283001, 1283001}, 1283001, "exact"},
                        {"9,000,000,000,000,000",
                         "en",
                         {kMaxCount, kMaxCount},
                         {8500000000000000, 9500000000000000},
                         kMaxCount,
                         "round"},
                    });
}

TEST_F(ReadingTest, NumbersInWords) {
  const PhraseTable table = Table("tally");
  const struct {
    const char* words;
    const char* language;
    int64_t value;
  } kNumbers[] = {
      {"zero", "en", 0},
      {"Seventeen", "en", 17},
      {"twenty-five", "en", 25},
      {"ninety nine", "en", 99},
      {"a hundred", "en", 100},
      {"one hundred and five", "en", 105},
      {"two hundred sixty-three", "en", 263},
      {"fifteen hundred", "en", 1500},
      {"a thousand", "en", 1000},
      {"two thousand and five", "en", 2005},
      {"one million two hundred thousand and one", "en", 1200001},
      {"three billion", "en", 3000000000},
      {"dix-sept", "fr", 17},
      {"vingt et un", "fr", 21},
      {"trente-deux", "fr", 32},
      {"soixante-dix", "fr", 70},
      {"soixante et onze", "fr", 71},
      {"septante-sept", "fr", 77},
      {"quatre-vingts", "fr", 80},
      {"quatre-vingt-dix-sept", "fr", 97},
      {"cent", "fr", 100},
      {"deux cents", "fr", 200},
      {"mille neuf cent quatre-vingt-dix-neuf", "fr", 1999},
      {"deux millions trois cent mille", "fr", 2300000},
      {"trois billions", "fr", 3000000000000},
      {"ثلاثة", "ar", 3},
      {"أحد عشر", "ar", 11},
      {"خمس عشرة", "ar", 15},
      {"عشرون", "ar", 20},
      {"خمسة وعشرون", "ar", 25},
      {"واحد وثلاثين", "ar", 31},
      {"مئة", "ar", 100},
      {"مائة وخمسة", "ar", 105},
      {"مئتان وثلاثة وستون", "ar", 263},
      {"ثلاثمائة", "ar", 300},
      {"ألف", "ar", 1000},
      {"ألفان وخمسمئة", "ar", 2500},
      {"ثلاثة آلاف", "ar", 3000},
      {"خمسة وعشرون ألفا", "ar", 25000},
      {"مليون ومئتا ألف", "ar", 1200000},
  };
  for (const auto& c : kNumbers) {
    for (const char* language : {c.language, ""}) {
      const auto reading = ReadWords(c.words, language, table);
      if (!reading.ok() && *language == '\0' && c.value >= 1000000000) continue;  // the long and the short scale
      ASSERT_TRUE(reading.ok()) << c.words << ": " << reading.status();
      EXPECT_EQ(reading->nominal, c.value) << c.words;
      EXPECT_EQ(reading->hard, (Range{c.value, c.value})) << c.words;
      EXPECT_EQ(reading->rest, "") << c.words;
    }
  }
}

// 1 to 99, spelt by the rules of the language rather than by the rows of the word list.
TEST_F(ReadingTest, EveryNumberBelowAHundredInFrench) {
  const PhraseTable table = Table("tally");
  const std::vector<std::string> kUnits = {"",         "un",     "deux",  "trois",    "quatre",   "cinq",    "six",
                                           "sept",     "huit",   "neuf",  "dix",      "onze",     "douze",   "treize",
                                           "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};
  const std::vector<std::string> kTens = {"",          "",         "vingt",    "trente",       "quarante",
                                          "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
  for (int n = 1; n < 100; ++n) {
    std::string words = n < 20 ? kUnits[n] : kTens[n / 10];
    const int unit = n < 20 ? 0 : n / 10 == 7 || n / 10 == 9 ? 10 + n % 10 : n % 10;
    if (n == 80) words += "s";
    if (unit > 0) words += ((unit == 1 || unit == 11) && n < 80 ? " et " : "-") + kUnits[unit];
    const auto reading = ReadWords(words, "fr", table);
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_EQ(reading->nominal, n) << words;
  }
}

TEST_F(ReadingTest, HedgesInFrenchAndArabicBeforeAndAfter) {
  CheckAll("tally",
           {
               {"environ 60", "fr", {45, 75}, {55, 65}, 60, "about"},
               {"Quelque 60", "fr", {45, 75}, {55, 65}, 60, "about"},
               {"près de 30", "fr", {23, 37}, {25, 35}, 30, "about"},
               {"PRES DE 30", "fr", {23, 37}, {25, 35}, 30, "about"},
               {"au moins une trentaine", "fr", {30, kNone}, {30, 45}, 30, "at-least"},
               {"plus d’une dizaine", "fr", {11, kNone}, {11, 14}, 10, "more-than"},
               {"presque 60", "fr", {45, 59}, {55, 59}, 60, "nearly"},
               {"jusqu’à 60", "fr", {0, 60}, {36, 60}, 60, "up-to"},
               {"entre vingt et trente", "fr", {20, 30}, {20, 30}, kNone, "range"},
               {"de 20 à 30", "fr", {20, 30}, {20, 30}, kNone, "range"},
               {"60 au moins", "fr", {60, kNone}, {60, 90}, 60, "at-least"},
               {"une soixantaine de combattants", "fr", {45, 75}, {55, 65}, 60, "about", "de combattants"},
               {"plusieurs dizaines de civils", "fr", {20, kNone}, {30, 99}, kNone, "several-tens", "de civils"},
               {"plusieurs", "fr", {2, kNone}, {3, 9}, kNone, "plusieurs"},
               {"حوالي ٦٠", "ar", {45, 75}, {55, 65}, 60, "about"},
               {"نَحْوَ 60", "ar", {45, 75}, {55, 65}, 60, "about"},
               {"على الأقل 30", "ar", {30, kNone}, {30, 45}, 30, "at-least"},
               {"30 قتيلا على الأقل", "ar", {30, kNone}, {30, 45}, 30, "at-least", "قتيلا"},
               {"أكثر من ثلاثين", "ar", {31, kNone}, {31, 42}, 30, "more-than"},
               {"بين 20 و30", "ar", {20, 30}, {20, 30}, kNone, "range"},
               {"بين عشرين وثلاثين", "ar", {20, 30}, {20, 30}, kNone, "range"},
               {"مئات القتلى", "ar", {100, kNone}, {200, 999}, kNone, "hundreds", "القتلى"},
               {"آلاف", "ar", {1000, kNone}, {2000, 9999}, kNone, "thousands"},
               {"عشرات الآلاف", "ar", {10000, kNone}, {20000, 99999}, kNone, "tens-of-thousands"},
               {"60 people or so", "en", {45, 75}, {55, 65}, 60, "about", "people"},
               {"60-odd fighters", "en", {45, 75}, {55, 65}, 60, "about", "fighters"},
               {"no fewer than two dozen", "en", {24, kNone}, {24, 36}, 24, "at-least"},
               {"half a dozen", "en", {5, 7}, {6, 6}, 6, "about"},
           });
}

TEST_F(ReadingTest, WhatFollowsThePhraseIsHandedBack) {
  CheckAll("tally", {
                        {"some 60 members of the al-Qaeda militia",
                         "en",
                         {45, 75},
                         {55, 65},
                         60,
                         "about",
                         "members of the al-Qaeda militia"},
                        {"dozens of combatants", "", {12, kNone}, {24, 80}, kNone, "dozens", "of combatants"},
                        {"60 membres d’une milice", "fr", {60, 60}, {55, 65}, 60, "round", "membres d’une milice"},
                        {"  60\tmembers ", "en", {60, 60}, {55, 65}, 60, "round", "members"},
                    });
}

TEST_F(ReadingTest, OneHundredAndTwoSplitsWhereBothSidesAreNumbers) {
  CheckAll("tally", {
                        {"between one hundred and two hundred", "en", {100, 200}, {100, 200}, kNone, "range"},
                        {"between fifty and one hundred", "en", {50, 100}, {50, 100}, kNone, "range"},
                        {"between one hundred and fifty and two hundred", "en", {150, 200}, {150, 200}, kNone, "range"},
                        {"1 thousand to 2 million", "en", {1000, 2000000}, {1000, 2000000}, kNone, "range"},
                    });
}

TEST_F(ReadingTest, AnotherTableGivesAnotherReading) {
  CheckAll("acled", {
                        {"tens", "en", {10, 10}, {10, 10}, kNone, "tens"},
                        {"dozens", "en", {12, 12}, {12, 12}, kNone, "dozens"},
                        {"several dozen", "en", {12, 12}, {12, 12}, kNone, "several-dozen"},
                        {"hundreds", "en", {100, 100}, {100, 100}, kNone, "hundreds"},
                        {"some 60", "en", {60, 60}, {60, 60}, 60, "about"},
                        {"between 20 and 30", "en", {20, 20}, {20, 20}, kNone, "range"},
                    });
  CheckAll("airwars", {
                          {"dozens", "en", {12, 24}, {12, 24}, kNone, "dozens"},
                          {"many", "en", {2, 10}, {2, 10}, kNone, "many"},
                          {"between 20 and 30", "en", {20, 30}, {20, 30}, kNone, "range"},
                      });
}

TEST_F(ReadingTest, AnAmountThatATableLacksIsNotFoundRatherThanMisread) {
  const auto several = ReadWords("several", "en", Table("acled"));
  EXPECT_EQ(several.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(several.status().message(), "\"several\": table acled version 1 does not say what \"several\" counts as");
  EXPECT_EQ(ReadWords("many", "en", Table("tally")).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReadingTest, ABareNumberAndItsWordsReadAlike) {
  const PhraseTable table = Table("tally");
  for (int64_t n : {0, 1, 9, 10, 60, 63, 210, 1283, 5000}) {
    const auto words = ReadWords(absl::StrCat(n), "", table);
    const auto nominal = ReadNominal(n, "", table);
    ASSERT_TRUE(words.ok() && nominal.ok()) << n;
    EXPECT_EQ(*words, *nominal);
  }
}

}  // namespace
}  // namespace tallystick
