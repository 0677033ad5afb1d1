#include "store/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/scratch_folder.h"
#include "tests/core/sign/keys.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::IsEmpty;

void ExpectCounts(const CheckReport& report, const StoryCounts& story) {
  EXPECT_FALSE(report.damaged()) << Describe(report);
  EXPECT_THAT(report.not_checked, IsEmpty()) << Describe(report);
  EXPECT_EQ(report.submissions, story.submissions);
  EXPECT_EQ(report.records, story.records);
  EXPECT_EQ(report.captures, story.captures);
  EXPECT_EQ(report.quotes, story.quotes);
  EXPECT_EQ(report.slots_withheld, story.withheld);
  EXPECT_EQ(report.checkpoints, story.checkpoints);
  EXPECT_EQ(report.nodes, 16);  // of 9 leaves: 9 + 4 + 2 + 1
  // 134 claims of 9 slots, 3 sources of 5 and one with 2 withheld, 4 entities and 4 captures of 4, 2 links and 3 key
  // records of 3, a judgement of 4.
  EXPECT_EQ(report.slots_shown, 134 * 9 + 3 * 5 + 3 + 4 * 4 + 4 * 4 + 2 * 3 + 3 * 3 + 4);
  EXPECT_GT(report.rows, report.records * 4);
  EXPECT_EQ(report.problems_left_out, 0);
}

TEST(CheckerTest, ASoundCasebookPassesWithItsCounts) {
  ScratchFolder folder;
  TestCasebook on_disk(folder.path()), in_memory;
  for (TestCasebook* casebook : {&on_disk, &in_memory}) {
    const StoryCounts story = RecordStory(casebook);
    const auto report = casebook->Check();
    ASSERT_TRUE(report.ok()) << report.status();
    ExpectCounts(*report, story);
  }
}

TEST(CheckerTest, ANewCasebookPasses) {
  const auto report = TestCasebook().Check();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(Describe(*report), "nothing\n");
  EXPECT_EQ(report->submissions, 1);
  EXPECT_EQ(report->records, 2);
  EXPECT_EQ(report->checkpoints, 1);
}

TEST(CheckerTest, AnEmptyLogPasses) {
  ScratchFolder folder;
  const auto made = Casebook::Create(folder.path(), TestCasebook().identity());
  ASSERT_TRUE(made.ok());
  const auto report = CheckCasebook(**made->store().OpenSnapshot(), made->captures(), made->identity(),
                                    SignEmptyLog(made->identity(), TestKey('l')));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(Describe(*report), "nothing\n");
  EXPECT_EQ(report->submissions, 0);
}

TEST(CheckerTest, BothStoresDeriveTheSameRows) {
  ScratchFolder folder;
  TestCasebook on_disk(folder.path()), in_memory;
  RecordStory(&on_disk);
  RecordStory(&in_memory);
  EXPECT_EQ(on_disk.Check()->rows, in_memory.Check()->rows);
  const auto disk = on_disk.View(), memory = in_memory.View();
  const std::vector<std::string> tables = *disk->TableNames();
  ASSERT_EQ(tables, *memory->TableNames());
  for (const std::string& table : tables) {
    std::vector<std::string> rows[2];
    for (const auto& [view, out] : {std::pair(disk.get(), &rows[0]), std::pair(memory.get(), &rows[1])}) {
      ASSERT_TRUE(view->ScanRows(table, "", "",
                                 [out = out](absl::string_view key, absl::string_view value) {
                                   out->push_back(absl::StrCat(key, "=", value));
                                   return true;
                                 })
                      .ok());
    }
    EXPECT_EQ(rows[0], rows[1]) << table;
    EXPECT_FALSE(rows[0].empty()) << table;
  }
}

}  // namespace
}  // namespace tallystick
