// Why a system has no solution in whole numbers, in a form that is checked by additions alone (docs/linear.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/linear/system.h"

namespace tallystick {

// A tree of case distinctions, its nodes in preorder: a branch, all of its left side, all of its right side. So a tree
// of rational certificates without branches is a single leaf.
struct Certificate {
  // How often a row is added up. Rows are numbered as in the system; the branch rows above a leaf follow, the outermost
  // first: rows.size() is the first branch's.
  struct Multiplier {
    int row = 0;
    std::string times;  // decimal, positive, no leading zero
  };
  struct Node {
    bool leaf = true;
    // Of a leaf, ascending in `row`. For each cell, the at-least rows that hold it are added up no more often than the
    // at-most rows that hold it; so every solution keeps sum(times * bound) of the at-least rows <= that of the at-most
    // rows. But it exceeds it, by `excess`.
    std::vector<Multiplier> multipliers;
    std::string excess;  // decimal, positive, no leading zero
    // Of a branch: to the left the sum of these cells is <= at_most, to the right it is >= at_most + 1.
    std::vector<int> cells;  // ascending, at least one
    int64_t at_most = 0;
  };
  std::vector<Node> nodes;
};

// Whether the certificate shows that the system has no solution. It is no certificate of this system's malformedness: a
// system that is not WellFormed() is refused. `why` (may be null) is set when the answer is no. Needs no solver; takes
// time linear in the certificate and the rows each leaf names. Thread-safe, as is all of this folder.
[[nodiscard]] bool CheckCertificate(const LinearSystem& system, const Certificate& certificate, std::string* why);

// The system's rows that some leaf adds up, ascending. The certificate must be one of this system's.
std::vector<int> RowsOf(const LinearSystem& system, const Certificate& certificate);

}  // namespace tallystick
