// Shortest paths among differences: values that keep them, or a cycle that adds up to less than 0.
#pragma once

#include <cstdint>
#include <vector>

#include "core/linear/differences.h"

namespace tallystick {

struct CycleSearch {
  bool decided = false;         // false: the steps did not suffice
  std::vector<int> cycle;       // simple, of a negative sum; numbers of differences
  std::vector<int64_t> values;  // when there is none: they keep all differences
};

// Looks at the differences numbered in `edges`, ascending, no others. Takes a step from *steps for each look at one.
// The cycle has as few differences as any, unless finding that out takes too long; of those it is one on the point that
// most differences name.
CycleSearch FindNegativeCycle(const DifferenceSystem& system, const std::vector<int>& edges, int64_t* steps);

}  // namespace tallystick
