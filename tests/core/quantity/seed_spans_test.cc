// The quantity spans of the article the project began from: each is read, and as the house table says.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/quantity/reading.h"

namespace tallystick {
namespace {

TEST(SeedSpans, EveryQuantityOfTheArticleIsRead) {
  std::ifstream file("../shared/seed/spans.json");
  if (!file) {
    const char* ci = std::getenv("CI");
    ASSERT_FALSE(ci != nullptr && std::string(ci) == "true") << "../shared/seed/spans.json is absent";
    GTEST_SKIP() << "../shared/seed/spans.json is absent";
  }
  // Not protobuf's Struct: its maps, instrumented here and not in Debian's library, crash under ThreadSanitizer.
  const nlohmann::json document = nlohmann::json::parse(file);
  const auto table = ShippedTable("tally");
  ASSERT_TRUE(table.ok()) << table.status();
  std::map<std::string, std::string> readings;
  for (const nlohmann::json& span : document.at("spans")) {
    if (span.at("kind") != "quantity") continue;
    const std::string words = span.at("exact");
    const auto reading = ReadWords(words, "en", *table);
    ASSERT_TRUE(reading.ok()) << reading.status();
    readings[words] = ToText(reading->hard) + ", " + ToText(reading->soft);
    EXPECT_EQ(reading->rest, "") << words;
  }
  const std::map<std::string, std::string> expected = {
      {"48", "48, 48"},          {"several dozen", "≥ 24, 36–80"}, {"1,283", "1283, 1283"}, {"several", "≥ 3, 3–9"},
      {"dozens", "≥ 12, 24–80"}, {"some 60", "45–75, 55–65"},      {"two", "2, 2"},         {"both", "2, 2"},
  };
  EXPECT_EQ(readings, expected);
}

}  // namespace
}  // namespace tallystick
