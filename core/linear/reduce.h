// Makes a system small before it is solved, without changing whether it has a solution: equal columns become one,
// useless cells and rows are left out.
#pragma once

#include <span>
#include <vector>

#include "core/linear/system.h"

namespace tallystick {

// What is left of some rows of a system. A certificate over its rows, with branches on whole groups, is one of the
// system: a cell that is left out is held by fewer at-least rows and by more at-most rows than the column it is grouped
// with.
struct ReducedSystem {
  std::vector<int> rows;                        // those left: numbers in the system
  std::vector<std::vector<int>> columns;        // those left: the places in `rows` that hold them, ascending
  std::vector<int> cell;                        // by column: the cell that it is
  std::vector<std::vector<int>> groups;         // by column: that cell and those it stands for, ascending
  std::vector<std::pair<int, int64_t>> filled;  // cells without an upper bound, and values that satisfy what holds them
};

// The system must be WellFormed() and `rows` ascending numbers of its rows.
ReducedSystem Reduce(const LinearSystem& system, std::span<const int> rows);

}  // namespace tallystick
