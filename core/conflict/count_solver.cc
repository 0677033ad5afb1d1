#include "core/conflict/count_solver.h"

#include "absl/strings/str_cat.h"
#include "core/conflict/complete_parts.h"
#include "core/conflict/joint_bounds.h"
#include "core/conflict/lower_bounds.h"
#include "core/conflict/part_sums.h"

namespace tallystick {
namespace {

// Looks at candidates of containment, and at parts of wholes, before a scope is left undecided: some seconds.
constexpr int64_t kContainmentBudget = 30'000'000;
constexpr int64_t kPartBudget = 30'000'000;

LowEnd EndOf(Strictness s) { return s == Strictness::kUsual ? LowEnd::kUsual : LowEnd::kHard; }

class Solver {
 public:
  explicit Solver(const CountProblem& problem)
      : problem_(problem),
        lowers_(problem, std::vector<bool>(problem.bounds.size(), true)),
        uppers_(problem.scopes.size()) {
    for (int b = 0; b < static_cast<int>(problem.bounds.size()); ++b) {
      if (problem.bounds[b].upper != CountBound::Upper::kNone) uppers_[problem.bounds[b].node].push_back(b);
    }
  }

  CountSolution Solve() {
    std::vector<int> unfinished;
    parts_ = problem_.scopes.Parts(kContainmentBudget, &unfinished);
    if (!unfinished.empty()) {
      solution_.remarks.push_back(
          {kNotDecided,
           unfinished.front(),
           {},
           -1,
           0,
           0,
           absl::StrCat("this and ", unfinished.size() - 1, " other scopes lie inside too many others")});
    }
    for (int node = 0; node < problem_.scopes.size(); ++node) {
      OneScope(node);
      Parts(node);
    }
    for (ConflictSet& set : FindPartsBelowWhole(problem_, lowers_, uppers_))
      solution_.conflicts.push_back(std::move(set));
    FindJointConflicts(problem_, &solution_);
    return std::move(solution_);
  }

 private:
  // The upper bounds that matter: none that another undercuts for as long.
  std::vector<int> Front(int node, Strictness s, LowEnd end) const {
    std::vector<int> candidates;
    for (int b : uppers_[node]) {
      const CountBound& bound = problem_.bounds[b];
      const bool counts =
          s == Strictness::kAsserted ? bound.upper == CountBound::Upper::kAsserted && bound.alternative < 0 : true;
      if (counts && HighOf(bound, end)) candidates.push_back(b);
    }
    std::sort(candidates.begin(), candidates.end(), [&](int a, int b) {
      const CountBound &x = problem_.bounds[a], &y = problem_.bounds[b];
      const int64_t high_x = *HighOf(x, end), high_y = *HighOf(y, end);
      return std::tie(high_x, y.until, a) < std::tie(high_y, x.until, b);
    });
    std::vector<int> front;
    for (int b : candidates) {
      if (front.empty() || problem_.bounds[b].until > problem_.bounds[front.back()].until) front.push_back(b);
    }
    return front;
  }

  LowerBounds::Query QueryFor(int upper, Strictness s, LowEnd end) const {
    const CountBound& u = problem_.bounds[upper];
    return {end, s == Strictness::kAsserted, u.until, u.claim, s == Strictness::kAsserted};
  }

  ConflictSet Pair(int node, Strictness s, Lower lower, int upper) const {
    const CountBound &low = problem_.bounds[lower.bound], &high = problem_.bounds[upper];
    const LowEnd end = EndOf(s);
    ConflictSet set;
    set.strictness = s;
    set.node = node;
    lower.value = LowOf(low, end);
    set.lowers = {lower};
    set.uppers = {upper};
    set.sum = lower.value;
    set.limit = *HighOf(high, end);
    const bool dated = low.from != kBeginningOfTime && high.from != kBeginningOfTime;
    set.kind = high.denial                     ? kAssertedDenied
               : lower.how.narrower            ? kPartAboveWhole
               : dated && low.from < high.from ? kFallingTotal
                                               : kOneScope;
    const bool bare = low.soft != low.usual || high.soft != high.usual;
    set.rounding = s == Strictness::kAssumed && bare && LowOf(low, LowEnd::kFirm) <= *HighOf(high, LowEnd::kFirm);
    return set;
  }

  void OneScope(int node) {
    for (Strictness s : {Strictness::kAsserted, Strictness::kAssumed, Strictness::kUsual}) {
      const LowEnd end = s == Strictness::kAsserted ? LowEnd::kFirm : EndOf(s);
      int64_t widest = 0;
      Lower lower;
      int upper = -1;
      for (int u : Front(node, s, end)) {
        const int b = lowers_.Best(node, QueryFor(u, s, end));
        if (b < 0) continue;
        const int64_t gap = LowOf(problem_.bounds[b], end) - *HighOf(problem_.bounds[u], end);
        if (gap > widest) widest = gap, lower.bound = b, upper = u;
      }
      if (upper < 0) continue;
      solution_.conflicts.push_back(Pair(node, s, lower, upper));
      return;
    }
  }

  // The best lower bound of every part, as far as an upper bound speaks of it.
  void Gather(int node, int upper, Strictness s, LowEnd end, std::vector<Lower>* lowers, std::vector<int>* nodes) {
    spent_ += static_cast<int64_t>(parts_[node].size());
    for (const ScopeIndex::Part& part : parts_[node]) {
      if (s == Strictness::kAsserted && part.how.assumed()) continue;
      const int b = lowers_.Best(part.node, QueryFor(upper, s, end));
      if (b < 0) continue;
      lowers->push_back({b, LowOf(problem_.bounds[b], end), part.how});
      nodes->push_back(part.node);
    }
  }

  // A single part above the whole, else disjoint ones together.
  std::optional<ConflictSet> PartsAgainst(int node, int upper, Strictness s) {
    const LowEnd firm = s == Strictness::kAsserted ? LowEnd::kFirm : EndOf(s);
    std::vector<Lower> lowers;
    std::vector<int> nodes;
    Gather(node, upper, s, firm, &lowers, &nodes);
    const auto most = std::max_element(lowers.begin(), lowers.end(), [](const Lower& a, const Lower& b) {
      return a.value != b.value ? a.value < b.value : a.bound > b.bound;
    });
    if (most != lowers.end() && most->value > *HighOf(problem_.bounds[upper], firm)) return Pair(node, s, *most, upper);
    std::optional<ConflictSet> set = SumAgainst(node, upper, s, EndOf(s));
    const bool needs_all = !set || std::none_of(set->lowers.begin(), set->lowers.end(),
                                                [&](const Lower& l) { return l.value > set->limit; });
    // A part that is above a round whole by its rounding only: then the others have to make up for that.
    if (!needs_all) set = SumAgainst(node, upper, s, firm);
    return set;
  }

  // Found with these ends, told with the numbers as said.
  std::optional<ConflictSet> SumAgainst(int node, int upper, Strictness s, LowEnd end) {
    std::vector<Lower> lowers;
    std::vector<int> nodes;
    Gather(node, upper, s, end, &lowers, &nodes);
    const CountBound& whole = problem_.bounds[upper];
    std::optional<PartSum> sum = FindPartSum(problem_.lattices, problem_.scopes, node, lowers, nodes,
                                             *HighOf(whole, end), s != Strictness::kAsserted);
    if (!sum) return std::nullopt;
    Range told;
    for (Lower& l : sum->lowers) {
      l.value = LowOf(problem_.bounds[l.bound], EndOf(s));
      told = Sum(told, {l.value, std::nullopt});
    }
    ConflictSet set{kPartsAboveWhole, s, node, std::move(sum->lowers), {upper}};
    set.sum = told.low;
    set.limit = *HighOf(whole, EndOf(s));
    set.along = sum->along;
    return set;
  }

  void Parts(int node) {
    if (parts_[node].empty()) return;
    for (Strictness s : {Strictness::kAsserted, Strictness::kAssumed, Strictness::kUsual}) {
      std::optional<ConflictSet> best;
      for (int u : Front(node, s, EndOf(s))) {
        if (spent_ > kPartBudget) {
          solution_.remarks.push_back(
              {kNotDecided, node, {}, u, 0, 0, "too many of its parts are counted at too many times"});
          return;
        }
        std::optional<ConflictSet> set = PartsAgainst(node, u, s);
        if (!set) continue;
        const bool smaller =
            !best || set->lowers.size() < best->lowers.size() ||
            (set->lowers.size() == best->lowers.size() && set->sum - set->limit > best->sum - best->limit);
        if (smaller) best = std::move(set);
      }
      if (!best) continue;
      solution_.conflicts.push_back(*std::move(best));
      return;
    }
    RaisedFloor(node);
  }

  // Disjoint parts, stated to be so, add up to more than the least that is said of the whole.
  void RaisedFloor(int node) {
    const int own = lowers_.Best(node, {LowEnd::kHard, true, kEndOfTime, -1, true});
    if (own < 0 || !problem_.bounds[own].figure) return;
    std::vector<Lower> lowers;
    std::vector<int> nodes;
    for (const ScopeIndex::Part& part : parts_[node]) {
      const int b = lowers_.Best(part.node, {LowEnd::kHard, true, kEndOfTime, problem_.bounds[own].claim, true});
      if (part.how.assumed() || b < 0) continue;
      lowers.push_back({b, problem_.bounds[b].hard.low, part.how});
      nodes.push_back(part.node);
    }
    const int64_t floor = problem_.bounds[own].hard.low;
    const auto sum = FindPartSum(problem_.lattices, problem_.scopes, node, lowers, nodes, floor, false);
    if (sum) solution_.remarks.push_back({kFloorRaised, node, sum->lowers, own, sum->sum, floor, ""});
  }

  const CountProblem& problem_;
  LowerBounds lowers_;
  std::vector<std::vector<int>> uppers_;
  std::vector<std::vector<ScopeIndex::Part>> parts_;
  CountSolution solution_;
  int64_t spent_ = 0;
};

}  // namespace

CountSolution SolveCounts(const CountProblem& problem) { return Solver(problem).Solve(); }

std::vector<FigureGroup> ConsistentGroups(const CountProblem& problem, const std::vector<int>& bounds) {
  std::vector<int64_t> lows, highs;
  for (int b : bounds) {
    lows.push_back(problem.bounds[b].usual.low);
    highs.push_back(problem.bounds[b].usual.high.value_or(std::numeric_limits<int64_t>::max()));
  }
  std::sort(lows.begin(), lows.end());
  std::sort(highs.begin(), highs.end());
  std::vector<FigureGroup> groups;
  size_t opened = 0, closed = 0;
  while (closed < highs.size()) {
    bool grew = false;
    while (opened < lows.size() && lows[opened] <= highs[closed]) ++opened, grew = true;
    // A group is complete when one of its figures ends before the next one begins.
    if (grew) {
      FigureGroup group{{lows[opened - 1], highs[closed]}, static_cast<int>(opened - closed)};
      if (highs[closed] == std::numeric_limits<int64_t>::max()) group.shared.high.reset();
      groups.push_back(group);
    }
    ++closed;
  }
  return groups;
}

}  // namespace tallystick
