#include "cli/message_text.h"

#include <gtest/gtest.h>

#include "cli/commands/all.h"

namespace tallystick {
namespace {

std::string At(int columns, absl::string_view problem, absl::string_view hint = "") {
  return MessageAsText(problem, hint, AllCommands(), columns);
}

TEST(MessageTextTest, WithoutATerminalAMessageIsOneLine) {
  EXPECT_EQ(At(0, "a b c d e f g h", "i j"), "tally: a b c d e f g h\nhint: i j\n");
}

TEST(MessageTextTest, OnATerminalItIsWrappedBelowItsBeginning) {
  EXPECT_EQ(At(20, "one two three four", "five six seven eight"),
            "tally: one two three\n       four\nhint: five six seven\n      eight\n");
}

TEST(MessageTextTest, QuotedNamesAndCommandsToPasteStayWhole) {
  EXPECT_EQ(At(24, "no \"a name of four words\" here"), "tally: no\n       \"a name of four words\"\n       here\n");
  EXPECT_EQ(At(24, "x", "try tally source add NAME --reason TEXT so"),
            "tally: x\nhint: try\n      tally source add NAME --reason TEXT\n      so\n");
  EXPECT_EQ(At(24, "x", "tally list shows what is there"), "tally: x\nhint: tally list shows\n      what is there\n");
}

TEST(NearestCommandTest, SpellingGoesBeforeWhatTheHelpSpeaksOf) {
  const std::pair<const char*, const char*> cases[] = {{"conflict", "did you mean tally conflicts?"},
                                                       {"lst", "did you mean tally list?"},
                                                       {"shwo", "did you mean tally show?"},
                                                       {"verfy", "did you mean tally verify?"},
                                                       {"cite", "did you mean tally link add?"},
                                                       {"qwertz", ""},
                                                       {"x", ""}};
  for (const auto& [typed, expected] : cases) EXPECT_EQ(NearestCommand(typed, AllCommands()), expected) << typed;
}

}  // namespace
}  // namespace tallystick
