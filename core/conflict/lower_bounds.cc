#include "core/conflict/lower_bounds.h"

namespace tallystick {

int64_t LowOf(const CountBound& bound, LowEnd end) {
  if (end == LowEnd::kUsual) return bound.usual.low;
  return end == LowEnd::kFirm ? std::min(bound.hard.low, bound.soft.low) : bound.hard.low;
}

std::optional<int64_t> HighOf(const CountBound& bound, LowEnd end) {
  if (end == LowEnd::kUsual) return bound.usual.high;
  if (end == LowEnd::kHard || !bound.hard.high) return bound.hard.high;
  return bound.soft.high ? std::optional(std::max(*bound.hard.high, *bound.soft.high)) : bound.hard.high;
}

LowerBounds::LowerBounds(const CountProblem& problem, const std::vector<bool>& active)
    : problem_(problem), by_node_(problem.scopes.size()) {
  for (int b = 0; b < static_cast<int>(problem.bounds.size()); ++b) {
    if (active[b] && problem.bounds[b].lower) by_node_[problem.bounds[b].node].push_back(b);
  }
}

bool LowerBounds::Better(int a, int b, LowEnd end) const {
  if (b < 0) return a >= 0;
  const int64_t low_a = LowOf(problem_.bounds[a], end), low_b = LowOf(problem_.bounds[b], end);
  return low_a != low_b ? low_a > low_b : a < b;
}

LowerBounds::Table LowerBounds::Build(int node, LowEnd end, bool surely_before, bool sure_only) const {
  Table table;
  for (int b : by_node_[node]) {
    const CountBound& bound = problem_.bounds[b];
    if (sure_only && bound.alternative >= 0) continue;
    // Possibly before: `from` < until, which is `from` + 1 <= until.
    const Seconds from = bound.from == kBeginningOfTime ? bound.from : bound.from + 1;
    table.push_back({surely_before ? bound.by : from, b, -1});
  }
  std::sort(table.begin(), table.end(),
            [](const Step& a, const Step& b) { return std::tie(a.time, a.best) < std::tie(b.time, b.best); });
  for (size_t i = 1; i < table.size(); ++i) {
    const int added = table[i].best;
    const Step& before = table[i - 1];
    table[i].best = before.best;
    table[i].second = before.second;
    const bool same_claim = problem_.bounds[added].claim == problem_.bounds[before.best].claim;
    if (Better(added, before.best, end)) {
      table[i].best = added;
      if (!same_claim) table[i].second = before.best;
    } else if (!same_claim && Better(added, before.second, end)) {
      table[i].second = added;
    }
  }
  return table;
}

const LowerBounds::Table& LowerBounds::TableOf(int node, const Query& q) const {
  const auto [it, added] = tables_.insert({{node, q.end, q.surely_before, q.sure_readings_only}, {}});
  if (added) it->second = Build(node, q.end, q.surely_before, q.sure_readings_only);
  return it->second;
}

int LowerBounds::Best(int node, const Query& q) const {
  constexpr size_t kFew = 8;
  if (by_node_[node].size() <= kFew) {
    int best = -1;
    for (int b : by_node_[node]) {
      const CountBound& bound = problem_.bounds[b];
      if (bound.claim == q.without_claim || (q.sure_readings_only && bound.alternative >= 0)) continue;
      if (q.surely_before ? bound.by > q.until : bound.from >= q.until) continue;
      if (Better(b, best, q.end)) best = b;
    }
    return best;
  }
  const Table& table = TableOf(node, q);
  const auto after = std::upper_bound(table.begin(), table.end(), q.until,
                                      [](Seconds until, const Step& s) { return until < s.time; });
  if (after == table.begin()) return -1;
  const Step& step = *std::prev(after);
  return problem_.bounds[step.best].claim == q.without_claim ? step.second : step.best;
}

}  // namespace tallystick
