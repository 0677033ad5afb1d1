// The smallest set of parts, no two of which share anyone, whose least numbers add up to more than a limit: along one
// dimension at a time, exact for trees of places and events, for spans of time, and for a handful of descriptions of
// victims. Pure.
#pragma once

#include <optional>
#include <vector>

#include "core/conflict/count_solver.h"

namespace tallystick {

struct PartSum {
  std::vector<Lower> lowers;  // by name or date
  int64_t sum = 0;
  unsigned along = 0;
};

// Sets of this many parts or fewer are the smallest there are; larger ones are minimal.
inline constexpr int kSmallestParts = 12;
// Descriptions, or places of which only some are stated to be disjoint, beyond this number are not all tried.
inline constexpr int kTriedTogether = 12;

// `parts` are scopes inside `whole` with the greatest lower bound of each. With `assumed`, parts of one kind that
// nobody relates to each other count as disjoint; otherwise only stated disjointness does. Up to kTriedTogether parts
// are also tried in any mixture of dimensions. Nothing when no set of two or more exceeds `limit`, as far as was tried:
// core/conflict/joint_bounds.h finds the rest.
std::optional<PartSum> FindPartSum(const Lattices& lattices, const ScopeIndex& scopes, int whole,
                                   const std::vector<Lower>& parts, const std::vector<int>& part_nodes, int64_t limit,
                                   bool assumed);

}  // namespace tallystick
