// Conflicts that no single whole shows: several totals that constrain each other, parts that lie across one another in
// place, time and victims, periods that leave no time out (docs/conflict-rules.md, "Several totals together"). What
// could be in conflict at all is found by adding up; that is decided exactly by core/linear. Pure.
#pragma once

#include "core/conflict/count_solver.h"

namespace tallystick {

// Rows of a system beyond which it stays undecided.
inline constexpr int kMostRows = 400;

// Adds to what the rules have found: looks, at each strictness, at all bounds without the totals of the scopes of
// which `solution` has a conflict that is at least as strict.
void FindJointConflicts(const CountProblem& problem, CountSolution* solution);

}  // namespace tallystick
