// Where somebody who is counted may have been, in all dimensions of a scope at once: the cells of the common refinement
// of scopes (docs/conflict-rules.md, "Several totals together"). Scopes that pairwise may overlap do so in common, as
// far as anybody says: trees and spans of time have that property by themselves (Helly), and of everything else no more
// is known than what is stated of pairs. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/conflict/scope.h"

namespace tallystick {

// Somebody in all of these at once. Sorted, and none that another one of them lies inside.
struct Spot {
  std::vector<Entity> events, places;  // none: in no event, at no place that anybody names
  std::vector<Victims> victims;        // the unstated kind stands beside others: who counts "people" may not mean all
  std::vector<Entity> agents;          // likewise kNoEntity, the unstated one
  std::vector<std::string> predicates;
  std::string unit;  // of another one is counted something else
  Seconds begin = kBeginningOfTime, end = kEndOfTime;
  Seconds moment = kEndOfTime;  // counted by then at the latest
  auto operator<=>(const Spot&) const = default;
};

// Parts of parts of …, as far as they are followed.
inline constexpr int kDeepestParts = 32;

// A scope that names several places, victims or perpetrators is the union of its spots.
std::vector<Spot> SpotsOf(const Scope& scope, Seconds moment);

// Nothing when they share nobody. `assumed`: as in core/conflict/apart.h.
std::optional<Spot> Meet(const Lattices& lattices, const Spot& a, const Spot& b, bool assumed);

// Whether who is counted here is counted by `scope`, of which nothing but the time of counting is left out. With
// `assumed`, a scope that names no victims or no perpetrator counts all.
bool Holds(const Lattices& lattices, const Scope& scope, const Spot& spot, bool assumed);

// In which dimensions of `scope`, read as of these victims and counted until `moment`, the spot lies: a bit each for
// event, place, perpetrators, predicate with unit, class, group and moment; time apart, it is held exactly if all seven
// are set.
// Of a meeting of spots, the bits are those of any of them.
char DimensionsHolding(const Lattices& lattices, const Scope& scope, const Victims& victims, Seconds moment,
                       const Spot& spot, bool assumed);

// The same people, put into the parts of every place and event among `covered`, which its parts leave nothing out of.
// Just `spot` where there is none.
std::vector<Spot> IntoParts(const Lattices& lattices, const Spot& spot, bool assumed, const std::set<Entity>& covered);

}  // namespace tallystick
