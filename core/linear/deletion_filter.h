// Makes a set of members that cannot all hold irreducible, whatever it is that decides about a set.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/linear/system.h"

namespace tallystick {

// Whether the members of a set can all hold.
struct MembersVerdict {
  Feasibility kind = Feasibility::kUndecided;
  std::vector<int> members;  // of kInfeasible: those of the set that suffice for it, ascending
  std::string reason;        // of kUndecided
};

// Ascending, each once.
void SortMembers(std::vector<int>* members);

// Starts from `conflict`, which `decide` said of some set, and takes members out for as long as the rest is infeasible:
// first those early in `drop_order`, then those not in it, the largest first. So the result's members cannot all hold,
// but can when any one of them is left out; or it is kUndecided because one question was. `decide` takes members,
// ascending. Calls it at most once for each member of `conflict`; the set it last called infeasible is the result.
MembersVerdict FilterMembers(MembersVerdict conflict, const std::vector<int>& drop_order,
                             const std::function<MembersVerdict(const std::vector<int>&)>& decide);

}  // namespace tallystick
