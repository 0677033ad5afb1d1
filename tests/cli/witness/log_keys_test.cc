#include "cli/witness/log_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;

const std::string kLog = TestNoteKey("log.example", 'l').Format(), kOther = TestNoteKey("other.example", 'o').Format();
const std::string kWitness = TestNoteKey("w.example", 'w', SignatureType::kCosignatureV1).Format();

TEST(LogKeysTest, AListAndAPolicyGiveTheSame) {
  for (const std::string& text :
       {absl::StrCat("# ours\n\n", kLog, "\n  ", kOther, " \r\n", kLog, "\n"), absl::StrCat(kLog, "\n", kOther),
        absl::StrCat("# p\nlog ", kLog, "\nlog\t", kOther, "\nwitness w ", kWitness, "\nquorum w\n")}) {
    const auto keys = ParseLogKeys(text);
    ASSERT_TRUE(keys.ok()) << keys.status() << text;
    ASSERT_EQ(keys->size(), 2) << text;
    EXPECT_EQ((*keys)[0].Format(), kLog);
    EXPECT_EQ((*keys)[1].Format(), kOther);
  }
}

TEST(LogKeysTest, AnythingElseIsRefused) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "names no log"},
      {"# nothing\n", "names no log"},
      {"quorum none\n", "names no log"},
      {kWitness, "line 1: w.example is the key of a witness"},
      {absl::StrCat(kLog, "\n", kLog, "x\n"), "line 2"},
      {absl::StrCat("log ", kLog, "\n"), "quorum"},
      {absl::StrCat(kLog, " https://log.example\n"), "line 1"},
  };
  for (const auto& [text, message] : cases) {
    const auto keys = ParseLogKeys(text);
    EXPECT_TRUE(absl::IsInvalidArgument(keys.status())) << text;
    EXPECT_THAT(keys.status().message(), HasSubstr(message)) << text;
  }
}

}  // namespace
}  // namespace tallystick
