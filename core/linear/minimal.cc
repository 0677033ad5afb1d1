#include "core/linear/minimal.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/linear/deletion_filter.h"

namespace tallystick {
namespace {

// Rows whose members are all among these.
std::vector<int> RowsWith(const std::vector<int>& rows, const std::vector<std::vector<int>>& members_of_row,
                          const std::vector<int>& members) {
  std::vector<int> holding;
  for (int r : rows) {
    const bool holds = std::all_of(members_of_row[r].begin(), members_of_row[r].end(), [&](int member) {
      return std::binary_search(members.begin(), members.end(), member);
    });
    if (holds) holding.push_back(r);
  }
  return holding;
}

}  // namespace

MemberConflict MinimalMembers(const LinearSystem& system, const std::vector<std::vector<int>>& members_of_row,
                              const std::vector<int>& drop_order, const LinearBudget& budget) {
  std::vector<int> rows(system.rows.size());
  std::iota(rows.begin(), rows.end(), 0);
  MemberConflict result;
  const auto decide = [&](const std::vector<int>& members) {
    const std::vector<int> holding = RowsWith(rows, members_of_row, members);
    LinearDecision decision = FeasibleRows(system, holding, budget);
    MembersVerdict verdict = {decision.kind, {}, decision.reason};
    if (decision.kind != Feasibility::kInfeasible) return verdict;
    result.certificate = std::move(decision.certificate);
    for (int r : RowsOf(system, result.certificate)) {
      verdict.members.insert(verdict.members.end(), members_of_row[r].begin(), members_of_row[r].end());
    }
    SortMembers(&verdict.members);
    // Not only the certificate's rows: another row may do for fewer of these members.
    rows = RowsWith(rows, members_of_row, verdict.members);
    return verdict;
  };
  std::vector<int> all;
  for (const std::vector<int>& members : members_of_row) all.insert(all.end(), members.begin(), members.end());
  SortMembers(&all);
  MembersVerdict verdict = decide(all);
  if (verdict.kind == Feasibility::kInfeasible) verdict = FilterMembers(std::move(verdict), drop_order, decide);
  result.kind = verdict.kind;
  result.members = std::move(verdict.members);
  result.reason = std::move(verdict.reason);
  if (result.kind != Feasibility::kInfeasible) result.certificate.nodes.clear();
  return result;
}

RowFit NearestFit(const LinearSystem& system, int row, const LinearBudget& budget) {
  std::vector<int> others;
  for (int r = 0; r < static_cast<int>(system.rows.size()); ++r) {
    if (r != row) others.push_back(r);
  }
  RowFit fit;
  LinearDecision decision = FeasibleRows(system, others, budget);
  if (decision.kind == Feasibility::kInfeasible) fit.kind = RowFit::Kind::kNever;
  if (decision.kind == Feasibility::kUndecided) fit.reason = decision.reason;
  if (decision.kind != Feasibility::kFeasible) return fit;

  LinearSystem moved = system;
  LinearRow& moving = moved.rows[row];
  const auto held = [&] {
    __int128 sum = 0;
    for (int cell : moving.cells) sum += decision.solution[cell];
    return sum;
  };
  __int128 fails = moving.bound, fits = held();  // what its cells hold in a solution is a bound that fits
  if (fits > std::numeric_limits<int64_t>::max()) {
    fit.reason = "the bound would exceed 64 bits";
    return fit;
  }
  while (fits - fails > 1 || fails - fits > 1) {
    const __int128 middle = fails + (fits - fails) / 2;
    moving.bound = static_cast<int64_t>(middle);
    decision = Feasible(moved, budget);
    if (decision.kind == Feasibility::kUndecided) {
      fit.reason = decision.reason;
      return fit;
    }
    if (decision.kind == Feasibility::kFeasible) fits = held();
    if (decision.kind == Feasibility::kInfeasible) fails = middle;
  }
  fit.kind = RowFit::Kind::kFits;
  fit.bound = static_cast<int64_t>(fits);
  return fit;
}

}  // namespace tallystick
