#include "cli/finding_named.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/exit_code.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;

v1::Findings Three() {
  v1::Findings findings;
  for (const char* id : {"abcdef0123456789", "abcdef0123450000", "0123456789abcdef"}) {
    v1::Finding* finding = findings.add_findings();
    finding->set_id(std::string(id) + std::string(48, '0'));
    finding->set_kind("one-scope");
  }
  return findings;
}

TEST(ResolveFindingTest, TheOnlyOneThatBeginsSoIsMeant) {
  const v1::Findings findings = Three();
  for (const char* word : {"012345", "0123456789ABCDEF"}) {
    const auto found = ResolveFinding(findings, word);
    ASSERT_TRUE(found.ok()) << word;
    EXPECT_EQ(*found, &findings.findings(2));
  }
}

TEST(ResolveFindingTest, SeveralAreListedSoThatTheyCanBeToldApart) {
  const v1::Findings findings = Three();
  const absl::Status status = ResolveFinding(findings, "abcdef").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("2 findings have an id that begins with abcdef: abcdef0123450 (one-scope), "
                                                       "abcdef0123456 (one-scope)"));
  EXPECT_EQ(HintOf(status), "give more digits of it");
}

TEST(ResolveFindingTest, NoneAndWhatIsNoIdAreTwoErrors) {
  const v1::Findings findings = Three();
  EXPECT_TRUE(absl::IsNotFound(ResolveFinding(findings, "fedcba").status()));
  for (const char* word : {"", "abc", "battle", "abcdeg", "01234"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ResolveFinding(findings, word).status())) << word;
    EXPECT_NE(HintOf(ResolveFinding(findings, word).status()), "") << word;
  }
}

}  // namespace
}  // namespace tallystick
