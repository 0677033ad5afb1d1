#include "core/linear/deletion_filter.h"

#include <algorithm>

namespace tallystick {

void SortMembers(std::vector<int>* members) {
  std::sort(members->begin(), members->end());
  members->erase(std::unique(members->begin(), members->end()), members->end());
}

MembersVerdict FilterMembers(MembersVerdict conflict, const std::vector<int>& drop_order,
                             const std::function<MembersVerdict(const std::vector<int>&)>& decide) {
  std::vector<int> order = drop_order;
  order.insert(order.end(), conflict.members.rbegin(), conflict.members.rend());
  std::vector<int> tried;
  for (int member : order) {
    const auto at = std::lower_bound(conflict.members.begin(), conflict.members.end(), member);
    if (at == conflict.members.end() || *at != member) continue;
    const auto seen = std::lower_bound(tried.begin(), tried.end(), member);
    if (seen != tried.end() && *seen == member) continue;
    tried.insert(seen, member);
    std::vector<int> rest = conflict.members;
    rest.erase(rest.begin() + (at - conflict.members.begin()));
    MembersVerdict verdict = decide(rest);
    if (verdict.kind == Feasibility::kFeasible) continue;
    conflict = std::move(verdict);
    if (conflict.kind == Feasibility::kUndecided) break;
  }
  return conflict;
}

}  // namespace tallystick
