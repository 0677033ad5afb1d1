#include "store/last_seen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "absl/strings/str_cat.h"
#include "store/files.h"
#include "tests/store/scratch_folder.h"

namespace tallystick {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr size_t kSlot = 4096;

class LastSeenTest : public testing::Test {
 protected:
  std::string path() const { return absl::StrCat(folder_.path(), "/", log_.hex(), ".head"); }
  std::string Bytes() const { return *ReadFile(path()); }
  void Put(const std::string& bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
  auto Open() const { return OpenLastSeen(folder_.path(), log_, milliseconds(0)); }
  auto Read() const { return ReadLastSeen(folder_.path(), log_); }
  void Create(absl::string_view note) const { ASSERT_TRUE(CreateLastSeen(folder_.path(), log_, note).ok()); }

  ScratchFolder folder_;
  Digest log_ = Sha256("a log key");
};

TEST_F(LastSeenTest, WhatIsPutLastIsRead) {
  Create("note 0\n");
  for (int i = 1; i <= 5; ++i) {
    auto opened = Open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ((*opened)->note(), absl::StrCat("note ", i - 1, "\n"));
    ASSERT_TRUE((*opened)->Replace(absl::StrCat("note ", i, "\n")).ok());
    EXPECT_EQ((*opened)->note(), absl::StrCat("note ", i, "\n"));
    EXPECT_EQ(*Read(), absl::StrCat("note ", i, "\n"));
    EXPECT_EQ(Bytes().size(), 2 * kSlot) << "its blocks are there from the beginning";
  }
}

TEST_F(LastSeenTest, AFileThatIsNotThereIsNeverMade) {
  EXPECT_TRUE(absl::IsNotFound(Open().status()));
  EXPECT_TRUE(absl::IsNotFound(Read().status()));
  EXPECT_FALSE(FileExists(path()));
  Create("note\n");
  EXPECT_TRUE(absl::IsAlreadyExists(CreateLastSeen(folder_.path(), log_, "another\n")));
  EXPECT_EQ(*Read(), "note\n");
}

TEST_F(LastSeenTest, AWriteCutShortAnywhereLeavesTheNoteBefore) {
  Create("note 0\n");
  ASSERT_TRUE((*Open())->Replace("note 1\n").ok());
  const std::string before = Bytes();
  ASSERT_TRUE((*Open())->Replace("note 2\n").ok());
  const std::string after = Bytes();
  const size_t slot = before.substr(0, kSlot) != after.substr(0, kSlot) ? 0 : kSlot;
  ASSERT_EQ(before.substr(kSlot - slot, kSlot), after.substr(kSlot - slot, kSlot)) << "one slot alone was written";
  int older = 0;
  for (size_t cut = 0; cut <= 200; ++cut) {
    std::string torn = before;
    torn.replace(slot, cut, after, slot, cut);
    Put(torn);
    const absl::StatusOr<std::string> read = Read();
    ASSERT_TRUE(read.ok()) << cut << ": " << read.status();
    EXPECT_TRUE(*read == "note 1\n" || *read == "note 2\n") << cut;
    older += *read == "note 1\n";
  }
  EXPECT_GT(older, 50);
}

TEST_F(LastSeenTest, DamageToBothSlotsIsNoted) {
  Create("note 0\n");
  ASSERT_TRUE((*Open())->Replace("note 1\n").ok());
  const std::string whole = Bytes();
  for (const size_t size : {size_t{0}, size_t{1}, size_t{100}, kSlot - 1}) {
    Put(whole.substr(0, size));
    EXPECT_TRUE(absl::IsDataLoss(Read().status())) << size;
    EXPECT_TRUE(absl::IsDataLoss(Open().status())) << size;
  }
  std::string flipped = whole;
  for (const size_t slot : {size_t{0}, kSlot}) flipped[whole.find("note", slot)] ^= 1;
  Put(flipped);
  EXPECT_THAT(std::string(Read().status().message()), HasSubstr("is damaged"));
}

TEST_F(LastSeenTest, ANoteTooLongForItsSlotIsRefusedAndTheOldOneStays) {
  Create("note\n");
  auto opened = Open();
  EXPECT_TRUE(absl::IsInvalidArgument((*opened)->Replace(std::string(kSlot, 'x'))));
  EXPECT_EQ(*Read(), "note\n");
  EXPECT_TRUE((*opened)->Replace("short\n").ok()) << "refusing is no failed write";
}

TEST_F(LastSeenTest, TheSecondToOpenWaitsForTheFirstAndThenGivesUp) {
  Create("note 0\n");
  auto first = Open();
  EXPECT_TRUE(absl::IsUnavailable(Open().status()));
  std::thread second([this] {
    auto opened = OpenLastSeen(folder_.path(), log_, std::chrono::seconds(60));
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ((*opened)->note(), "note 1\n") << "sees what the first one put";
  });
  std::this_thread::sleep_for(milliseconds(20));
  ASSERT_TRUE((*first)->Replace("note 1\n").ok());
  EXPECT_EQ(*Read(), "note 1\n") << "reading waits for nobody";
  first->reset();
  second.join();
}

}  // namespace
}  // namespace tallystick
