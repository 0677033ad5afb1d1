#include "cli/views/figure_scale.h"
#include "cli/views/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace tallystick {
namespace {

using ::testing::ElementsAre;

v1::EventRange Between(int64_t low, std::optional<int64_t> high) {
  v1::EventRange range;
  range.set_hard_low(low);
  range.set_soft_low(low);
  if (high) range.set_hard_high(*high), range.set_soft_high(*high);
  return range;
}

TEST(FigureScale, TicksAreRoundAndHoldEverything) {
  struct {
    std::vector<v1::EventRange> ranges;
    int ticks;
    std::vector<int64_t> want;
    bool logarithmic = false;
  } const kCases[] = {
      {{Between(20, 20), Between(30, 30)}, 5, {20, 25, 30}},
      {{Between(45, 75), Between(63, 63)}, 5, {40, 50, 60, 70, 80}},
      {{Between(0, 0)}, 5, {0, 1}},
      {{}, 5, {0, 1}},
      {{Between(12, std::nullopt)}, 4, {12, 13}},
      {{Between(80, std::nullopt), Between(100, 100)}, 4, {80, 90, 100, 110}},
      {{Between(3, 3), Between(3000, 3000)}, 4, {2, 10, 100, 1000, 5000}, true},
      {{Between(0, 0), Between(3, 3), Between(3000, 3000)}, 3, {0, 10, 100, 1000, 5000}, true},
  };
  for (const auto& c : kCases) {
    const FigureScale scale(c.ranges, c.ticks);
    EXPECT_EQ(scale.ticks(), c.want) << testing::PrintToString(scale.ticks());
    EXPECT_EQ(scale.logarithmic(), c.logarithmic);
  }
}

TEST(FigureScale, AnOutlierLeavesRoomBetweenSmallFigures) {
  const FigureScale scale({Between(3, 3), Between(5, 5), Between(3000, 3000)}, 5);
  EXPECT_GT(scale.At(5, 30), scale.At(3, 30));
  EXPECT_EQ(scale.At(1, 30), 0) << "below the scale: at its end";
  EXPECT_EQ(scale.At(9'000'000, 30), 30);
}

// Whatever the figures are: ticks ascend, hold all, are not more than asked for, and positions follow the figures.
TEST(FigureScale, PositionsFollowTheFigures) {
  const uint32_t seed = 20221031;
  std::mt19937_64 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::vector<v1::EventRange> ranges;
    std::vector<int64_t> figures;
    const int64_t most = int64_t{1} << (random() % 54);
    for (int i = 0; i < 1 + static_cast<int>(random() % 5); ++i) {
      const int64_t low = std::min<int64_t>(random() % most, 9'000'000'000'000'000);
      const int64_t high = std::min<int64_t>(low + random() % most, 9'000'000'000'000'000);
      const bool open = random() % 4 == 0;
      ranges.push_back(Between(low, open ? std::nullopt : std::optional<int64_t>(high)));
      figures.push_back(low);
      if (!open) figures.push_back(high);
    }
    const int ticks = 2 + static_cast<int>(random() % 7);
    const FigureScale scale(ranges, ticks);
    std::sort(figures.begin(), figures.end());
    ASSERT_LE(scale.ticks().size(), static_cast<size_t>(ticks) + 2) << "seed " << seed << ", round " << round;
    ASSERT_TRUE(std::is_sorted(scale.ticks().begin(), scale.ticks().end()));
    ASSERT_LE(scale.ticks().front(), figures.front());
    ASSERT_GE(scale.ticks().back(), figures.back());
    int64_t before = 0;
    for (int64_t figure : figures) {
      const int64_t at = scale.At(figure, 400);
      ASSERT_GE(at, before) << "seed " << seed << ", round " << round;
      ASSERT_LE(at, 400);
      before = at;
    }
  }
}

TEST(FigureScale, LongNumbersHaveCommas) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(WithCommas(1283), "1,283");
  EXPECT_EQ(WithCommas(9'000'000'000'000'000), "9,000,000,000,000,000");
}

}  // namespace
}  // namespace tallystick
