#include "tests/core/conflict/rule_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tallystick {

using testing::HasSubstr;

void CheckCase(const RuleCase& rule) {
  Casebook fires, near_miss;
  rule.fires(&fires);
  rule.near_miss(&near_miss);
  const v1::Findings findings = fires.Find(), nothing = near_miss.Find();
  const auto found = OfKind(findings, rule.kind, rule.verdict);
  ASSERT_EQ(found.size(), 1u) << Show(findings);
  EXPECT_THAT(FindingInWords(found[0]), HasSubstr(rule.says));
  EXPECT_EQ(found[0].id().size(), 64u);
  EXPECT_TRUE(OfKind(nothing, rule.kind).empty()) << Show(nothing);
  if (rule.verdict <= kTension) {
    EXPECT_EQ(Conflicts(findings).size(), 1u) << Show(findings);
    EXPECT_TRUE(Conflicts(nothing).empty()) << Show(nothing);
    EXPECT_GE(found[0].claims_size(), 2);
    EXPECT_EQ(found[0].cited_size(), found[0].claims_size());
  }
}

Say Killed(const std::string& by, const std::string& words) { return Say(by, "killed").Number(words); }

}  // namespace tallystick
