// The tools of the other tests: that the shim sees everything, and that the judge can say no.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

TEST(FaultStory, TheJournalHoldsEveryByteThatTheProgramWrote) {
  const Undisturbed& told = TheStory();
  Disk disk;
  size_t at = 0;
  for (const Undisturbed::Mark& mark : told.marks) {
    for (; at < mark.operations; ++at) disk.Follow(told.operations[at]);
    EXPECT_TRUE(disk.Cached() == mark.tree) << "after " << at << " operations";
  }
  EXPECT_GT(at, 200);
}

TEST(FaultStory, ItEndsWithEverythingRecordedOnce) {
  Desk desk;
  const Undisturbed& told = TheStory();
  desk.Put(told.marks.back().tree);
  EXPECT_EQ(Judge(desk, AfterSteps(Story().size())), "");
}

TEST(FaultStory, TheJudgeMissesWhatWasAcknowledged) {
  Desk desk;
  const Undisturbed& told = TheStory();
  const size_t all = Story().size();
  const auto judge = [&](Tree tree, size_t acknowledged) {
    desk.Put(tree);
    return Judge(desk, AfterSteps(acknowledged));
  };
  EXPECT_THAT(judge(told.marks[all - 1].tree, all), testing::HasSubstr("what was last seen has size 5, but 6"));
  Tree without_keys = told.marks[all].tree;
  std::erase_if(without_keys, [](const auto& file) { return absl::StrContains(file.first, "recovery/"); });
  EXPECT_THAT(judge(without_keys, all), testing::HasSubstr("a key file was lost"));
  Tree older = told.marks[all].tree;
  older["/book/casebook.db"] = told.marks[all - 1].tree.at("/book/casebook.db");
  EXPECT_THAT(judge(older, all), testing::HasSubstr("check: exit code 3"));
  EXPECT_THAT(judge(told.marks[0].tree, 1), testing::HasSubstr("lost"));
}

}  // namespace
}  // namespace tallystick
