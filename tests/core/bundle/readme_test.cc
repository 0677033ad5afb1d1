#include "core/bundle/readme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_replace.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Readme, FingerprintsAreGroupedForReadingAloud) {
  const Digest id = Sha256("key");
  const std::string grouped = GroupedHex(id, "  ");
  EXPECT_EQ(grouped.substr(0, 12), "  " + id.hex().substr(0, 4) + " " + id.hex().substr(4, 4) + " ");
  EXPECT_EQ(std::count(grouped.begin(), grouped.end(), '\n'), 2);
  EXPECT_EQ(absl::StrReplaceAll(grouped, {{" ", ""}, {"\n", ""}}), id.hex());
}

TEST(Readme, IsOnePageWithTheKeysAndNoVerdict) {
  ReadmeFacts facts;
  facts.name = "talataye";
  facts.log_origin = "menaka.12345678";
  facts.log_key = Sha256("log");
  facts.authors = {Sha256("a"), Sha256("b")};
  const std::string text = FormatReadme(facts);
  for (const Digest& key : {Sha256("a"), Sha256("b"), Sha256("log")})
    EXPECT_THAT(text, HasSubstr(GroupedHex(key, "  ")));
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 60);
  for (const char* verdict : {"verified", "authentic", "PASS", "proven"}) EXPECT_THAT(text, Not(HasSubstr(verdict)));
}

}  // namespace
}  // namespace tallystick
