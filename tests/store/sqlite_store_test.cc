#include "store/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "store/casebook.h"
#include "store/sqlite/schema.h"
#include "tests/store/plain_submission.h"
#include "tests/store/raw_database.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

class SqliteStoreTest : public testing::Test {
 protected:
  std::unique_ptr<Store> Create() { return *CreateSqliteStore(path_); }
  std::unique_ptr<Store> Open() { return *OpenSqliteStore(path_); }
  static Batch BatchOf(int number) {
    Batch batch;
    batch.submissions = {PlainSubmission(number)};
    return batch;
  }

  ScratchFolder folder_;
  std::string path_ = folder_ / "casebook.db";
};

TEST_F(SqliteStoreTest, AnExistingFileIsNotOverwritten) {
  ASSERT_TRUE(Create()->AddSettings({{"origin", "a"}}).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(CreateSqliteStore(path_).status()));
  EXPECT_EQ(*(*Open()->OpenSnapshot())->ReadSetting("origin"), "a");
}

TEST_F(SqliteStoreTest, WhatIsNoCasebookIsRefused) {
  EXPECT_TRUE(absl::IsNotFound(OpenSqliteStore(path_).status()));
  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_TRUE(absl::IsDataLoss(OpenSqliteStore(path_).status()));
  std::filesystem::remove(path_);
  std::ofstream(path_).close();  // empty is a valid, empty SQLite database
  EXPECT_TRUE(absl::IsDataLoss(OpenSqliteStore(path_).status()));
}

TEST_F(SqliteStoreTest, AnotherSchemaVersionIsNotRead) {
  Create();
  for (const int version : {0, kSchemaVersion + 1}) {
    RawDatabase(path_).TryRun(absl::StrCat("PRAGMA user_version=", version));
    const absl::Status opened = OpenSqliteStore(path_).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(opened)) << opened;
    EXPECT_THAT(std::string(opened.message()), HasSubstr(absl::StrCat("schema ", version)));
  }
}

TEST_F(SqliteStoreTest, ACasebookOfVersion1IsReadAndTheFirstTokenMakesItVersion2) {
  ASSERT_TRUE(Create()->Append(0, BatchOf(0), Accept).ok());
  RawDatabase raw(path_);
  ASSERT_TRUE(raw.TryRun("DROP TABLE tokens"));
  ASSERT_TRUE(raw.TryRun("PRAGMA user_version=1"));
  const auto tables = [&raw] { return raw.Query("SELECT name, sql FROM sqlite_schema ORDER BY name").size(); };
  const size_t before = tables();
  const auto store = Open();
  const auto count = [&store] {
    int tokens = 0;
    EXPECT_TRUE((*store->OpenSnapshot())
                    ->ScanTokens([&tokens](uint64_t, const std::string&) {
                      ++tokens;
                      return absl::OkStatus();
                    })
                    .ok());
    return tokens;
  };
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(store->Append(1, BatchOf(1), Accept).ok()) << "writing other things leaves the version alone";
  EXPECT_EQ(raw.Query("PRAGMA user_version")[0][0].integer, 1);
  ASSERT_TRUE(store->AddToken(1, "token").ok());
  ASSERT_TRUE(store->AddToken(1, "another").ok());
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(raw.Query("PRAGMA user_version")[0][0].integer, kSchemaVersion);
  EXPECT_EQ(tables(), before + 2) << "the table and its index";
  EXPECT_EQ((*Open()->OpenSnapshot())->size(), 2);
  EXPECT_THAT((*Open()->OpenSnapshot())->SelfCheck(), testing::IsEmpty());
}

TEST_F(SqliteStoreTest, OfTwoHandlesThatAppendAtOneSizeOneLoses) {
  const auto first = Create();
  const auto second = Open();
  ASSERT_TRUE(first->Append(0, BatchOf(0), Accept).ok());
  EXPECT_TRUE(absl::IsAborted(second->Append(0, BatchOf(1), Accept)));
  EXPECT_TRUE(second->Append(1, BatchOf(1), Accept).ok());
  EXPECT_TRUE(absl::IsAborted(first->Append(1, BatchOf(2), Accept)));
  const auto view = *first->OpenSnapshot();
  ASSERT_EQ(view->size(), 2);
  EXPECT_EQ(AsText(*view->ReadSubmission(1)), AsText(PlainSubmission(1)));
}

TEST_F(SqliteStoreTest, ASecondWriterWaitsForTheFirst) {
  const auto first = Create();
  const auto second = Open();
  std::thread other;
  std::atomic<bool> began = false;
  absl::Status overtaken;
  ASSERT_TRUE(first
                  ->Append(0, BatchOf(0),
                           [&](const Snapshot&) {
                             other = std::thread([&] {
                               began = true;
                               overtaken = second->Append(0, BatchOf(1), Accept);
                             });
                             while (!began) std::this_thread::yield();
                             std::this_thread::sleep_for(std::chrono::milliseconds(100));
                             return absl::OkStatus();
                           })
                  .ok());
  other.join();
  EXPECT_TRUE(absl::IsAborted(overtaken)) << overtaken;
  EXPECT_EQ((*first->OpenSnapshot())->size(), 1);
}

TEST_F(SqliteStoreTest, AWriterGivesUpOnALockThatStays) {
  const auto store = Create();
  RawDatabase other(path_);
  ASSERT_TRUE(other.TryRun("BEGIN IMMEDIATE"));
  const absl::Status appended = store->Append(0, BatchOf(0), Accept);
  EXPECT_TRUE(absl::IsUnavailable(appended)) << appended;
  EXPECT_EQ((*store->OpenSnapshot())->size(), 0) << "reading goes on";
  ASSERT_TRUE(other.TryRun("ROLLBACK"));
  EXPECT_TRUE(store->Append(0, BatchOf(0), Accept).ok());
}

TEST_F(SqliteStoreTest, FourWritersLoseNothing) {
  constexpr int kWriters = 4, kEach = 25;
  Create();
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w] {
      const auto store = Open();
      for (int done = 0; done < kEach;) {
        const uint64_t size = (*store->OpenSnapshot())->size();
        const absl::Status appended = store->Append(size, BatchOf(w * kEach + done), Accept);
        if (appended.ok()) ++done;
        ASSERT_TRUE(appended.ok() || absl::IsAborted(appended) || absl::IsUnavailable(appended)) << appended;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::set<std::string> heads;
  const auto view = *Open()->OpenSnapshot();
  ASSERT_TRUE(view->ScanSubmissions(0, view->size(),
                                    [&heads](uint64_t, const StoredSubmission& s) {
                                      heads.insert(s.head);
                                      return absl::OkStatus();
                                    })
                  .ok());
  EXPECT_EQ(view->size(), kWriters * kEach);
  EXPECT_EQ(heads.size(), kWriters * kEach);
}

TEST(CasebookTest, IsFoundAgainWithItsIdentity) {
  ScratchFolder folder;
  EXPECT_TRUE(absl::IsNotFound(Casebook::Open(folder.path()).status()));
  const std::string inside = folder / "deep/er";
  const TestCasebook made(inside);
  const auto opened = Casebook::Open(inside);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->identity().origin, made.identity().origin);
  EXPECT_EQ(opened->identity().key, made.identity().key);
  EXPECT_EQ(opened->identity().secret, made.identity().secret);
  EXPECT_TRUE(absl::IsAlreadyExists(Casebook::Create(inside, made.identity()).status()));
}

}  // namespace
}  // namespace tallystick
