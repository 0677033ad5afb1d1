// Times on one line: which points cannot lie as far apart, or in the order, as is said of them. Exact, in whole seconds
// (docs/linear.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/linear/system.h"

namespace tallystick {

// value[to] - value[from] <= most.
struct Difference {
  int from = 0;
  int to = 0;
  int64_t most = 0;          // seconds, within ±kLargestDifference
  std::vector<int> members;  // it holds only if all of them do; none: always
  int either = -1;           // if >= 0: it holds only when that disjunction is settled by this option
  int option = 0;
};
inline constexpr int64_t kLargestDifference = int64_t{1} << 44;  // half a million years

struct DifferenceSystem {
  int points = 0;  // at most kMostPoints, so that no sum overflows
  std::vector<Difference> differences;
  std::vector<int> options;  // by disjunction ("before or after"): how many it has, at least one; one of them holds
};
inline constexpr int kMostPoints = 1 << 17;

// Why no points fit: a tree in preorder. A branch on a disjunction is followed by one subtree for each of its options;
// a leaf is a cycle of differences that hold always or by the options chosen above it, with a negative sum.
struct DifferenceCertificate {
  struct Node {
    int either = -1;         // of a branch
    std::vector<int> cycle;  // of a leaf: numbers of differences, each ending at the point where the next begins
    int64_t sum = 0;         // of a leaf: of their `most`, < 0
  };
  std::vector<Node> nodes;
};

bool WellFormed(const DifferenceSystem& system, std::string* why);

// As CheckCertificate() in core/linear/certificate.h.
[[nodiscard]] bool CheckDifferences(const DifferenceSystem& system, const DifferenceCertificate& certificate,
                                    std::string* why);

struct DifferenceBudget {
  int64_t steps = 50'000'000;  // looks at a difference, in one decision
  int cases = 64;              // leaves of a certificate, or combinations of options tried
};

struct DifferenceConflict {
  Feasibility kind = Feasibility::kUndecided;
  std::vector<int64_t> values;  // of kFeasible: a value for each point
  std::vector<int> members;     // of kInfeasible, ascending
  DifferenceCertificate certificate;
  std::string reason;  // of kUndecided: a clause for a person, without full stop
};

// Whether some points keep all differences; if not, a set of members that cannot all hold but can when any one of them
// is left out, as MinimalMembers() makes it. A leaf's cycle is
// simple and, unless the system is large, of as few differences as any.
DifferenceConflict MinimalDifferences(const DifferenceSystem& system, const std::vector<int>& drop_order,
                                      const DifferenceBudget& budget = {});

}  // namespace tallystick
