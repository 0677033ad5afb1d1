// Which counts cannot hold together. The input is a CountProblem, the output are conflict sets: what decides between
// them may be replaced by another engine that fills the same structs (docs/conflict-rules.md, "What is not decided
// yet").
#pragma once

#include <string>
#include <vector>

#include "core/conflict/count_problem.h"
#include "proto/finding.pb.h"

namespace tallystick {

// How strictly bounds are read. Only the first yields a contradiction; each later one admits more conflicts.
enum class Strictness {
  kAsserted,  // what was said for certain, on assumptions that somebody asserts
  kAssumed,   // what was said for certain, on assumptions that nobody denies
  kUsual      // what is usually meant, on the same
};

// Whoever is in all of these lower bounds is in one of these upper ones; without upper ones: nobody is.
struct Clause {
  std::vector<int> lowers, uppers;  // indices, ascending
};

// A claim's lower bound in a conflict.
struct Lower {
  int bound = 0;
  int64_t value = 0;
  Containment how;  // its scope against that of the upper bound
  int64_t times = 1;  // how often it counts in the sum
};

// A minimal set of claims, with what it assumes, that cannot all hold: the lowers add up to more than the uppers, and
// nobody is counted more often in the lowers than in the uppers.
struct ConflictSet {
  std::string kind;
  Strictness strictness = Strictness::kUsual;
  int node = 0;  // the scope of the whole
  std::vector<Lower> lowers;
  std::vector<int> uppers;    // bounds; one, save for declared-complete parts and joint bounds
  std::vector<int64_t> upper_times;  // of joint bounds: how often each counts in the limit
  std::vector<Clause> clauses;       // of joint bounds: indices in `lowers` and `uppers`
  int64_t sum = 0;            // of the lowers
  int64_t limit = 0;          // of the uppers
  unsigned along = 0;         // the Dimension in which the lowers are disjoint; 0 for a single one
  bool whole_numbers = false;  // fractions would fit: there is no sum to show
  bool rounding = false;      // a contradiction but for the rounding of a bare number
  bool all_readings = false;  // fails under every reading of the claims in it; `by_reading` says how
  std::vector<ConflictSet> by_reading;
};

// Consistent groups of one scope: the range that all of a group's figures share, and how many reports it has.
struct FigureGroup {
  Range shared;
  int reports = 0;
};

// A scope whose parts together exceed what is stated for it as a floor, or that could not be decided.
struct Remark {
  std::string kind;  // "floor-raised" or "not-decided"
  int node = 0;
  std::vector<Lower> lowers;
  int upper = -1;  // bound; of not-decided
  int64_t sum = 0, limit = 0;
  std::string reason;  // of not-decided
};

struct CountSolution {
  std::vector<ConflictSet> conflicts;  // at most one of a kind and scope
  std::vector<Remark> remarks;
};
CountSolution SolveCounts(const CountProblem& problem);

// The maximal consistent groups of these bounds of one scope, as usually meant: one sweep, from low to high.
std::vector<FigureGroup> ConsistentGroups(const CountProblem& problem, const std::vector<int>& bounds);

// The kinds (docs/conflict-rules.md).
inline constexpr char kOneScope[] = "one-scope";
inline constexpr char kFallingTotal[] = "falling-total";
inline constexpr char kPartAboveWhole[] = "part-above-whole";
inline constexpr char kPartsAboveWhole[] = "disjoint-parts-above-whole";
inline constexpr char kJointBounds[] = "joint-bounds";
inline constexpr char kPartsBelowWhole[] = "complete-parts-below-whole";
inline constexpr char kAssertedDenied[] = "asserted-denied";
inline constexpr char kFloorRaised[] = "floor-raised";
inline constexpr char kNotDecided[] = "not-decided";

}  // namespace tallystick
