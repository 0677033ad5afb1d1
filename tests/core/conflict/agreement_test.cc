// What an agreement says was reported: the words of the reports, never a figure that only follows from them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

struct Reports {
  const char* name;
  std::vector<const char*> numbers;
  const char* says;
};

class Agreement : public testing::TestWithParam<Reports> {};

TEST_P(Agreement, SaysWhatWasReported) {
  Casebook book;
  const auto battle = book.Event("the battle");
  int day = 10;
  for (const char* number : GetParam().numbers) {
    const std::string outlet = absl::StrCat("outlet ", day);
    book.Capture(outlet, absl::StrCat("2022-10-", day++));
    book.Add(Say(outlet, "killed").Number(number).In(outlet).Event(battle));
  }
  const auto found = OfKind(book.Find(), "agreement");
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), testing::StartsWith(GetParam().says));
}

const Reports kReports[] = {
    {"OneFigure", {"63", "63"}, "Two reports agree on 63 (killed, the battle). 2 reports, 2 origins: corroborates."},
    {"OnePhrase", {"some 60", "some 60"}, "Two reports agree on “some 60” (killed, the battle). "},
    {"TwoPhrases",
     {"some 60", "63"},
     "Two reports fit together (killed, the battle): “some 60” and 63 both allow 63, as usually meant. 2 reports, "},
    {"ThreePhrases",
     {"some 60", "about 65", "at least 61"},
     "Three reports fit together (killed, the battle): “some 60”, “about 65” and “at least 61” all allow 62 to 65, as "
     "usually meant. "},
    {"EachWayOnce",
     {"some 60", "63", "some 60"},
     "Three reports fit together (killed, the battle): “some 60” and 63 both allow 63, as usually meant. "},
    {"OfManyWays",
     {"some 60", "about 60", "around 60", "60", "nearly 61", "circa 60", "roughly 60", "approximately 60"},
     "Eight reports fit together (killed, the battle): “some 60”, "},
};

INSTANTIATE_TEST_SUITE_P(Counts, Agreement, testing::ValuesIn(kReports),
                         [](const testing::TestParamInfo<Reports>& p) { return std::string(p.param.name); });

}  // namespace
}  // namespace tallystick
