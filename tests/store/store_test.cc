#include "store/store.h"

#include <gtest/gtest.h>

#include "store/memory/memory_store.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/store/store_suite.h"

namespace tallystick {
namespace {

std::unique_ptr<Store> CreateInFile(const std::string& folder) {
  absl::StatusOr<std::unique_ptr<Store>> store = CreateSqliteStore(folder + "/casebook.db");
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

// Made by one process, used by another.
std::unique_ptr<Store> CreateAndReopen(const std::string& folder) {
  CreateInFile(folder);
  absl::StatusOr<std::unique_ptr<Store>> store = OpenSqliteStore(folder + "/casebook.db");
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreSuite,
                         testing::Values(Backend{"Memory", [](const std::string&) { return NewMemoryStore(); }},
                                         Backend{"Sqlite", CreateInFile}, Backend{"SqliteReopened", CreateAndReopen}),
                         [](const auto& suite) { return suite.param.name; });

TEST(PrefixEnd, IsTheFirstKeyBehindAllThatBeginWithThePrefix) {
  const std::string nul("\0", 1);
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("a\xff\xff"), "b");
  EXPECT_EQ(PrefixEnd("\x7f"), "\x80");
  EXPECT_EQ(PrefixEnd(nul), "\x01");
  EXPECT_EQ(PrefixEnd(absl::StrCat("a", nul)), "a\x01");
  EXPECT_EQ(PrefixEnd("\xfe\xff"), "\xff");
}

TEST(PrefixEnd, IsNoneForThePrefixesThatNothingFollows) {
  EXPECT_EQ(PrefixEnd(""), "");
  EXPECT_EQ(PrefixEnd("\xff"), "");
  EXPECT_EQ(PrefixEnd("\xff\xff\xff"), "");
}

}  // namespace
}  // namespace tallystick
