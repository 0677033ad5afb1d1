// Systems to decide: named ones and random ones.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/linear/differences.h"
#include "core/linear/system.h"

namespace tallystick {

LinearRow AtLeast(std::vector<int> cells, int64_t bound);
LinearRow AtMost(std::vector<int> cells, int64_t bound);

// A region of at most 30, its parts A and B of at least 25 and 20, beside the rest of it.
LinearSystem WorkedCase();
// Five counts that no two of which meet: 35 above 30, in no single dimension.
LinearSystem Pinwheel();
// x1 + x2 = 1, x2 + x3 = 1, … around an odd number of cells: halves, but no whole numbers.
LinearSystem OddCycle(int cells);

struct MemberSystem {
  LinearSystem system;
  std::vector<std::vector<int>> members_of_row;
  int members = 0;
};

struct InstanceShape {
  int most_cells = 12;
  int most_rows = 12;
  int most_bound = 12;
};

// Rows of random cells, nested in one another or not; half of them near the edge of what fits.
MemberSystem RandomMembers(std::mt19937_64* random, const InstanceShape& shape, bool laminar);
// Cells by twos and threes, each with a stated sum: often with solutions in the rationals only.
MemberSystem RandomEqualities(std::mt19937_64* random);
DifferenceSystem RandomDifferences(std::mt19937_64* random, int points, int count, int either);

// Whether of any two rows one holds the other's cells, or they share none.
bool Laminar(const LinearSystem& system);

}  // namespace tallystick
