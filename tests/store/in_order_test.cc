#include "store/in_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace tallystick {
namespace {

TEST(InOrder, PartsAreTakenInOrderOnTheCallersThreadWhateverTheNumberOfWorkers) {
  for (const size_t workers : {0, 1, 2, 5}) {
    for (const uint64_t count : {0, 1, 2, 300}) {
      std::vector<uint64_t> taken;
      const auto here = std::this_thread::get_id();
      InOrder<uint64_t>::Run(
          count, workers,
          [&](size_t worker, uint64_t part) {
            EXPECT_LT(worker, std::max<size_t>(workers, 1));
            if (part % 7 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));  // overtaken by the next
            return part * part;
          },
          [&](uint64_t part) {
            EXPECT_EQ(std::this_thread::get_id(), here);
            taken.push_back(part);
            return true;
          });
      ASSERT_EQ(taken.size(), count) << workers;
      for (uint64_t n = 0; n < count; ++n) EXPECT_EQ(taken[n], n * n);
    }
  }
}

TEST(InOrder, NoMoreIsMadeThanIsSoonTaken) {
  std::atomic<uint64_t> made = 0;
  uint64_t taken = 0, most = 0;
  InOrder<int>::Run(
      1000, 3, [&](size_t, uint64_t) { return static_cast<int>(++made); },
      [&](int) {
        if (taken == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        most = std::max(most, made - taken++);
        return true;
      });
  EXPECT_EQ(taken, 1000);
  EXPECT_LE(most, 3 * 3 + 1);
}

TEST(InOrder, StopsWhenItsTakerHasEnough) {
  for (const size_t workers : {1, 4}) {
    std::atomic<uint64_t> made = 0;
    int taken = 0;
    InOrder<int>::Run(
        uint64_t{1} << 62, workers, [&](size_t, uint64_t) { return static_cast<int>(++made); },
        [&](int) { return ++taken < 10; });
    EXPECT_EQ(taken, 10);
    EXPECT_LT(made, 40);
  }
}

}  // namespace
}  // namespace tallystick
