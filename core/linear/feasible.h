// Whether a system has a solution in whole numbers: exactly, with a solution or a certificate for the answer, or not at
// all (docs/linear.md). No floating point takes part.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/linear/certificate.h"
#include "core/linear/system.h"

namespace tallystick {

// What may be spent on one decision. The same system and budget give the same decision everywhere.
struct LinearBudget {
  int rows = 500;           // that matter, after equal ones are merged
  int64_t pivots = 20'000;  // simplex steps, over all branches
  int branches = 2'000;     // case distinctions, for the whole numbers
};

struct LinearDecision {
  Feasibility kind = Feasibility::kUndecided;
  std::vector<int64_t> solution;  // of kFeasible: a value for each cell
  Certificate certificate;        // of kInfeasible: its leaves are basic rays
  std::string reason;             // of kUndecided: a clause for a person, without full stop
  int64_t pivots = 0;             // spent
  int branches = 0;               // spent
};

// Decides `system`, or some of its rows (`rows`, ascending). A certificate numbers the rows as the system does. A
// system that is not WellFormed() is not decided.
LinearDecision Feasible(const LinearSystem& system, const LinearBudget& budget = {});
LinearDecision FeasibleRows(const LinearSystem& system, std::span<const int> rows, const LinearBudget& budget = {});

}  // namespace tallystick
