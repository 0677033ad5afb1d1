#include "core/linear/feasible.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

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

using Nodes = std::vector<Certificate::Node>;

// Branch and bound, depth first.
template <typename Integers>
class Search {
 public:
  Search(const LinearSystem& system, const ReducedSystem& reduced, const SimplexMatrix& matrix,
         const LinearBudget& budget)
      : system_(system), reduced_(reduced), matrix_(matrix), budget_(budget), pivots_(budget.pivots) {}

  // Nothing when the integers are too small.
  std::optional<LinearDecision> Run() {
    std::optional<Nodes> nodes = Walk(Simplex<Integers>(matrix_));
    if (overflow_) return std::nullopt;
    if (nodes) {
      decision_.kind = Feasibility::kInfeasible;
      decision_.certificate.nodes = *std::move(nodes);
    }
    decision_.pivots = budget_.pivots - pivots_;
    return std::move(decision_);
  }

 private:
  struct Branch {
    int64_t at_most;
    bool right;
  };
  // Columns whose sum is not whole in a solution.
  struct Fraction {
    std::vector<int> columns;  // ascending
    int64_t floor = 0;
    bool high = false;  // nearer to floor + 1
  };

  // The certificate of a case; nothing when it has a solution, or was not decided (decision_.reason, overflow_).
  std::optional<Nodes> Walk(Simplex<Integers> simplex) {
    switch (simplex.Solve(&pivots_)) {
      case SimplexOutcome::kOverflow:
        overflow_ = true;
        return std::nullopt;
      case SimplexOutcome::kOutOfPivots:
        decision_.reason = absl::StrCat("more than ", budget_.pivots, " steps would be needed");
        return std::nullopt;
      case SimplexOutcome::kInfeasible:
        return Nodes{LeafOf(simplex.Ray())};
      case SimplexOutcome::kFeasible:
        break;
    }
    const Fraction fraction = FractionOf(simplex);
    if (fraction.columns.empty()) {
      decision_.kind = Feasibility::kFeasible;
      decision_.solution = SolutionOf(simplex);
      return std::nullopt;
    }
    if (decision_.branches >= budget_.branches || above_.size() >= kDeepest) {
      decision_.reason =
          absl::StrCat("more than ", budget_.branches, " cases would have to be told apart, or more than ", kDeepest,
                       " inside one another");
      return std::nullopt;
    }
    ++decision_.branches;
    return Branched(simplex, fraction);
  }

  // The nearer side first.
  std::optional<Nodes> Branched(const Simplex<Integers>& simplex, const Fraction& fraction) {
    const int row = static_cast<int>(system_.rows.size() + above_.size());
    Nodes sides[2];
    for (const bool right : {fraction.high, !fraction.high}) {
      above_.push_back({fraction.floor, right});
      Simplex<Integers> side = simplex;
      side.AddBranch(fraction.columns, right ? -1 : 1, fraction.floor + right);
      std::optional<Nodes> nodes = Walk(std::move(side));
      above_.pop_back();
      if (!nodes) return std::nullopt;
      if (Spared(row, &*nodes)) return nodes;
      sides[right] = *std::move(nodes);
    }
    Certificate::Node node;
    node.leaf = false;
    for (int c : fraction.columns) {
      node.cells.insert(node.cells.end(), reduced_.groups[c].begin(), reduced_.groups[c].end());
    }
    std::sort(node.cells.begin(), node.cells.end());
    node.at_most = fraction.floor;
    Nodes all = {std::move(node)};
    for (Nodes& side : sides)
      all.insert(all.end(), std::make_move_iterator(side.begin()), std::make_move_iterator(side.end()));
    return all;
  }

  // Whether no leaf adds up this branch row: then the case is closed without the branch, and its number goes.
  static bool Spared(int row, Nodes* nodes) {
    for (const Certificate::Node& node : *nodes) {
      for (const Certificate::Multiplier& m : node.multipliers) {
        if (m.row == row) return false;
      }
    }
    for (Certificate::Node& node : *nodes) {
      for (Certificate::Multiplier& m : node.multipliers) m.row -= m.row > row;
    }
    return true;
  }

  using Value = typename Integers::Value;
  using Wide = typename Integers::Wide;

  // The rows that hold with equality and hold the column. Columns that share these are as good as one another where the
  // solution stands: a branch on one alone would only move what it holds to the next.
  std::vector<int> TightRows(const Simplex<Integers>& simplex, int column) const {
    std::vector<int> tight;
    for (int r : reduced_.columns[column]) {
      if (simplex.Tight(r)) tight.push_back(r);
    }
    return tight;
  }

  // Of the columns that are not whole, the first that is not whole together with those like it; else the first alone.
  Fraction FractionOf(const Simplex<Integers>& simplex) const {
    const int count = static_cast<int>(reduced_.columns.size());
    const Value& denominator = simplex.Denominator();
    std::map<std::vector<int>, Wide> sums;
    std::vector<int> fractional;
    for (int c = 0; c < count; ++c) {
      const Value value = simplex.Numerator(c);
      if (Integers::Sign(value) == 0) continue;
      sums.try_emplace(TightRows(simplex, c), Wide(0)).first->second += value;
      if (!Integers::Divisible(value, denominator)) fractional.push_back(c);
    }
    if (fractional.empty()) return {};
    for (int f : fractional) {
      const std::vector<int> tight = TightRows(simplex, f);
      const Wide& sum = sums.at(tight);
      const bool whole = Integers::Divisible(sum, denominator);
      if (whole || sum / denominator >= Integers::Of(int64_t{1} << 62)) continue;
      std::vector<int> like;
      for (int c = 0; c < count; ++c) {
        if (TightRows(simplex, c) == tight) like.push_back(c);
      }
      return Parted(std::move(like), sum, denominator);
    }
    return Parted({fractional.front()}, simplex.Numerator(fractional.front()), denominator);
  }

  static Fraction Parted(std::vector<int> columns, const Wide& sum, const Value& denominator) {
    return {std::move(columns), Integers::Floor(sum, denominator),
            Integers::Sign(2 * (sum % denominator) - denominator) > 0};
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
  Certificate::Node LeafOf(const std::vector<Value>& ray) const {
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
  int64_t pivots_;
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
