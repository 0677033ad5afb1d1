// Which members (claims, assumptions; the caller knows) cannot all hold, and how far a bound would have to move.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/linear/feasible.h"

namespace tallystick {

struct MemberConflict {
  Feasibility kind = Feasibility::kUndecided;
  std::vector<int> members;  // of kInfeasible: cannot all hold, but can when any one of them is left out; ascending
  Certificate certificate;   // of kInfeasible: over rows that need only these members
  std::string reason;        // of kUndecided
};

// A row holds only if all of its members do (`members_of_row`, one list a row; none: it always holds). Starts from the
// rows that a certificate of the whole rests on, then leaves members out while that stays infeasible: first those early
// in `drop_order`, then those not in it, the largest first. Members that are dropped early are kept only when the
// conflict needs them. `members` is empty when the rows without members are infeasible by themselves. The budget is for
// each decision; there is at most one more than the first certificate has members.
MemberConflict MinimalMembers(const LinearSystem& system, const std::vector<std::vector<int>>& members_of_row,
                              const std::vector<int>& drop_order, const LinearBudget& budget = {});

struct RowFit {
  enum class Kind { kFits, kNever, kUndecided };

  Kind kind = Kind::kUndecided;
  int64_t bound = 0;   // of kFits
  std::string reason;  // of kUndecided
};

// For an infeasible system: the bound of `row` nearest to its own with which the system is feasible; for an at-most row
// the smallest, for an at-least row the largest. kNever: it is infeasible without the row, too (never so for a row of a
// system all of whose rows are needed). By bisection: some 60 decisions at most, each with this budget.
RowFit NearestFit(const LinearSystem& system, int row, const LinearBudget& budget = {});

}  // namespace tallystick
