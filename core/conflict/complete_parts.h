// Parts that are stated to leave nothing out, and together fall short of the whole. Pure.
#pragma once

#include <vector>

#include "core/conflict/lower_bounds.h"

namespace tallystick {

// `uppers[node]`: the bounds with an upper end. For each whole whose place or event is covered by its parts, bottom-up:
// high(v) = min(own, Σ high(parts)); a conflict when the whole's low is above it.
std::vector<ConflictSet> FindPartsBelowWhole(const CountProblem& problem, const LowerBounds& lowers,
                                             const std::vector<std::vector<int>>& uppers);

}  // namespace tallystick
