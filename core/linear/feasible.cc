#include "core/linear/feasible.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "core/linear/integers.h"
#include "core/linear/reduce.h"
#include "core/linear/simplex.h"

namespace tallystick {
namespace {

constexpr size_t kDeepest = 100;  // branches inside one another: each holds a tableau

SimplexMatrix MatrixOf(const LinearSystem& system, const ReducedSystem& reduced) {
  SimplexMatrix matrix;
  matrix.columns = reduced.columns;
  for (int r : reduced.rows) {
    const bool at_most = system.rows[r].sense == LinearRow::Sense::kAtMost;
    matrix.rows.push_back({at_most ? 1 : -1, system.rows[r].bound, {}});
  }
  for (int c = 0; c < static_cast<int>(reduced.columns.size()); ++c) {
    for (int r : reduced.columns[c]) matrix.rows[r].columns.push_back(c);
  }
  return matrix;
}

// Branch and bound, depth first, the smaller side first.
template <typename Integers>
class Search {
 public:
  Search(const LinearSystem& system, const ReducedSystem& reduced, const SimplexMatrix& matrix,
         const LinearBudget& budget)
      : system_(system), reduced_(reduced), matrix_(matrix), budget_(budget) {}

  // Nothing when the integers are too small.
  std::optional<LinearDecision> Run() {
    pivots_ = budget_.pivots;
    Walk(Simplex<Integers>(matrix_));
    if (overflow_) return std::nullopt;
    if (decision_.kind == Feasibility::kNotDecided && decision_.reason.empty()) {
      decision_.kind = Feasibility::kInfeasible;
    }
    if (decision_.kind != Feasibility::kInfeasible) decision_.certificate.nodes.clear();
    decision_.pivots = budget_.pivots - pivots_;
    return std::move(decision_);
  }

 private:
  struct Branch {
    int column;
    int64_t at_most;
    bool right;
  };

  // True while nothing speaks against infeasibility: the case was closed by a certificate.
  bool Walk(Simplex<Integers> simplex) {
    switch (simplex.Solve(&pivots_)) {
      case SimplexOutcome::kOverflow:
        return overflow_ = true, false;
      case SimplexOutcome::kOutOfPivots:
        decision_.reason = absl::StrCat("more than ", budget_.pivots, " steps would be needed");
        return false;
      case SimplexOutcome::kInfeasible:
        decision_.certificate.nodes.push_back(LeafOf(simplex.Ray()));
        return true;
      case SimplexOutcome::kFeasible:
        break;
    }
    const int column = Fractional(simplex);
    if (column < 0) {
      decision_.kind = Feasibility::kFeasible;
      decision_.solution = SolutionOf(simplex);
      return false;
    }
    if (decision_.branches >= budget_.branches || above_.size() >= kDeepest) {
      decision_.reason =
          absl::StrCat("more than ", budget_.branches, " cases would have to be told apart, or more than ", kDeepest,
                       " inside one another");
      return false;
    }
    ++decision_.branches;
    const int64_t at_most = Integers::Floor(simplex.Numerator(column), simplex.Denominator());
    Certificate::Node node;
    node.leaf = false;
    node.cells = reduced_.groups[column];
    node.at_most = at_most;
    decision_.certificate.nodes.push_back(std::move(node));

    above_.push_back({column, at_most, false});
    Simplex<Integers> left = simplex;
    left.AddBranch(column, 1, at_most);
    if (!Walk(std::move(left))) return false;
    above_.back().right = true;
    simplex.AddBranch(column, -1, at_most + 1);
    if (!Walk(std::move(simplex))) return false;
    above_.pop_back();
    return true;
  }

  // The first column whose value is not whole.
  int Fractional(const Simplex<Integers>& simplex) const {
    for (int c = 0; c < static_cast<int>(reduced_.columns.size()); ++c) {
      if (!Integers::Divisible(simplex.Numerator(c), simplex.Denominator())) return c;
    }
    return -1;
  }

  std::vector<int64_t> SolutionOf(const Simplex<Integers>& simplex) const {
    std::vector<int64_t> solution(system_.cells, 0);
    for (const auto& [cell, value] : reduced_.filled) solution[cell] = value;
    for (int c = 0; c < static_cast<int>(reduced_.columns.size()); ++c) {
      solution[reduced_.cell[c]] = Integers::Floor(simplex.Numerator(c), simplex.Denominator());
    }
    return solution;
  }

  // The ray over the system's rows and the branches above, divided by what its multipliers share.
  Certificate::Node LeafOf(const std::vector<typename Integers::Value>& ray) const {
    mpz_class shared = 0, excess = 0;
    for (const auto& times : ray) shared = gcd(shared, Integers::Big(times));
    Certificate::Node leaf;
    for (size_t r = 0; r < ray.size(); ++r) {
      if (Integers::Sign(ray[r]) == 0) continue;
      const mpz_class times = Integers::Big(ray[r]) / shared;
      const bool own = r < reduced_.rows.size();
      const size_t branch = r - reduced_.rows.size();
      leaf.multipliers.push_back(
          {own ? reduced_.rows[r] : static_cast<int>(system_.rows.size() + branch), times.get_str()});
      const bool at_least = own ? matrix_.rows[r].sign < 0 : above_[branch].right;
      const int64_t bound = own ? matrix_.rows[r].bound : above_[branch].at_most + above_[branch].right;
      excess += (at_least ? times : mpz_class(-times)) * static_cast<long>(bound);
    }
    leaf.excess = excess.get_str();
    return leaf;
  }

  const LinearSystem& system_;
  const ReducedSystem& reduced_;
  const SimplexMatrix& matrix_;
  const LinearBudget& budget_;
  std::vector<Branch> above_;
  LinearDecision decision_;
  int64_t pivots_ = 0;
  bool overflow_ = false;
};

}  // namespace

LinearDecision FeasibleRows(const LinearSystem& system, std::span<const int> rows, const LinearBudget& budget) {
  LinearDecision undecided;
  if (!WellFormed(system, &undecided.reason)) return undecided;
  const ReducedSystem reduced = Reduce(system, rows);
  if (static_cast<int64_t>(reduced.rows.size()) > budget.rows) {
    undecided.reason = absl::StrCat(reduced.rows.size(), " bounds depend on one another, more than ", budget.rows);
    return undecided;
  }
  const SimplexMatrix matrix = MatrixOf(system, reduced);
  if (std::optional<LinearDecision> d = Search<SmallIntegers>(system, reduced, matrix, budget).Run())
    return *std::move(d);
  return *Search<BigIntegers>(system, reduced, matrix, budget).Run();
}

LinearDecision Feasible(const LinearSystem& system, const LinearBudget& budget) {
  std::vector<int> rows(system.rows.size());
  std::iota(rows.begin(), rows.end(), 0);
  return FeasibleRows(system, rows, budget);
}

}  // namespace tallystick
