// Claims with more than one reading: a conflict under every one of them is a contradiction (docs/conflict-rules.md,
// "Each or together"). Pure.
#pragma once

#include "core/conflict/count_solver.h"

namespace tallystick {

// Combinations of readings, and bounds around a conflict, beyond which it stays undecided.
inline constexpr int kReadingCombinations = 64;
inline constexpr int kReadingBounds = 5000;

// Looks again at every conflict that some reading of a claim is free of, and marks those that all readings fail.
void SettleReadings(const CountProblem& problem, CountSolution* solution);

}  // namespace tallystick
