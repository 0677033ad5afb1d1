// The caution that a word beside a match may deny it.
#include "core/quote/negation.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

TEST(NegationTest, AWordThatMayDenyIsNamedWhereItStandsBesideTheMatch) {
  const struct {
    const char *before, *matched, *quote, *found;
  } kCases[] = {
      {"They have not ", "killed some 60", "killed some 60", "not"},
      {"They haven\xE2\x80\x99t ", "killed some 60", "killed some 60", "n't"},
      {"The army DENIED having ", "killed some 60", "killed some 60", "denied"},
      {"L'armée a démenti avoir ", "tué 60 civils", "tué 60 civils", "dementi"},
      {"Ils n'ont pas ", "tué 60 civils", "tué 60 civils", "pas"},
      {"لم ", "يقتل نحو 60 عنصرا", "يقتل نحو 60 عنصرا", "لم"},
      {"نفى الجيش ", "مقتل نحو 60 عنصرا", "مقتل نحو 60 عنصرا", nullptr},
      {"", "they did not kill some 60", "they did kill some 60", "not"},
      {"", "they did not kill some 60", "they did not kill some 60", ""},
      {"It is not as if anybody there had ", "killed some 60", "killed some 60", ""},
      {"A note says they ", "killed some 60", "killed some 60", ""},
      {"", "", "", ""},
  };
  for (const auto& c : kCases) {
    const std::string found = NegationBeside(c.before, c.matched, c.quote);
    if (c.found == nullptr) {
      EXPECT_FALSE(found.empty()) << c.before;
    } else {
      EXPECT_EQ(found, c.found) << c.before << c.matched;
    }
  }
}

}  // namespace
}  // namespace tallystick
