// What z3 and trying everything say, to be compared with core/linear.
#pragma once

#include <optional>
#include <vector>

#include "core/linear/differences.h"
#include "core/linear/system.h"

namespace tallystick {

// z3's word on whether there is a solution in whole numbers.
bool OracleFeasible(const LinearSystem& system, const std::vector<int>& rows);
bool OracleFeasible(const LinearSystem& system);

// The differences that hold with these members (ascending).
bool OracleFeasible(const DifferenceSystem& system, const std::vector<int>& members);

// By trying all values; nothing when there are too many.
std::optional<bool> BruteFeasible(const LinearSystem& system);

}  // namespace tallystick
