#include "core/conflict/overlap.h"

#include <gtest/gtest.h>

#include <random>

namespace tallystick {
namespace {

bool Overlaps(const Held& a, const Held& b, bool sure) {
  return sure ? MustOverlap(a.time, b.time) : MayOverlap(a.time, b.time);
}

TEST(Overlap, FindsACollisionExactlyWhenThereIsOne) {
  const uint32_t seed = 1030;
  std::mt19937 random(seed);
  int found_some = 0;
  for (int n = 0; n < 5000; ++n) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", instance " << n);
    std::vector<Held> all(2 + random() % 6);
    std::vector<const Held*> base;
    for (Held& h : all) {
      const Seconds start = random() % 20, slack = random() % 4, length = 1 + random() % 8;
      h.time = {true, false, start, start + slack, start + length, start + length + static_cast<Seconds>(random() % 4)};
      h.holder = std::string(1, static_cast<char>('a' + random() % 3));
      h.claim = static_cast<int>(&h - all.data());
      base.push_back(&h);
    }
    for (const bool sure : {true, false}) {
      bool any = false;
      for (const Held& a : all) {
        for (const Held& b : all) any = any || (a.holder != b.holder && Overlaps(a, b, sure));
      }
      const auto found = FindOverlap(base, base, sure);
      ASSERT_EQ(found.has_value(), any) << "sure: " << sure;
      found_some += any;
      if (!found) continue;
      EXPECT_NE(found->first->holder, found->second->holder);
      EXPECT_TRUE(Overlaps(*found->first, *found->second, sure));
    }
  }
  EXPECT_GT(found_some, 1000);
}

// Whether two spans collide for every choice of their ends, tried one by one.
bool AlwaysCollide(const TimeBounds& a, const TimeBounds& b) {
  for (Seconds as = a.start_min; as <= a.start_max; ++as) {
    for (Seconds ae = std::max(a.end_min, as + 1); ae <= a.end_max; ++ae) {
      for (Seconds bs = b.start_min; bs <= b.start_max; ++bs) {
        for (Seconds be = std::max(b.end_min, bs + 1); be <= b.end_max; ++be) {
          if (ae <= bs || be <= as) return false;
        }
      }
    }
  }
  return true;
}

TEST(Overlap, SurelyMeansForEveryStartAndEnd) {
  const uint32_t seed = 48;
  std::mt19937 random(seed);
  for (int n = 0; n < 5000; ++n) {
    const auto bounds = [&] {
      const Seconds start = random() % 6, slack = random() % 3, length = 1 + random() % 5;
      return TimeBounds{true, false, start, start + slack, start + length, start + slack + length};
    };
    const TimeBounds a = bounds(), b = bounds();
    EXPECT_EQ(MustOverlap(a, b), AlwaysCollide(a, b)) << "seed " << seed << ", instance " << n;
  }
}

TEST(Overlap, RunsArePartedWhereNothingTouches) {
  std::vector<Held> all = {{0, {true, false, 0, 0, 5, 5}, "a", ""},
                           {1, {true, false, 5, 5, 9, 9}, "b", ""},
                           {2, {true, false, 3, 3, 4, 4}, "c", ""}};
  const auto runs = TouchingRuns({&all[0], &all[1], &all[2]});
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].size(), 2u);
}

}  // namespace
}  // namespace tallystick
