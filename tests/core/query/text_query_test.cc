#include "core/query/text_query.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

Record Noted(const std::string& text) {
  Record record;
  record.header.set_kind(v1::Header::source);
  record.slots.resize(5);
  record.slots[4].emplace().mutable_note()->set_text(text);
  return record;
}

struct Case {
  std::vector<std::string> arguments;
  const char* text;
  bool matches;
};

TEST(TextQueryTest, WordsBeginAndPhrasesFollowOneAnother) {
  const Case cases[] = {
      {{"talat"}, "the battle of Talataye", true},
      {{"TALATAYE"}, "the battle of Talataye", true},
      {{"tataye"}, "the battle of Talataye", false},
      {{"menaka"}, "Ménaka", true},
      {{"Ménaka"}, "menaka", true},
      {{"عشرات"}, "قُتل عَشَراتٌ منهم", true},
      {{"انسونغو"}, "أنسونغو", true},
      {{"battle of"}, "the battle of Talataye", true},
      {{"battle tal"}, "the battle of Talataye", false},
      {{"battle", "tal"}, "the battle of Talataye", true},
      {{"battle", "elephant"}, "the battle of Talataye", false},
      {{"l'islam"}, "Soutien à l’Islam", true},
  };
  for (const Case& c : cases) {
    const auto query = ParseTextQuery(c.arguments);
    ASSERT_TRUE(query.ok());
    EXPECT_EQ(Matches(*query, Noted(c.text)), c.matches) << c.arguments[0] << " in " << c.text;
  }
}

TEST(TextQueryTest, NothingToLookForIsRefused) {
  for (const char* argument : {"", " ", "!?", "\u0640"}) EXPECT_FALSE(ParseTextQuery({argument}).ok()) << argument;
}

TEST(TextQueryTest, AWithheldSlotMatchesNothing) {
  Record record = Noted("Talataye");
  record.slots[4].reset();
  EXPECT_FALSE(Matches(*ParseTextQuery({"talataye"}), record));
}

}  // namespace
}  // namespace tallystick
