// Rows over cells: the whole question that this folder answers. Cells hold whole numbers x >= 0; each row bounds the
// sum of some cells. What the cells and rows stand for is the caller's business (docs/linear.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tallystick {

struct LinearRow {
  enum class Sense { kAtLeast, kAtMost };

  std::vector<int> cells;  // ascending, each with the coefficient 1
  Sense sense = Sense::kAtLeast;
  int64_t bound = 0;
};

struct LinearSystem {
  int cells = 0;
  std::vector<LinearRow> rows;
};

// What came of a question.
enum class Feasibility { kFeasible, kInfeasible, kUndecided };

// Whether every row names cells of the system, ascending. `why` (may be null) is set when not.
bool WellFormed(const LinearSystem& system, std::string* why);

// Whether these values, one a cell, are >= 0 and keep every row.
bool Satisfies(const LinearSystem& system, const std::vector<int64_t>& values);

}  // namespace tallystick
