#include "core/conflict/complete_parts.h"

namespace tallystick {
namespace {

struct Ceiling {
  bool bounded = false;
  int64_t high = 0;
  std::vector<int> uppers;
};

class Ceilings {
 public:
  Ceilings(const CountProblem& problem, const LowerBounds& lowers, const std::vector<std::vector<int>>& uppers)
      : problem_(problem), lowers_(lowers), uppers_(uppers) {}

  std::optional<ConflictSet> Against(int node, Strictness s) {
    const Entity at = Element(problem_.scopes.At(node));
    if (at == kNoEntity || !problem_.lattices.entities->IsCovered(at)) return std::nullopt;
    const LowEnd end = s == Strictness::kUsual ? LowEnd::kUsual : LowEnd::kHard;
    const Ceiling parts = OfParts(problem_.scopes.At(node), at, s, end, 0);
    if (!parts.bounded) return std::nullopt;
    // The earliest of the moments that the parts' totals speak of.
    Seconds until = kEndOfTime;
    for (int u : parts.uppers) until = std::min(until, problem_.bounds[u].until);
    const bool sure = s == Strictness::kAsserted;
    const int low = lowers_.Best(node, {end, sure, until, -1, sure});
    if (low < 0 || LowOf(problem_.bounds[low], end) <= parts.high) return std::nullopt;
    ConflictSet set;
    set.kind = kPartsBelowWhole;
    set.strictness = s;
    set.node = node;
    set.lowers = {{low, LowOf(problem_.bounds[low], end), {true}}};
    set.uppers = parts.uppers;
    std::sort(set.uppers.begin(), set.uppers.end(), [this](int a, int b) { return NameOf(a) < NameOf(b); });
    set.sum = set.lowers[0].value;
    set.limit = parts.high;
    set.along = problem_.scopes.At(node).places.empty() ? kEventPart : kWhere;
    return set;
  }

 private:
  static constexpr int kDeepest = 32;

  static Entity Element(const Scope& scope) {
    if (scope.places.size() == 1) return scope.places[0];
    return scope.places.empty() ? scope.event : kNoEntity;
  }

  std::pair<std::string, int> NameOf(int upper) const {
    return {problem_.lattices.entities->Name(Element(problem_.scopes.At(problem_.bounds[upper].node))), upper};
  }

  Ceiling OfParts(Scope scope, Entity at, Strictness s, LowEnd end, int depth) const {
    Ceiling sum{true, 0, {}};
    const bool by_place = !scope.places.empty();
    const std::vector<Entity>& children = problem_.lattices.entities->Children(at);
    if (children.empty() || depth == kDeepest) return {};
    for (Entity child : children) {
      if (by_place) scope.places = {child};
      if (!by_place) scope.event = child;
      const Ceiling part = Of(scope, child, s, end, depth + 1);
      if (!part.bounded || __builtin_add_overflow(sum.high, part.high, &sum.high)) return {};
      sum.uppers.insert(sum.uppers.end(), part.uppers.begin(), part.uppers.end());
    }
    return sum;
  }

  Ceiling Of(const Scope& scope, Entity at, Strictness s, LowEnd end, int depth) const {
    Ceiling best;
    if (const int node = problem_.scopes.Find(scope); node >= 0) {
      for (int u : uppers_[node]) {
        const CountBound& bound = problem_.bounds[u];
        if (s == Strictness::kAsserted && (bound.upper != CountBound::Upper::kAsserted || bound.alternative >= 0))
          continue;
        const std::optional<int64_t> high = HighOf(bound, end);
        if (high && (!best.bounded || *high < best.high)) best = {true, *high, {u}};
      }
    }
    if (problem_.lattices.entities->IsCovered(at)) {
      const Ceiling parts = OfParts(scope, at, s, end, depth);
      if (parts.bounded && (!best.bounded || parts.high < best.high)) best = parts;
    }
    return best;
  }

  const CountProblem& problem_;
  const LowerBounds& lowers_;
  const std::vector<std::vector<int>>& uppers_;
};

}  // namespace

std::vector<ConflictSet> FindPartsBelowWhole(const CountProblem& problem, const LowerBounds& lowers,
                                             const std::vector<std::vector<int>>& uppers) {
  std::vector<ConflictSet> found;
  Ceilings ceilings(problem, lowers, uppers);
  for (int node = 0; node < problem.scopes.size(); ++node) {
    for (Strictness s : {Strictness::kAsserted, Strictness::kAssumed, Strictness::kUsual}) {
      if (std::optional<ConflictSet> set = ceilings.Against(node, s)) {
        found.push_back(*std::move(set));
        break;
      }
    }
  }
  return found;
}

}  // namespace tallystick
