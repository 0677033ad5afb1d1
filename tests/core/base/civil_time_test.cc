#include "core/base/civil_time.h"

#include <gtest/gtest.h>

#include <ctime>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr Seconds kDaySeconds = 86400;

TEST(CivilTime, WrittenTimesCoverTheirSeconds) {
  const struct {
    absl::string_view text;
    Seconds begin, end;
  } kCases[] = {
      {"1970", 0, 365 * kDaySeconds},
      {"1970-01", 0, 31 * kDaySeconds},
      {"1970-01-01", 0, kDaySeconds},
      {"1970-01-01T00:00Z", 0, 60},
      {"1970-01-01T00:00:00Z", 0, 1},
      {"1969-12-31T23:59:59Z", -1, 0},
      {"1969-12", -31 * kDaySeconds, 0},
      {"2022-10-29", 1667001600, 1667088000},
      {"2022-10", 1664582400, 1667260800},
      {"2022-12", 1669852800, 1672531200},
      {"2022-10-29T12:00Z", 1667044800, 1667044860},
      {"2022-10-29T12:00:30+02:00", 1667037630, 1667037631},
      {"2022-10-29T00:00-05:30", 1667021400, 1667021460},
      {"2022-10-29T00:00+23:59", 1666915260, 1666915320},
      {"2022-10-29T12:00-00:00", 1667044800, 1667044860},
      {"2024-02", 1706745600, 1709251200},  // 29 days
      {"2000-02-29", 951782400, 951868800},
      {"2000-12-31T23:59:59Z", 978307199, 978307200},
      {"0001-01-01", -62135596800, -62135596800 + kDaySeconds},
      {"9999-12-31", 253402214400, 253402300800},
      {"9999", 253370764800, 253402300800},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<CivilSpan> span = ParseCivil(c.text);
    ASSERT_TRUE(span.ok()) << span.status();
    EXPECT_EQ(span->begin, c.begin) << c.text;
    EXPECT_EQ(span->end, c.end) << c.text;
  }
}

TEST(CivilTime, OtherFormsAndDaysThatDoNotExistAreRefused) {
  for (const absl::string_view text : {"",
                                       "2",
                                       "202",
                                       "20222",
                                       "0000",
                                       "-2022",
                                       "+2022",
                                       " 2022",
                                       "2022 ",
                                       "2022-",
                                       "2022-1",
                                       "2022-00",
                                       "2022-13",
                                       "2022-10-",
                                       "2022-10-0",
                                       "2022-10-00",
                                       "2022-10-32",
                                       "2022-02-29",
                                       "1900-02-29",
                                       "2022-04-31",
                                       "2022/10/29",
                                       "20221029",
                                       "2022-10-29T",
                                       "2022-10-29T12",
                                       "2022-10-29T12:00",
                                       "2022-10-29T12:00:00",
                                       "2022-10-29 12:00Z",
                                       "2022-10-29T12Z",
                                       "2022-10-29t12:00z",
                                       "2022-10-29T24:00Z",
                                       "2022-10-29T12:60Z",
                                       "2022-10-29T12:00:60Z",
                                       "2022-10-29T12:00:00.5Z",
                                       "2022-10-29T12:00Z ",
                                       "2022-10-29T12:00ZZ",
                                       "2022-10-29T12:00+2:00",
                                       "2022-10-29T12:00+0200",
                                       "2022-10-29T12:00+24:00",
                                       "2022-10-29T12:00+02:60",
                                       "2022-10-29T12:00+02",
                                       "2022-10-29T12:00 +02:00",
                                       "2022-10-29T-1:00Z",
                                       "2022-10-29T12:00:+1Z",
                                       "2022-W43",
                                       "2022-302",
                                       "yesterday",
                                       "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa2"}) {
    const absl::Status status = ParseCivil(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_TRUE(status.message().find("2022-10-29T12:00Z") != absl::string_view::npos) << status;
  }
}

TEST(CivilTime, FormattingGivesTheUtcDayAndSecond) {
  EXPECT_EQ(FormatUtc(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatUtc(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(FormatUtc(1667037630), "2022-10-29T10:00:30Z");
  EXPECT_EQ(FormatUtc(-62135596800), "0001-01-01T00:00:00Z");
  EXPECT_EQ(FormatDay(1667088000 - 1), "2022-10-29");
  EXPECT_EQ(FormatDay(1667088000), "2022-10-30");
}

// Counted by hand: every day follows the one before it, over two centuries with the year 2000 and the year 2100.
TEST(CivilTime, EveryDayFollowsTheOneBefore) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  Seconds expected = ParseCivil("1896-01-01")->begin;
  for (int year = 1896; year <= 2104; ++year) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    for (int month = 1; month <= 12; ++month) {
      const int length = kLengths[month - 1] + (leap && month == 2);
      for (int day = 1; day <= length; ++day, expected += kDaySeconds) {
        const std::string text =
            absl::StrCat(year, "-", absl::Dec(month, absl::kZeroPad2), "-", absl::Dec(day, absl::kZeroPad2));
        const absl::StatusOr<CivilSpan> span = ParseCivil(text);
        ASSERT_TRUE(span.ok()) << text;
        ASSERT_EQ(span->begin, expected) << text;
        ASSERT_EQ(span->end, expected + kDaySeconds) << text;
        ASSERT_EQ(FormatDay(expected + kDaySeconds - 1), text);
      }
    }
  }
  EXPECT_EQ(ParseCivil("1970-01-01")->begin, 0);
}

TEST(CivilTime, FormattedTimesReadBackAndAgreeWithTheCLibrary) {
  for (Seconds seconds = -62135596800; seconds <= 253402300799; seconds += 86400 * 997 + 12347) {
    const absl::StatusOr<CivilSpan> span = ParseCivil(FormatUtc(seconds));
    ASSERT_TRUE(span.ok()) << seconds;
    ASSERT_EQ(span->begin, seconds);
    const time_t time = seconds;
    std::tm parts;
    gmtime_r(&time, &parts);
    const std::string expected = absl::StrCat(
        absl::Dec(parts.tm_year + 1900, absl::kZeroPad4), "-", absl::Dec(parts.tm_mon + 1, absl::kZeroPad2), "-",
        absl::Dec(parts.tm_mday, absl::kZeroPad2), "T", absl::Dec(parts.tm_hour, absl::kZeroPad2), ":",
        absl::Dec(parts.tm_min, absl::kZeroPad2), ":", absl::Dec(parts.tm_sec, absl::kZeroPad2), "Z");
    ASSERT_EQ(FormatUtc(seconds), expected);
  }
}

}  // namespace
}  // namespace tallystick
