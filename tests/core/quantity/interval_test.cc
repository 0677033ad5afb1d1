#include "core/quantity/interval.h"

#include <gtest/gtest.h>

#include <limits>

namespace tallystick {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr std::nullopt_t kNone = std::nullopt;

TEST(Interval, SumsAddBothEndsAndKeepNoUpperBound) {
  EXPECT_EQ(Sum({12, 24}, {20, 20}), (Range{32, 44}));
  EXPECT_EQ(Sum({12, kNone}, {20, 20}), (Range{32, kNone}));
  EXPECT_EQ(Sum({0, 5}, {0, kNone}), (Range{0, kNone}));
}

TEST(Interval, ArithmeticThatWouldWrapStaysTrue) {
  EXPECT_EQ(Sum({kMax, kMax}, {1, 1}), (Range{kMax, kNone}));
  EXPECT_EQ(Sum({1, kMax}, {1, 1}), (Range{2, kNone}));
  EXPECT_EQ(Times({kMax / 2, kMax / 2}, 3), (Range{kMax, kNone}));
}

TEST(Interval, TimesIsRepeatedSum) {
  const Range range{24, 80};
  Range sum{0, 0};
  for (int64_t times = 0; times < 5; ++times) {
    EXPECT_EQ(Times(range, times), sum) << times;
    sum = Sum(sum, range);
  }
  EXPECT_EQ(Times({12, kNone}, 2), (Range{24, kNone}));
  EXPECT_EQ(Times({12, kNone}, 0), (Range{0, 0}));
}

// Against the numbers themselves, for every pair of ranges in 0..5 and with no upper bound.
TEST(Interval, IntersectHullAndInsideAgreeWithMembership) {
  std::vector<Range> ranges;
  for (int64_t low = 0; low <= 5; ++low) {
    ranges.push_back({low, kNone});
    for (int64_t high = low; high <= 5; ++high) ranges.push_back({low, high});
  }
  const auto holds = [](const Range& range, int64_t n) { return n >= range.low && (!range.high || n <= *range.high); };
  for (const Range& a : ranges) {
    for (const Range& b : ranges) {
      const std::optional<Range> both = Intersect(a, b);
      bool inside = true, any = false;
      for (int64_t n = 0; n <= 7; ++n) {
        ASSERT_EQ(both && holds(*both, n), holds(a, n) && holds(b, n)) << ToText(a) << ", " << ToText(b) << ": " << n;
        ASSERT_TRUE(holds(Hull(a, b), n) || (!holds(a, n) && !holds(b, n)));
        inside = inside && (!holds(a, n) || holds(b, n));
        any = any || (holds(a, n) && holds(b, n));
      }
      ASSERT_EQ(IsInside(a, b), inside) << ToText(a) << " in " << ToText(b);
      ASSERT_EQ(both.has_value(), any);
      ASSERT_EQ(Hull(a, b).low, std::min(a.low, b.low));
      ASSERT_EQ(Hull(a, b).high.has_value(), a.high && b.high);
      if (a.high && b.high) {
        ASSERT_EQ(*Hull(a, b).high, std::max(*a.high, *b.high));
      }
    }
  }
}

TEST(Interval, TextIsForPeople) {
  EXPECT_EQ(ToText({63, 63}), "63");
  EXPECT_EQ(ToText({45, 75}), "45–75");
  EXPECT_EQ(ToText({12, kNone}), "≥ 12");
}

}  // namespace
}  // namespace tallystick
