// The greatest lower bound that a scope's claims give for a moment. Built once; then O(log n) a question.
#pragma once

#include <vector>

#include "core/conflict/count_solver.h"

namespace tallystick {

// Which of a bound's low ends is asked for.
enum class LowEnd {
  kFirm,  // certain, and a bare round number at its least
  kHard,
  kUsual
};

int64_t LowOf(const CountBound& bound, LowEnd end);
// Nothing when there is no upper end.
std::optional<int64_t> HighOf(const CountBound& bound, LowEnd end);

class LowerBounds {
 public:
  // `active[b]`: whether bound b takes part.
  LowerBounds(const CountProblem& problem, const std::vector<bool>& active);

  struct Query {
    LowEnd end = LowEnd::kHard;
    bool surely_before = true;  // counted surely, or only possibly, before `until`
    Seconds until = kEndOfTime;
    int without_claim = -1;
    bool sure_readings_only = true;
  };
  // The bound of `node` with the greatest low end, the earliest claim first among equals; -1 when there is none.
  int Best(int node, const Query& query) const;
  const std::vector<int>& At(int node) const { return by_node_[node]; }

 private:
  // The best two of different claims among the bounds up to here, by time.
  struct Step {
    Seconds time;
    int best = -1, second = -1;
  };
  using Table = std::vector<Step>;
  const Table& TableOf(int node, const Query& query) const;
  Table Build(int node, LowEnd end, bool surely_before, bool sure_only) const;
  bool Better(int a, int b, LowEnd end) const;

  const CountProblem& problem_;
  std::vector<std::vector<int>> by_node_;
  // Filled for nodes with many bounds when first asked; not shared between threads.
  mutable std::map<std::tuple<int, LowEnd, bool, bool>, Table> tables_;
};

}  // namespace tallystick
