#include "core/linear/differences.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "absl/strings/str_cat.h"
#include "core/linear/deletion_filter.h"
#include "core/linear/negative_cycle.h"

namespace tallystick {
namespace {

using Node = DifferenceCertificate::Node;

// Decides some of the differences, telling the options of one disjunction after another apart where it must.
class CaseSearch {
 public:
  CaseSearch(const DifferenceSystem& system, std::vector<bool> holds, const DifferenceBudget& budget)
      : system_(system), holds_(std::move(holds)), budget_(budget), steps_(budget.steps) {
    options_.resize(system.options.size());
    for (size_t e = 0; e < options_.size(); ++e) options_[e].resize(system.options[e]);
    for (int d = 0; d < static_cast<int>(system.differences.size()); ++d) {
      const Difference& difference = system.differences[d];
      if (!holds_[d]) continue;
      (difference.either < 0 ? edges_ : options_[difference.either][difference.option]).push_back(d);
    }
    chosen_.assign(system.options.size(), false);
  }

  DifferenceConflict Run() {
    DifferenceConflict result;
    std::optional<std::vector<Node>> nodes = Walk(edges_, 0);
    if (nodes) {
      result.kind = Feasibility::kInfeasible;
      result.certificate.nodes = *std::move(nodes);
    } else if (reason_.empty()) {
      result.kind = Feasibility::kFeasible;
      result.values = std::move(values_);
    }
    result.reason = reason_;
    return result;
  }

 private:
  // The certificate of a case; nothing when it has a solution (values_) or was not decided (reason_).
  std::optional<std::vector<Node>> Walk(const std::vector<int>& edges, int depth) {
    CycleSearch search = FindNegativeCycle(system_, edges, &steps_);
    if (!search.decided) {
      reason_ = absl::StrCat("more than ", budget_.steps, " steps would be needed");
      return std::nullopt;
    }
    if (!search.cycle.empty()) return std::vector<Node>{LeafOf(std::move(search.cycle))};
    const int either = Unsettled(search.values);
    if (either < 0) {
      values_ = std::move(search.values);
      return std::nullopt;
    }
    if (depth >= budget_.cases) return TooMany();
    std::vector<Node> nodes = {{either, {}, 0}};
    chosen_[either] = true;
    for (const std::vector<int>& option : options_[either]) {
      if (++cases_ > budget_.cases) return TooMany();
      std::vector<int> with = edges;
      with.insert(with.end(), option.begin(), option.end());
      std::sort(with.begin(), with.end());
      std::optional<std::vector<Node>> below = Walk(with, depth + 1);
      if (!below) return std::nullopt;
      if (!Uses(*below, either)) {  // closed whichever option holds
        chosen_[either] = false;
        return below;
      }
      nodes.insert(nodes.end(), std::make_move_iterator(below->begin()), std::make_move_iterator(below->end()));
    }
    chosen_[either] = false;
    return nodes;
  }

  std::optional<std::vector<Node>> TooMany() {
    reason_ = absl::StrCat("more than ", budget_.cases, " combinations of \"before or after\" would have to be tried");
    return std::nullopt;
  }

  Node LeafOf(std::vector<int> cycle) const {
    Node leaf;
    for (int d : cycle) leaf.sum += system_.differences[d].most;
    leaf.cycle = std::move(cycle);
    return leaf;
  }

  bool Uses(const std::vector<Node>& nodes, int either) const {
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
      return std::any_of(node.cycle.begin(), node.cycle.end(),
                         [&](int d) { return system_.differences[d].either == either; });
    });
  }

  // The first disjunction none of whose options these values keep.
  int Unsettled(const std::vector<int64_t>& values) const {
    const auto kept = [&](int d) {
      const Difference& difference = system_.differences[d];
      return values[difference.to] - values[difference.from] <= difference.most;
    };
    for (int e = 0; e < static_cast<int>(options_.size()); ++e) {
      const bool settled = chosen_[e] || std::any_of(options_[e].begin(), options_[e].end(), [&](const auto& option) {
                             return std::all_of(option.begin(), option.end(), kept);
                           });
      if (!settled) return e;
    }
    return -1;
  }

  const DifferenceSystem& system_;
  const std::vector<bool> holds_;
  const DifferenceBudget& budget_;
  std::vector<int> edges_;                              // that hold always
  std::vector<std::vector<std::vector<int>>> options_;  // by disjunction and option: its differences
  std::vector<bool> chosen_;                            // by disjunction: settled in the case at hand
  std::vector<int64_t> values_;
  std::string reason_;
  int64_t steps_;
  int cases_ = 0;
};

}  // namespace

DifferenceConflict MinimalDifferences(const DifferenceSystem& system, const std::vector<int>& drop_order,
                                      const DifferenceBudget& budget) {
  DifferenceConflict result;
  if (!WellFormed(system, &result.reason)) return result;
  const auto decide = [&](const std::vector<int>& members) {
    std::vector<bool> holds(system.differences.size(), true);
    for (size_t d = 0; d < holds.size(); ++d) {
      for (int member : system.differences[d].members) {
        if (!std::binary_search(members.begin(), members.end(), member)) holds[d] = false;
      }
    }
    DifferenceConflict decided = CaseSearch(system, std::move(holds), budget).Run();
    MembersVerdict verdict = {decided.kind, {}, decided.reason};
    if (decided.kind == Feasibility::kFeasible) result.values = std::move(decided.values);
    if (decided.kind != Feasibility::kInfeasible) return verdict;
    result.certificate = std::move(decided.certificate);
    for (const Node& node : result.certificate.nodes) {
      for (int d : node.cycle) {
        const std::vector<int>& needed = system.differences[d].members;
        verdict.members.insert(verdict.members.end(), needed.begin(), needed.end());
      }
    }
    SortMembers(&verdict.members);
    return verdict;
  };
  std::vector<int> all;
  for (const Difference& d : system.differences) all.insert(all.end(), d.members.begin(), d.members.end());
  SortMembers(&all);
  MembersVerdict verdict = decide(all);
  if (verdict.kind == Feasibility::kInfeasible) verdict = FilterMembers(std::move(verdict), drop_order, decide);
  result.kind = verdict.kind;
  result.members = std::move(verdict.members);
  result.reason = std::move(verdict.reason);
  if (result.kind != Feasibility::kInfeasible) result.certificate.nodes.clear();
  if (result.kind != Feasibility::kFeasible) result.values.clear();
  return result;
}

}  // namespace tallystick
