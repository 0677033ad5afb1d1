// Ranges of counts and the arithmetic the conflict engine does with them. Exact; never wraps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tallystick {

// The whole numbers from `low` to `high`, both included; no `high` means no upper bound. Counts: low >= 0, low <= high.
struct Range {
  int64_t low = 0;
  std::optional<int64_t> high;

  bool operator==(const Range&) const = default;
};

// a + b, both >= 0; the greatest number there is where that does not fit.
int64_t SaturatingAdd(int64_t a, int64_t b);
// All sums of a member of `a` and a member of `b`. Beyond INT64_MAX a low stays at INT64_MAX (too little is still a
// lower bound) and a high becomes unbounded.
Range Sum(const Range& a, const Range& b);
// `range` added up `times` >= 0 times, as when "both sides" lost as many each. Saturates like Sum.
Range Times(const Range& range, int64_t times);
// The numbers in both; nothing when there are none.
std::optional<Range> Intersect(const Range& a, const Range& b);
// The smallest range that holds both.
Range Hull(const Range& a, const Range& b);
// Whether every number of `inner` is in `outer`.
bool IsInside(const Range& inner, const Range& outer);

// For people: "63", "45–75", "≥ 12".
std::string ToText(const Range& range);

}  // namespace tallystick
