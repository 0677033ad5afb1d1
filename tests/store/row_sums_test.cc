#include "store/row_sums.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tallystick {
namespace {

using testing::IsEmpty;

struct TestRow {
  std::string table, key, value;
};

RowSums SumOf(const std::vector<TestRow>& rows) {
  RowSums sums;
  for (const TestRow& row : rows) sums.Add(row.table, row.key, row.value);
  return sums;
}

TEST(RowSumsTest, TheOrderOfRowsDoesNotMatter) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::vector<TestRow> rows;
  for (int i = 0; i < 500; ++i) rows.push_back({i % 3 ? "a" : "b", std::to_string(i), std::to_string(random())});
  const RowSums before = SumOf(rows);
  std::shuffle(rows.begin(), rows.end(), random);
  EXPECT_THAT(before.Differing(SumOf(rows)), IsEmpty());
}

TEST(RowSumsTest, EveryOtherMultisetDiffers) {
  const std::vector<TestRow> rows = {{"a", "k", "v"}, {"a", "l", ""}, {"b", "k", "v"}};
  const std::vector<std::pair<std::vector<TestRow>, std::vector<std::string>>> others = {
      {{{"a", "k", "v"}, {"a", "l", ""}}, {"b"}},                                    // a table lost
      {{{"a", "k", "v"}, {"b", "k", "v"}}, {"a"}},                                   // a row lost
      {{{"a", "k", "v"}, {"a", "k", "v"}, {"a", "l", ""}, {"b", "k", "v"}}, {"a"}},  // twice
      {{{"a", "k", "w"}, {"a", "l", ""}, {"b", "k", "v"}}, {"a"}},
      {{{"a", "kv", ""}, {"a", "l", ""}, {"b", "k", "v"}}, {"a"}},  // the border moved
      {{{"a", "k", ""}, {"a", "l", "v"}, {"b", "k", "v"}}, {"a"}},  // values exchanged
      {{{"b", "k", "v"}, {"b", "l", ""}, {"a", "k", "v"}}, {"a", "b"}},
      {{{"a", "k", "v"}, {"a", "l", ""}, {"b", "k", "v"}, {"c", "", ""}}, {"c"}},
      {{}, {"a", "b"}},
  };
  for (const auto& [other, tables] : others) {
    EXPECT_EQ(SumOf(rows).Differing(SumOf(other)), tables);
    EXPECT_THAT(SumOf(other).Differing(SumOf(rows)), testing::UnorderedElementsAreArray(tables));
  }
}

TEST(RowSumsTest, ARowManyTimesIsAnotherMultiset) {
  RowSums once, many;
  once.Add("t", "k", "v");
  for (int i = 0; i < 1000; ++i) {
    many.Add("t", "k", "v");
    EXPECT_EQ(once.Differing(many).empty(), i == 0) << i;
  }
}

}  // namespace
}  // namespace tallystick
