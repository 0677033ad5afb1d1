// The quantity spans of the article the project began from: each is read, and as the house table says.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

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
  std::stringstream text;
  text << file.rdbuf();
  google::protobuf::Struct document;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(text.str(), &document).ok());
  const auto table = ShippedTable("tally");
  ASSERT_TRUE(table.ok()) << table.status();
  std::map<std::string, std::string> readings;
  for (const auto& span : document.fields().at("spans").list_value().values()) {
    const auto& fields = span.struct_value().fields();
    if (fields.at("kind").string_value() != "quantity") continue;
    const std::string words = fields.at("exact").string_value();
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
