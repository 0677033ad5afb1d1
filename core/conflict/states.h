// States and events that cannot go together: exclusive predicates, two holders of one place, "only" and "entire",
// asserted against denied (docs/conflict-rules.md). Pure.
#pragma once

#include <string>
#include <vector>

#include "core/conflict/claim_view.h"
#include "core/conflict/scope.h"
#include "proto/finding.pb.h"

namespace tallystick {

struct StateConflict {
  std::string kind;
  bool sure = false;  // contradicts; otherwise in tension
  int a = 0, b = 0;   // claims, a before b
  std::vector<v1::Assumption> assumptions;
  std::vector<std::string> resolutions;
  int involved = 0;  // claims of the same matter, these two among them
  std::string where;
};

// One conflict, the surest, for each place (or event), matter and run of touching times. `claims` in the order of
// SaidBefore(). Matters that were too many to look at are named in `undecided`.
std::vector<StateConflict> FindStateConflicts(const Lattices& lattices, const std::vector<ClaimView>& claims,
                                              std::vector<std::string>* undecided);

inline constexpr char kExclusivePredicates[] = "exclusive-predicates";
inline constexpr char kContestedPlace[] = "contested-place";
inline constexpr char kEntireAgainstException[] = "entire-against-exception";
inline constexpr char kOnlyAgainstElsewhere[] = "only-against-elsewhere";

}  // namespace tallystick
