#include "core/quantity/tolerance.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/quantity/reading.h"

namespace tallystick {
namespace {

// The rules read literally, in plain fractions.
struct Fraction {
  int64_t over = 0;
  int64_t under = 1;

  Fraction(int64_t a, int64_t b) : over(a / std::gcd(a, b)), under(b / std::gcd(a, b)) {}
  bool operator<(const Fraction& other) const { return over * other.under < other.over * under; }
  bool operator==(const Fraction&) const = default;
};

int64_t ReferenceGranularity(int64_t n) {
  int64_t largest = 1;
  for (int64_t power = 1; power <= n; power *= 10) {
    if (n % power == 0) largest = std::max(largest, power);
    if (n % (5 * power) == 0) largest = std::max(largest, 5 * power);
  }
  return largest;
}

Fraction ReferenceHard(int64_t n) {
  const int64_t u = ReferenceGranularity(n);
  return std::max(Fraction(10 * n, 100), std::min(Fraction(2 * u, 1), Fraction(25 * n, 100)));
}

Fraction ReferenceSoft(int64_t n) {
  const int64_t u = ReferenceGranularity(n);
  return std::max(Fraction(5 * n, 100), std::min(Fraction(u, 2), Fraction(20 * n, 100)));
}

TEST(Tolerance, AgreesWithPlainFractionsUpTo100000) {
  const auto table = ShippedTable("tally");
  ASSERT_TRUE(table.ok()) << table.status();
  for (int64_t n = 1; n <= 100000; ++n) {
    const Fraction w = ReferenceHard(n), v = ReferenceSoft(n);
    ASSERT_EQ(Granularity(n), ReferenceGranularity(n)) << n;
    ASSERT_EQ(Fraction(HardTolerance20(n), 20), w) << n;
    ASSERT_EQ(Fraction(SoftTolerance20(n), 20), v) << n;
    const auto about = ReadNominal(n, "about", *table);
    ASSERT_TRUE(about.ok()) << about.status();
    // The whole numbers within w and v of n, neither more nor fewer.
    const auto within = [&](int64_t x, const Fraction& t) { return std::abs(x - n) * t.under <= t.over; };
    for (const auto& [range, t] : {std::pair(about->hard, w), std::pair(about->soft, v)}) {
      ASSERT_TRUE(within(range.low, t) && within(*range.high, t)) << n << ": " << ToText(range);
      ASSERT_FALSE(within(range.low - 1, t) || within(*range.high + 1, t)) << n << ": " << ToText(range);
    }
  }
}

TEST(Tolerance, RoundNumbersHaveAStepOfTenOrMoreThatIsFivePercent) {
  for (const int64_t n : {10, 20, 60, 90, 100, 150, 200, 250, 500, 1000, 1100, 10000, 150000}) {
    EXPECT_TRUE(IsRound(n)) << n;
  }
  for (const int64_t n : {0, 1, 5, 12, 15, 25, 63, 95, 101, 210, 1283, 1285, 1290, 10010, 100001}) {
    EXPECT_FALSE(IsRound(n)) << n;
  }
}

TEST(Tolerance, RoundIsDecidedExactlyUpTo100000) {
  for (int64_t n = 1; n <= 100000; ++n) {
    const int64_t u = ReferenceGranularity(n);
    ASSERT_EQ(IsRound(n), u >= 10 && 20 * u >= n) << n;
  }
}

TEST(Tolerance, TheLargestNumberDoesNotOverflow) {
  EXPECT_EQ(Granularity(kMaxCount), 1'000'000'000'000'000);
  EXPECT_EQ(HardTolerance20(kMaxCount), 20 * (kMaxCount / 100 * 22) + 20 * (kMaxCount / 900 * 2));
  const auto term = ParseTerm("9.9n+w");
  ASSERT_TRUE(term.ok());
  EXPECT_EQ(RoundDown(*term, kMaxCount, kMaxCount), kMaxCount / 10 * 99 + HardTolerance20(kMaxCount) / 20);
}

TEST(Tolerance, TermsRoundInwards) {
  const auto low = ParseTerm("n-w"), high = ParseTerm("1.5n"), one = ParseTerm("n-1");
  ASSERT_TRUE(low.ok() && high.ok() && one.ok());
  EXPECT_EQ(RoundUp(*low, 30, 30), 23);     // 22.5
  EXPECT_EQ(RoundDown(*high, 33, 33), 49);  // 49.5
  EXPECT_EQ(RoundDown(*one, 0, 0), -1);
}

TEST(Tolerance, OtherTermsAreRefused) {
  for (const absl::string_view text :
       {"", "1", "x", "n-", "n*2", "n-x", "15n", "1.5", "1.55n", "n-ww", "-n", "00", "n "}) {
    EXPECT_FALSE(ParseTerm(text).ok()) << text;
  }
}

}  // namespace
}  // namespace tallystick
