#include "core/record/places.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace tallystick {
namespace {

TEST(Places, WholeSubmissionsJoinAndPartsKeepTheirNumbers) {
  Places places;
  places.Add(0, {0, 1}, 2);
  places.Add(1, {0}, 1);
  places.Add(2, {}, 3);
  places.Add(3, {0, 1, 2, 5}, 9);
  places.Add(4, {0}, 1);
  EXPECT_EQ(places.Format(), "0-1 3:0-2,5 4");
  EXPECT_TRUE(places.Contains({0, 1}));
  EXPECT_FALSE(places.Contains({2, 0}));
  EXPECT_TRUE(places.Contains({3, 5}));
  EXPECT_FALSE(places.Contains({3, 4}));
  EXPECT_FALSE(places.Contains({5, 0}));
  EXPECT_FALSE(Places().Contains({0, 0}));
}

TEST(Places, OnlyOneFormIsRead) {
  for (const char* text : {"", "0", "0-3 12:0,4-7 13", "1:127"}) {
    const auto places = Places::Parse(text);
    ASSERT_TRUE(places.ok()) << places.status();
    EXPECT_EQ(places->Format(), text);
  }
  for (const char* text : {" ",
                           "0 ",
                           "0  1",
                           "00",
                           "+1",
                           "-1",
                           "1-",
                           "1-1",
                           "3-1",
                           "0 1",
                           "1 0",
                           "1 1",
                           "0-3 2",
                           "1:",
                           "1:0,1",
                           "1:2,1",
                           "1:0-3,2",
                           "1-2:0",
                           "1:128",
                           "1:0:1",
                           "1:00",
                           "18446744073709551616",
                           "x",
                           "1,2",
                           "18446744073709551615 0"}) {
    EXPECT_FALSE(Places::Parse(text).ok()) << "\"" << text << "\"";
  }
}

TEST(Places, AnySetOfRecordsIsReadBackAsItself) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    Places places;
    std::set<Position> held;
    for (uint64_t s = 0; s < 12; ++s) {
      const int records = 1 + static_cast<int>(random() % 9);
      const unsigned one_in = 1 + random() % 3;
      std::vector<int> numbers;
      for (int n = 0; n < records; ++n) {
        if (random() % one_in == 0) numbers.push_back(n);
      }
      places.Add(s, numbers, records);
      for (int n : numbers) held.insert({s, n});
      const auto read = Places::Parse(places.Format());
      ASSERT_TRUE(read.ok()) << read.status();
      // A whole submission holds what it has and no more.
      for (int n = 0; n < records; ++n) EXPECT_EQ(read->Contains({s, n}), held.count({s, n}) > 0) << places.Format();
    }
  }
}

}  // namespace
}  // namespace tallystick
