// Which claims tell one and the same statement (docs/conflict-rules.md, "Retellings"). Internal to this folder. Pure.
#pragma once

#include <vector>

#include "core/conflict/chains.h"

namespace tallystick {

// Two or more claims in the order of publication, and what makes them one statement.
struct Retellings {
  std::vector<int> claims;
  std::vector<v1::Assumption> assumptions;
};

// Claims that a same-statement link joins; and, of one event and one predicate, those that go back to one statement
// source, or to one speaker of one document and its copies. Where one capture holds two such claims, or two of them
// tell of disjoint victims or of places neither of which is in the other, only those with the same victims and places
// belong together; where that leaves two of one capture as well, none do. A claim whose capture is withheld belongs to
// a statement by a link alone, and keeps no others apart. O(n log n).
std::vector<Retellings> FindRetellings(ClaimChains& chains);

}  // namespace tallystick
