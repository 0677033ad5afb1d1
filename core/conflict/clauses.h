// Why nobody is counted more often in the lower bounds of a conflict than in its upper ones: as few statements as
// suffice, each of the form "whoever is in these is also in one of those" (docs/conflict-rules.md, "Certificates").
// They are what a conflict assumes, and what its certificate is checked by. Pure.
#pragma once

#include <vector>

#include "core/conflict/count_rows.h"
#include "core/conflict/count_solver.h"

namespace tallystick {

// A row of a conflict, and how often it counts in the sum.
struct CountedRow {
  CountRow row;
  int64_t times = 1;
};

// Sets of up to this many rows are searched for the fewest statements; of larger ones all pairs are listed.
inline constexpr int kClauseRows = 16;

// The lower rows of a conflict, and its upper ones; `assumed` as in core/conflict/spots.h.
std::vector<Clause> ClausesFor(const Lattices& lattices, const std::vector<CountedRow>& lowers,
                               const std::vector<CountedRow>& uppers, bool assumed);

}  // namespace tallystick
