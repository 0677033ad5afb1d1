#include "core/conflict/readings.h"

#include <numeric>

namespace tallystick {
namespace {

std::vector<int> BoundsOf(const ConflictSet& set) {
  std::vector<int> bounds = set.uppers;
  for (const Lower& l : set.lowers) bounds.push_back(l.bound);
  return bounds;
}

int RootOf(std::vector<int>* parent, int i) {
  while ((*parent)[i] != i) i = (*parent)[i] = (*parent)[(*parent)[i]];
  return i;
}

// The scopes that containment or a claim ties to each other, by their root.
std::vector<int> Components(const CountProblem& problem) {
  std::vector<int> parent(problem.scopes.size());
  std::iota(parent.begin(), parent.end(), 0);
  std::vector<int> unfinished;
  const auto parts = problem.scopes.Parts(1'000'000, &unfinished);
  for (int node = 0; node < problem.scopes.size(); ++node) {
    for (const ScopeIndex::Part& part : parts[node]) parent[RootOf(&parent, node)] = RootOf(&parent, part.node);
  }
  std::map<int, int> first;
  for (const CountBound& b : problem.bounds) {
    const auto [it, added] = first.insert({b.claim, b.node});
    if (!added) parent[RootOf(&parent, b.node)] = RootOf(&parent, it->second);
  }
  for (int& p : parent) p = RootOf(&parent, p);
  return parent;
}

class Settling {
 public:
  Settling(const CountProblem& problem, std::vector<int> components)
      : problem_(problem), component_(std::move(components)) {
    for (int b = 0; b < static_cast<int>(problem.bounds.size()); ++b) {
      members_[component_[problem.bounds[b].node]].push_back(b);
    }
  }

  // False when it is too large to say.
  bool Settle(ConflictSet* set) {
    std::set<int> claims;
    int combinations = 1;
    for (int b : BoundsOf(*set)) {
      const int claim = problem_.bounds[b].claim;
      if (problem_.readings[claim] < 2 || !claims.insert(claim).second) continue;
      combinations *= problem_.readings[claim];
      if (combinations > kReadingCombinations) return false;
    }
    if (members_[component_[set->node]].size() > kReadingBounds) return false;
    std::vector<ConflictSet> by_reading;
    for (int n = 0; n < combinations; ++n) {
      std::map<int, int> chosen;
      int rest = n;
      for (int claim : claims) chosen[claim] = rest % problem_.readings[claim], rest /= problem_.readings[claim];
      std::optional<ConflictSet> fails = Contradiction(component_[set->node], chosen);
      if (!fails) return true;
      by_reading.push_back(*std::move(fails));
    }
    set->all_readings = true;
    set->strictness = Strictness::kAsserted;
    set->by_reading = std::move(by_reading);
    return true;
  }

 private:
  std::optional<ConflictSet> Contradiction(int component, const std::map<int, int>& chosen) {
    CountProblem part(problem_.lattices);
    part.claims = problem_.claims;
    part.readings.resize(problem_.readings.size());
    std::vector<int> original;
    for (int b : members_[component]) {
      CountBound bound = problem_.bounds[b];
      const auto choice = chosen.find(bound.claim);
      if (choice != chosen.end() && bound.alternative >= 0) {
        if (bound.alternative != choice->second) continue;
        bound.alternative = -1;
      }
      bound.node = part.scopes.Add(problem_.scopes.At(bound.node));
      part.bounds.push_back(bound);
      original.push_back(b);
    }
    for (ConflictSet& set : SolveCounts(part).conflicts) {
      if (set.strictness != Strictness::kAsserted) continue;
      bool of_the_chosen = false;
      for (Lower& l : set.lowers) l.bound = original[l.bound];
      for (int& u : set.uppers) u = original[u];
      set.node = problem_.scopes.Find(part.scopes.At(set.node));
      for (int b : BoundsOf(set)) of_the_chosen = of_the_chosen || chosen.count(problem_.bounds[b].claim) > 0;
      if (of_the_chosen) return set;
    }
    return std::nullopt;
  }

  const CountProblem& problem_;
  std::vector<int> component_;
  std::map<int, std::vector<int>> members_;
};

}  // namespace

void SettleReadings(const CountProblem& problem, CountSolution* solution) {
  std::optional<Settling> settling;
  for (ConflictSet& set : solution->conflicts) {
    const std::vector<int> bounds = BoundsOf(set);
    const bool open = set.strictness == Strictness::kAssumed && std::any_of(bounds.begin(), bounds.end(), [&](int b) {
                        return problem.bounds[b].alternative >= 0;
                      });
    if (!open) continue;
    if (!settling) settling.emplace(problem, Components(problem));
    if (settling->Settle(&set)) continue;
    solution->remarks.push_back({kNotDecided, set.node, set.lowers, set.uppers.front(), set.sum, set.limit,
                                 "its claims have too many readings to try them all"});
  }
}

}  // namespace tallystick
