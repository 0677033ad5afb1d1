#include "core/linear/reduce.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tallystick {
namespace {

// Pairs of columns that are compared before the rest are kept as they are: a tenth of a second.
constexpr int64_t kComparisons = 10'000'000;

using Sense = LinearRow::Sense;
using Mask = std::vector<uint64_t>;

bool Inside(const Mask& a, const Mask& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] & ~b[i]) return false;
  }
  return true;
}

class Reducer {
 public:
  Reducer(const LinearSystem& system, std::span<const int> rows) : system_(system), given_(rows) {}

  ReducedSystem Run() {
    ChooseRows();
    MergeColumns();
    FindDominated();
    Keep();
    return std::move(reduced_);
  }

 private:
  struct Column {
    std::vector<int> rows;   // places in reduced_.rows
    std::vector<int> cells;  // ascending
    Mask low, high;          // at-least and at-most rows
    int better = -1;         // the column that stands for it
  };

  const LinearRow& Row(int place) const { return system_.rows[reduced_.rows[place]]; }

  // At-least rows that hold no matter what go; of rows over the same cells the tightest stays.
  void ChooseRows() {
    std::vector<bool> bounded(system_.cells, false);
    for (int r : given_) {
      if (system_.rows[r].sense != Sense::kAtMost) continue;
      for (int cell : system_.rows[r].cells) bounded[cell] = true;
    }
    std::map<int, int64_t> filled;
    std::map<std::pair<Sense, std::vector<int>>, int> tightest;
    for (int r : given_) {
      const LinearRow& row = system_.rows[r];
      if (row.sense == Sense::kAtLeast) {
        if (row.bound <= 0) continue;
        const auto free = std::find_if(row.cells.begin(), row.cells.end(), [&](int cell) { return !bounded[cell]; });
        if (free != row.cells.end()) {
          int64_t& value = filled[*free];
          value = std::max(value, row.bound);
          continue;
        }
      }
      const auto [same, fresh] = tightest.try_emplace({row.sense, row.cells}, r);
      const int64_t other = system_.rows[same->second].bound;
      if (!fresh && (row.sense == Sense::kAtLeast ? row.bound > other : row.bound < other)) same->second = r;
    }
    reduced_.filled.assign(filled.begin(), filled.end());
    for (const auto& [key, r] : tightest) reduced_.rows.push_back(r);
    std::sort(reduced_.rows.begin(), reduced_.rows.end());
  }

  // Cells that no at-least row holds stay 0.
  void MergeColumns() {
    std::vector<std::vector<int>> rows_of(system_.cells);
    std::vector<bool> wanted(system_.cells, false);
    for (int place = 0; place < static_cast<int>(reduced_.rows.size()); ++place) {
      for (int cell : Row(place).cells) {
        rows_of[cell].push_back(place);
        if (Row(place).sense == Sense::kAtLeast) wanted[cell] = true;
      }
    }
    std::vector<int> order;
    for (int cell = 0; cell < system_.cells; ++cell) {
      if (wanted[cell]) order.push_back(cell);
    }
    std::sort(order.begin(), order.end(),
              [&](int a, int b) { return std::tie(rows_of[a], a) < std::tie(rows_of[b], b); });
    const size_t words = reduced_.rows.size() / 64 + 1;
    for (int cell : order) {
      if (columns_.empty() || columns_.back().rows != rows_of[cell]) {
        Column column{rows_of[cell], {}, Mask(words), Mask(words)};
        for (int place : column.rows) {
          Mask& mask = Row(place).sense == Sense::kAtLeast ? column.low : column.high;
          mask[place / 64] |= uint64_t{1} << (place % 64);
        }
        columns_.push_back(std::move(column));
      }
      columns_.back().cells.push_back(cell);
    }
  }

  // A column is useless beside one that lies in all its at-least rows and in no at-most row that it is not in: what it
  // holds may as well lie there.
  void FindDominated() {
    std::vector<std::vector<int>> columns_of(reduced_.rows.size());
    for (int c = 0; c < static_cast<int>(columns_.size()); ++c) {
      for (int place : columns_[c].rows) columns_of[place].push_back(c);
    }
    int64_t left = kComparisons;
    for (int c = 0; c < static_cast<int>(columns_.size()) && left > 0; ++c) {
      Column& column = columns_[c];
      int rarest = -1;
      for (int place : column.rows) {
        if (Row(place).sense != Sense::kAtLeast) continue;
        if (rarest < 0 || columns_of[place].size() < columns_of[rarest].size()) rarest = place;
      }
      left -= static_cast<int64_t>(columns_of[rarest].size());
      for (int d : columns_of[rarest]) {
        const Column& other = columns_[d];
        if (d == c || other.better >= 0 || !Inside(column.low, other.low) || !Inside(other.high, column.high)) continue;
        column.better = d;
        break;
      }
    }
  }

  void Keep() {
    std::vector<int> kept(columns_.size(), -1);
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c].better >= 0) continue;
      kept[c] = static_cast<int>(reduced_.cell.size());
      reduced_.cell.push_back(columns_[c].cells.front());
      reduced_.columns.push_back(columns_[c].rows);
    }
    reduced_.groups.resize(reduced_.cell.size());
    // A better column was kept when it was chosen: it comes later if it was given up since.
    for (int c = static_cast<int>(columns_.size()) - 1; c >= 0; --c) {
      if (columns_[c].better >= 0) kept[c] = kept[columns_[c].better];
      std::vector<int>& group = reduced_.groups[kept[c]];
      group.insert(group.end(), columns_[c].cells.begin(), columns_[c].cells.end());
    }
    for (std::vector<int>& group : reduced_.groups) std::sort(group.begin(), group.end());
    DropEmptyRows();
  }

  // At-most rows that no column is left in.
  void DropEmptyRows() {
    std::vector<bool> used(reduced_.rows.size(), false);
    for (const std::vector<int>& column : reduced_.columns) {
      for (int place : column) used[place] = true;
    }
    std::vector<int> moved(reduced_.rows.size(), -1), rows;
    for (size_t place = 0; place < reduced_.rows.size(); ++place) {
      const LinearRow& row = Row(static_cast<int>(place));
      if (!used[place] && row.sense == Sense::kAtMost && row.bound >= 0) continue;
      moved[place] = static_cast<int>(rows.size());
      rows.push_back(reduced_.rows[place]);
    }
    for (std::vector<int>& column : reduced_.columns) {
      for (int& place : column) place = moved[place];
    }
    reduced_.rows = std::move(rows);
  }

  const LinearSystem& system_;
  std::span<const int> given_;
  ReducedSystem reduced_;
  std::vector<Column> columns_;
};

}  // namespace

ReducedSystem Reduce(const LinearSystem& system, std::span<const int> rows) { return Reducer(system, rows).Run(); }

}  // namespace tallystick
