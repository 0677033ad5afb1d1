#include "core/quantity/interval.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

}  // namespace

int64_t SaturatingAdd(int64_t a, int64_t b) {
  int64_t sum;
  return __builtin_add_overflow(a, b, &sum) ? kMax : sum;
}

Range Sum(const Range& a, const Range& b) {
  Range sum{SaturatingAdd(a.low, b.low), std::nullopt};
  int64_t high;
  if (a.high && b.high && !__builtin_add_overflow(*a.high, *b.high, &high)) sum.high = high;
  return sum;
}

Range Times(const Range& range, int64_t times) {
  if (times == 0) return {0, 0};
  Range product;
  if (__builtin_mul_overflow(range.low, times, &product.low)) product.low = kMax;
  int64_t high;
  if (range.high && !__builtin_mul_overflow(*range.high, times, &high)) product.high = high;
  return product;
}

std::optional<Range> Intersect(const Range& a, const Range& b) {
  Range both{std::max(a.low, b.low), a.high};
  if (b.high && (!both.high || *b.high < *both.high)) both.high = b.high;
  if (both.high && *both.high < both.low) return std::nullopt;
  return both;
}

Range Hull(const Range& a, const Range& b) {
  Range hull{std::min(a.low, b.low), std::nullopt};
  if (a.high && b.high) hull.high = std::max(*a.high, *b.high);
  return hull;
}

bool IsInside(const Range& inner, const Range& outer) {
  return inner.low >= outer.low && (!outer.high || (inner.high && *inner.high <= *outer.high));
}

std::string ToText(const Range& range) {
  if (!range.high) return absl::StrCat("≥ ", range.low);
  if (*range.high == range.low) return absl::StrCat(range.low);
  return absl::StrCat(range.low, "–", *range.high);
}

}  // namespace tallystick
