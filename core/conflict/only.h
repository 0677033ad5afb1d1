// "Holds only X" against its holding another place (docs/conflict-rules.md, "only-against-elsewhere"). Pure.
#pragma once

#include <string>
#include <vector>

#include "core/conflict/states.h"

namespace tallystick {

// One conflict for each "only" (holder, place, domain) and each place elsewhere.
std::vector<StateConflict> FindOnlyConflicts(const Lattices& lattices, const std::vector<ClaimView>& claims,
                                             std::vector<std::string>* undecided);

// The moment an "as of" claim speaks of, shared by those with the same dates and the same anchor (or document); else
// "".
std::string MomentOf(const ClaimView& claim);

}  // namespace tallystick
