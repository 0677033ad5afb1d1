// A handful of bounds on counts as a system of whole numbers: one cell for each kind of person that the scopes tell
// apart (core/conflict/spots.h), one row for each bound. Pure.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "core/conflict/spots.h"
#include "core/linear/system.h"

namespace tallystick {

struct CountRow {
  int bound = 0;  // index in CountProblem::bounds
  bool lower = true;
  int64_t value = 0;
  Scope scope;
  Seconds moment = kEndOfTime;  // a lower one: counted by then; an upper one: of the time until then
};

struct CountRows {
  LinearSystem system;  // row i belongs to rows[i]
  std::vector<CountRow> rows;
  std::vector<Spot> cells;
};

// Cells beyond which a system is not made.
inline constexpr size_t kMostCells = 20'000;

// Places and events that their parts cover, where an upper row names a part, or something that a part, however small, is
// also part of: who is in these is in one of the parts.
std::set<Entity> CoveredWholes(const EntityGraph& entities, const std::vector<CountRow>& rows);

// The rows may hold together exactly if the system has a solution. `assumed`: as in core/conflict/spots.h. Lower rows
// that no upper one touches are left out. Nothing above kMostCells.
std::optional<CountRows> BuildCountRows(const Lattices& lattices, const std::vector<CountRow>& rows, bool assumed);

}  // namespace tallystick
