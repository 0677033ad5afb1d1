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
// The cycle has as few differences as any when the steps suffice for that, too; then it is one on the least point that
// has such a cycle.
CycleSearch FindNegativeCycle(const DifferenceSystem& system, const std::vector<int>& edges, int64_t* steps);

}  // namespace tallystick
