// Decides rows over columns x >= 0 in the rationals, exactly: the dual simplex method from the basis of all slacks,
// with least total as its aim, so that it ends at a solution that claims no more than it must, or at a row of the
// tableau that no x >= 0 can satisfy: a basic Farkas ray. Only the basis' inverse is kept, times its determinant, so
// all its entries are whole numbers and every division is exact (Edmonds, Bareiss). Internal to core/linear.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace tallystick {

// The rows and columns that all copies of a Simplex share. Entries are 0 or the row's sign.
struct SimplexMatrix {
  struct Row {
    int sign = 1;  // +1: at most; -1: at least, negated
    int64_t bound = 0;
    std::vector<int> columns;
  };
  std::vector<Row> rows;
  std::vector<std::vector<int>> columns;  // by column: its rows
};

enum class SimplexOutcome { kFeasible, kInfeasible, kOverflow, kOutOfPivots };

// `Integers` is one of core/linear/integers.h. Copies are independent: a branch copies and adds its row.
template <typename Integers>
class Simplex {
 public:
  using Value = typename Integers::Value;
  using Wide = typename Integers::Wide;

  // The matrix must outlive it.
  explicit Simplex(const SimplexMatrix& matrix) : matrix_(&matrix), place_of_(matrix.columns.size(), -1) {
    const int m = static_cast<int>(matrix.rows.size());
    inverse_.assign(m, std::vector<Value>(m, Integers::Of(0)));
    aim_.assign(m, Integers::Of(0));
    right_.resize(m);
    for (int r = 0; r < m; ++r) {
      inverse_[r][r] = Integers::Of(1);
      const int64_t bound = matrix.rows[r].bound;
      Wide right = Integers::Of(0);
      Integers::AddProduct(&right, Integers::Of(matrix.rows[r].sign), bound);
      if (!Integers::Narrow(right, &right_[r])) overflow_ = true;
      basic_.push_back(-1 - r);
      slack_place_.push_back(r);
    }
  }

  // Adds a row: these columns, ascending, add up to at most (sign 1) or at least (sign -1) the bound.
  void AddBranch(const std::vector<int>& columns, int sign, int64_t bound) {
    const int m = static_cast<int>(basic_.size());
    for (auto& line : inverse_) line.push_back(Integers::Of(0));
    aim_.push_back(Integers::Of(0));
    // The new slack enters the basis: its line is the row, less what the basic columns in it stand for.
    std::vector<Wide> line(m, Wide(0));
    Wide right = Integers::Of(0);
    Integers::AddProduct(&right, determinant_, sign * bound);
    for (int c : columns) {
      const int place = place_of_[c];
      if (place < 0) continue;
      for (int i = 0; i < m; ++i) Integers::AddProduct(&line[i], inverse_[place][i], -sign);
      Integers::AddProduct(&right, right_[place], -sign);
    }
    inverse_.emplace_back(m + 1);
    for (int i = 0; i < m; ++i) overflow_ |= !Integers::Narrow(line[i], &inverse_[m][i]);
    inverse_[m][m] = determinant_;
    right_.emplace_back();
    overflow_ |= !Integers::Narrow(right, &right_.back());
    basic_.push_back(-1 - m);
    slack_place_.push_back(m);
    branches_.push_back({sign, columns});
  }

  // Takes its pivots from *pivots.
  SimplexOutcome Solve(int64_t* pivots) {
    int stalled = 0;
    while (true) {
      if (overflow_) return SimplexOutcome::kOverflow;
      const int leaving = Leaving(stalled > kPatience);
      if (leaving < 0) return SimplexOutcome::kFeasible;
      if (*pivots <= 0) return SimplexOutcome::kOutOfPivots;
      --*pivots;
      bool improves = false;
      const std::optional<int> entering = Entering(leaving, &improves);
      if (!entering && overflow_) return SimplexOutcome::kOverflow;
      if (!entering) {
        ray_ = leaving;
        return SimplexOutcome::kInfeasible;
      }
      if (!Pivot(leaving, *entering)) return SimplexOutcome::kOverflow;
      stalled = improves ? 0 : stalled + 1;
    }
  }

  // After kFeasible: the value of a column is Numerator(column) / Denominator().
  Value Numerator(int column) const { return place_of_[column] < 0 ? Integers::Of(0) : right_[place_of_[column]]; }
  const Value& Denominator() const { return determinant_; }
  // Whether a row of the matrix holds with equality.
  bool Tight(int row) const { return slack_place_[row] < 0 || Integers::Sign(right_[slack_place_[row]]) == 0; }

  // After kInfeasible: the multipliers of the rows.
  const std::vector<Value>& Ray() const { return inverse_[ray_]; }

 private:
  // Pivots that do not bring the total up, before the least index decides (Bland): that rule cannot cycle.
  static constexpr int kPatience = 50;

  // Variables: columns 0, 1, …; the slack of row r is -1 - r. In order of Bland's rule: the slacks come last.
  int Rank(int variable) const { return variable >= 0 ? variable : static_cast<int>(place_of_.size()) - 1 - variable; }

  int Leaving(bool bland) const {
    int best = -1;
    for (int i = 0; i < static_cast<int>(right_.size()); ++i) {
      if (Integers::Sign(right_[i]) >= 0) continue;
      if (best < 0 || (bland ? Rank(basic_[i]) < Rank(basic_[best]) : right_[i] < right_[best])) best = i;
    }
    return best;
  }

  // Of the nonbasic variables with a negative entry in the line, the one whose reduced cost is least beside it; of
  // those, the least.
  std::optional<int> Entering(int leaving, bool* improves) {
    const std::vector<Value>& line = inverse_[leaving];
    std::vector<Wide> entries(place_of_.size(), Wide(0));
    for (int r = 0; r < static_cast<int>(line.size()); ++r) {
      if (Integers::Sign(line[r]) == 0) continue;
      const Value times = SignOf(r) > 0 ? line[r] : Value(-line[r]);
      const int own = static_cast<int>(matrix_->rows.size());
      for (int c : r < own ? matrix_->rows[r].columns : branches_[r - own].columns) entries[c] += times;
    }
    std::optional<int> best;
    Value best_cost = Integers::Of(0), best_entry = Integers::Of(0);
    const auto consider = [&](int variable, const Wide& cost, const Wide& entry) {
      Value c, e;
      if (!Integers::Narrow(cost, &c) || !Integers::Narrow(entry, &e)) {
        overflow_ = true;
        return;
      }
      e = -e;
      if (best && Integers::Product(c, best_entry) >= Integers::Product(best_cost, e)) return;
      best = variable, best_cost = c, best_entry = e;
    };
    for (int c = 0; c < static_cast<int>(entries.size()); ++c) {
      if (place_of_[c] < 0 && Integers::Sign(entries[c]) < 0) consider(c, CostOf(c), entries[c]);
    }
    for (int r = 0; r < static_cast<int>(line.size()); ++r) {
      if (slack_place_[r] < 0 && Integers::Sign(line[r]) < 0) consider(-1 - r, aim_[r], line[r]);
    }
    *improves = best && Integers::Sign(best_cost) > 0;
    return best;
  }

  int SignOf(int row) const {
    const int own = static_cast<int>(matrix_->rows.size());
    return row < own ? matrix_->rows[row].sign : branches_[row - own].sign;
  }

  // A line of values, one a row, times a column.
  Wide Times(const std::vector<Value>& line, int column) const {
    Wide sum = Integers::Of(0);
    for (int r : matrix_->columns[column]) Integers::AddProduct(&sum, line[r], matrix_->rows[r].sign);
    for (size_t b = 0; b < branches_.size(); ++b) {
      if (!std::binary_search(branches_[b].columns.begin(), branches_[b].columns.end(), column)) continue;
      Integers::AddProduct(&sum, line[matrix_->rows.size() + b], branches_[b].sign);
    }
    return sum;
  }

  // The total that is aimed at weighs each column a little differently: with equal weights, most pivots would not bring
  // it up, and the least index would have to decide too often.
  static int64_t Weight(int column) { return 1024 + static_cast<int64_t>(uint32_t(column) * 2654435761u >> 22); }

  Wide CostOf(int column) const {
    Wide cost = Times(aim_, column);
    Integers::AddProduct(&cost, determinant_, Weight(column));
    return cost;
  }

  bool Pivot(int leaving, int entering) {
    const int m = static_cast<int>(basic_.size());
    std::vector<Value> entry(m);
    for (int i = 0; i < m; ++i) {
      if (entering < 0) {
        entry[i] = inverse_[i][-1 - entering];
        continue;
      }
      if (!Integers::Narrow(Times(inverse_[i], entering), &entry[i])) return false;
    }
    Value cost;
    if (!Integers::Narrow(entering < 0 ? Wide(aim_[-1 - entering]) : CostOf(entering), &cost)) return false;

    const Value divisor = determinant_, next = -entry[leaving];
    for (int i = 0; i < m; ++i) {
      if (i == leaving) continue;
      if (!Eliminate(inverse_[leaving], entry[i], next, divisor, &inverse_[i])) return false;
      if (!Integers::Combine(right_[i], next, entry[i], right_[leaving], divisor, &right_[i])) return false;
    }
    if (!Eliminate(inverse_[leaving], cost, next, divisor, &aim_)) return false;
    for (Value& value : inverse_[leaving]) value = -value;
    right_[leaving] = -right_[leaving];
    determinant_ = next;

    Place(basic_[leaving]) = -1;
    Place(entering) = leaving;
    basic_[leaving] = entering;
    return true;
  }

  // target = (target * next + times * line) / divisor, most of it zeros.
  static bool Eliminate(const std::vector<Value>& line, const Value& times, const Value& next, const Value& divisor,
                        std::vector<Value>* target) {
    const bool scaled = next != divisor;
    if (!scaled && Integers::Sign(times) == 0) return true;
    for (size_t k = 0; k < line.size(); ++k) {
      Value& value = (*target)[k];
      if (Integers::Sign(line[k]) == 0 && (!scaled || Integers::Sign(value) == 0)) continue;
      if (!Integers::Combine(value, next, times, line[k], divisor, &value)) return false;
    }
    return true;
  }

  int& Place(int variable) { return variable < 0 ? slack_place_[-1 - variable] : place_of_[variable]; }

  struct Branch {
    int sign;
    std::vector<int> columns;
  };

  const SimplexMatrix* matrix_;
  std::vector<Branch> branches_;             // their rows follow those of the matrix
  std::vector<std::vector<Value>> inverse_;  // by place in the basis and row, times the determinant
  std::vector<Value> right_;                 // by place: the basic variable's value, times the determinant
  std::vector<Value> aim_;                   // by row: the reduced cost of its slack, times the determinant
  Value determinant_ = Integers::Of(1);      // > 0
  std::vector<int> basic_;                   // by place: the variable
  std::vector<int> place_of_, slack_place_;  // by column and by row: the place, -1 when nonbasic
  int ray_ = -1;
  bool overflow_ = false;
};

}  // namespace tallystick
