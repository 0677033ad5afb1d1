// The casebook as it stood at every size, beside one to which nothing else was ever added.
#include "store/earlier_snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "store/derived.h"
#include "store/memory/memory_store.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

// The first `size` submissions of `whole` put one by one into a new store.
std::unique_ptr<Store> Rebuilt(const Snapshot& whole, const LogIdentity& identity, uint64_t size) {
  std::unique_ptr<Store> store = NewMemoryStore();
  EXPECT_TRUE(AddLogIdentity(store.get(), identity).ok());
  Frontier frontier;
  for (uint64_t index = 0; index < size; ++index) {
    Batch batch;
    if (index == 0) batch.rows.push_back({std::string(kVersionTable), "", DerivedVersion()});
    const StoredSubmission stored = *whole.ReadSubmission(index);
    const OpenedSubmission opened = *OpenUnverified(stored, index);
    const Digest author = *Digest::FromHex(opened.head.author());
    frontier.Append(HashLeaf(FormatLeaf(opened.id, author, stored.signature)), &batch.nodes);
    batch.submissions.push_back(stored);
    for (Row& row : DerivedRows(stored, opened, identity.secret)) batch.rows.push_back(std::move(row));
    EXPECT_TRUE(store->Append(index, batch, [](const Snapshot&) { return absl::OkStatus(); }).ok());
    if (const auto note = whole.ReadCheckpoint(index + 1); note.ok()) {
      EXPECT_TRUE(store->AddCheckpoint(index + 1, *note, Durability::kNow).ok());
    }
  }
  return store;
}

using Rows = std::vector<std::pair<std::string, std::string>>;
Rows RowsOf(const Snapshot& snapshot, const std::string& table, const std::string& begin = "") {
  Rows rows;
  EXPECT_TRUE(snapshot
                  .ScanRows(table, begin, "",
                            [&rows](absl::string_view key, absl::string_view value) {
                              rows.emplace_back(key, value);
                              return true;
                            })
                  .ok());
  return rows;
}

std::map<uint64_t, std::string> CheckpointsOf(const Snapshot& snapshot) {
  std::map<uint64_t, std::string> notes;
  EXPECT_TRUE(snapshot
                  .ScanCheckpoints([&notes](uint64_t size, const std::string& note) {
                    notes[size] = note;
                    return absl::OkStatus();
                  })
                  .ok());
  return notes;
}

class EarlierSnapshotTest : public testing::Test {
 protected:
  EarlierSnapshotTest() { RecordStory(&casebook_), whole_ = casebook_.View(); }

  TestCasebook casebook_;
  std::unique_ptr<Snapshot> whole_;
};

TEST_F(EarlierSnapshotTest, AtEverySizeItIsACasebookToWhichNothingWasAddedLater) {
  ASSERT_GT(whole_->size(), 5);
  for (uint64_t size = 0; size <= whole_->size(); ++size) {
    SCOPED_TRACE(size);
    const auto earlier = EarlierSnapshot(*whole_, size);
    const auto store = Rebuilt(*whole_, casebook_.identity(), size);
    const std::unique_ptr<Snapshot> rebuilt = *store->OpenSnapshot();
    EXPECT_EQ(earlier->size(), size);
    const std::vector<std::string> tables = *rebuilt->TableNames();
    EXPECT_EQ(*earlier->TableNames(), tables);
    const std::vector<std::string> all = *whole_->TableNames();
    for (const std::string& table : all) {
      EXPECT_EQ(RowsOf(*earlier, table), RowsOf(*rebuilt, table)) << table;
      EXPECT_EQ(RowsOf(*earlier, table, "m"), RowsOf(*rebuilt, table, "m")) << table;
    }
    EXPECT_EQ(CheckpointsOf(*earlier), CheckpointsOf(*rebuilt));
    EXPECT_EQ(*earlier->CountNodes(), *rebuilt->CountNodes());
    for (int level = 0; level < 5; ++level) {
      for (uint64_t index = 0; index <= whole_->size(); ++index) {
        const auto a = earlier->ReadNode({level, index}), b = rebuilt->ReadNode({level, index});
        EXPECT_EQ(a.status(), b.status());
        if (a.ok() && b.ok()) {
          EXPECT_EQ(*a, *b);
        }
      }
    }
    const auto frontier = Frontier::Load(size, [&](NodeAddress at) { return earlier->ReadNode(at); });
    ASSERT_TRUE(frontier.ok());
  }
}

TEST_F(EarlierSnapshotTest, WhatIsLaterIsNotThere) {
  const uint64_t size = whole_->size() - 1;
  for (const uint64_t at : {size - 1, size, size + 1}) {
    ASSERT_TRUE(casebook_.store().AddToken(at, absl::StrCat("token at ", at)).ok());
  }
  whole_ = casebook_.View();
  const auto earlier = EarlierSnapshot(*whole_, size);
  EXPECT_TRUE(earlier->ReadSubmission(size - 1).ok());
  EXPECT_TRUE(absl::IsNotFound(earlier->ReadSubmission(size).status()));
  EXPECT_TRUE(absl::IsNotFound(earlier->ReadRecord({size, 0}).status()));
  EXPECT_TRUE(absl::IsNotFound(earlier->ReadCheckpoint(size + 1).status()));
  std::vector<uint64_t> tokens;
  EXPECT_TRUE(
      earlier->ScanTokens([&tokens](uint64_t at, const std::string&) { return tokens.push_back(at), absl::OkStatus(); })
          .ok());
  EXPECT_THAT(tokens, testing::ElementsAre(size - 1, size));
  uint64_t seen = 0;
  const auto count = [&seen](uint64_t, StoredSubmission) { return ++seen, absl::OkStatus(); };
  EXPECT_TRUE(earlier->ScanSubmissions(0, size, count).ok());
  EXPECT_EQ(seen, size);
  EXPECT_TRUE(absl::IsDataLoss(earlier->ScanSubmissions(0, size + 1, count)));
  EXPECT_EQ(seen, 2 * size) << "what is there comes first";
}

TEST_F(EarlierSnapshotTest, ATableThatCannotBeCutIsAnErrorAndNotShown) {
  ASSERT_TRUE(casebook_.store()
                  .RebuildRows([](const Store::PutRow& put) {
                    return put({"of another version", "key", "value"});
                  })
                  .ok());
  const auto whole = casebook_.View();
  const auto earlier = EarlierSnapshot(*whole, 2);
  const auto refuse = [](absl::string_view, absl::string_view) -> bool {
    ADD_FAILURE() << "shown";
    return true;
  };
  EXPECT_TRUE(absl::IsInternal(earlier->ScanRows("of another version", "", "", refuse)));
}

}  // namespace
}  // namespace tallystick
