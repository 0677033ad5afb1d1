#include "core/conflict/count_rows.h"

namespace tallystick {
namespace {

// A set of rows.
class Rows {
 public:
  explicit Rows(size_t size) : words_((size + 63) / 64) {}
  void Add(size_t i) { words_[i / 64] |= uint64_t{1} << (i % 64); }
  bool Has(size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  void Join(const Rows& other) {
    for (size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  }
  bool Within(const Rows& other) const {
    for (size_t w = 0; w < words_.size(); ++w) {
      if ((words_[w] & ~other.words_[w]) != 0) return false;
    }
    return true;
  }
  bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](uint64_t w) { return w == 0; });
  }
  auto operator<=>(const Rows&) const = default;

 private:
  std::vector<uint64_t> words_;
};

class Builder {
 public:
  Builder(const Lattices& lattices, const std::vector<CountRow>& rows, bool assumed)
      : l_(lattices), rows_(rows), assumed_(assumed) {
    std::set<Entity> named;
    for (const CountRow& row : rows) {
      if (row.lower) continue;
      named.insert(row.scope.places.begin(), row.scope.places.end());
      if (row.scope.event != kNoEntity) named.insert(row.scope.event);
    }
    // What has to be told apart: places and events of which an upper bound names a part.
    for (Entity part : named) {
      for (Entity whole : l_.entities->Ancestors(part)) {
        if (whole != part && l_.entities->IsCovered(whole)) covered_.insert(whole);
      }
    }
  }

  std::optional<CountRows> Build() {
    for (const Span& span : Spans()) {
      if (!CellsOf(span)) return std::nullopt;
    }
    // A lower bound that can be met where no upper one holds says nothing.
    Rows free(rows_.size());
    for (const auto& [sides, spot] : found_) {
      if (sides.second.empty()) free.Join(sides.first);
    }
    CountRows built;
    std::vector<int> number(rows_.size(), -1);
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (free.Has(i)) continue;
      number[i] = static_cast<int>(built.rows.size());
      built.rows.push_back(rows_[i]);
      const auto sense = rows_[i].lower ? LinearRow::Sense::kAtLeast : LinearRow::Sense::kAtMost;
      built.system.rows.push_back({{}, sense, rows_[i].value});
    }
    for (const auto& [sides, spot] : found_) {
      const int cell = static_cast<int>(built.cells.size());
      bool of_a_lower = false;
      for (size_t i = 0; i < rows_.size(); ++i) {
        if (number[i] < 0 || !(sides.first.Has(i) || sides.second.Has(i))) continue;
        of_a_lower = of_a_lower || rows_[i].lower;
      }
      if (!of_a_lower) continue;
      for (size_t i = 0; i < rows_.size(); ++i) {
        if (number[i] < 0 || !(sides.first.Has(i) || sides.second.Has(i))) continue;
        built.system.rows[number[i]].cells.push_back(cell);
      }
      built.cells.push_back(spot);
    }
    built.system.cells = static_cast<int>(built.cells.size());
    return built;
  }

 private:
  // A stretch of time in which no scope begins or ends, with the rows that are open in it.
  struct Span {
    Seconds begin, end;
    Rows lowers, uppers;
  };

  std::vector<Span> Spans() const {
    std::set<Seconds> ends = {kBeginningOfTime, kEndOfTime};
    for (const CountRow& row : rows_) ends.insert({row.scope.begin, row.scope.end});
    std::vector<Span> spans;
    for (auto it = ends.begin(); std::next(it) != ends.end(); ++it) {
      Span span{*it, *std::next(it), Rows(rows_.size()), Rows(rows_.size())};
      for (size_t i = 0; i < rows_.size(); ++i) {
        const Scope& s = rows_[i].scope;
        if (s.begin <= span.begin && span.end <= s.end) (rows_[i].lower ? span.lowers : span.uppers).Add(i);
      }
      if (!span.lowers.empty()) spans.push_back(std::move(span));
    }
    // Whoever may as well have been counted in another stretch, with more lower and fewer upper bounds, was.
    std::vector<Span> kept;
    for (size_t i = 0; i < spans.size(); ++i) {
      bool worse = false;
      for (size_t j = 0; j < spans.size() && !worse; ++j) {
        if (i == j || !spans[i].lowers.Within(spans[j].lowers) || !spans[j].uppers.Within(spans[i].uppers)) continue;
        const bool alike = spans[j].lowers.Within(spans[i].lowers) && spans[i].uppers.Within(spans[j].uppers);
        worse = !alike || j < i;
      }
      if (!worse) kept.push_back(spans[i]);
    }
    return kept;
  }

  // Every meeting of lower scopes within the span. False above kMostCells.
  bool CellsOf(const Span& span) {
    struct Start {
      Spot spot;
      size_t row;
    };
    std::vector<Start> starts;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (!span.lowers.Has(i)) continue;
      for (Spot spot : SpotsOf(rows_[i].scope, rows_[i].moment)) {
        spot.begin = span.begin;
        spot.end = span.end;
        for (Spot& part : IntoParts(l_, spot, assumed_, covered_)) starts.push_back({std::move(part), i});
      }
    }
    std::vector<Rows> apart(starts.size(), Rows(starts.size()));
    for (size_t i = 0; i < starts.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (Meet(l_, starts[i].spot, starts[j].spot, assumed_)) continue;
        apart[i].Add(j);
        apart[j].Add(i);
      }
    }
    struct Cell {
      Spot spot;
      Rows tried, apart;  // starts
    };
    std::set<Spot> seen;
    std::vector<Cell> open;
    const auto reach = [&](Spot spot, const Rows& tried, const Rows& from) {
      for (Spot& part : IntoParts(l_, spot, assumed_, covered_)) {
        if (!seen.insert(part).second) continue;
        Keep(part, span);
        open.push_back({std::move(part), tried, from});
      }
    };
    for (size_t i = 0; i < starts.size(); ++i) {
      Rows self(starts.size());
      self.Add(i);
      reach(starts[i].spot, self, apart[i]);
    }
    while (!open.empty()) {
      const Cell cell = std::move(open.back());
      open.pop_back();
      if (seen.size() > kMostCells || found_.size() > kMostCells) return false;
      for (size_t i = 0; i < starts.size(); ++i) {
        if (cell.tried.Has(i) || cell.apart.Has(i)) continue;
        std::optional<Spot> both = Meet(l_, cell.spot, starts[i].spot, assumed_);
        if (!both || *both == cell.spot) continue;
        Rows tried = cell.tried, from = cell.apart;
        tried.Add(i);
        from.Join(apart[i]);
        reach(*std::move(both), tried, from);
      }
    }
    return true;
  }

  void Keep(const Spot& spot, const Span& span) {
    Rows lowers(rows_.size()), uppers(rows_.size());
    for (size_t i = 0; i < rows_.size(); ++i) {
      const CountRow& row = rows_[i];
      if (!(row.lower ? span.lowers : span.uppers).Has(i) || spot.moment > row.moment) continue;
      if (Holds(l_, row.scope, spot, assumed_)) (row.lower ? lowers : uppers).Add(i);
    }
    found_.insert({{lowers, uppers}, spot});
  }

  const Lattices& l_;
  const std::vector<CountRow>& rows_;
  bool assumed_;
  std::set<Entity> covered_;
  std::map<std::pair<Rows, Rows>, Spot> found_;  // by the rows that a cell is in, one for each
};

}  // namespace

std::optional<CountRows> BuildCountRows(const Lattices& lattices, const std::vector<CountRow>& rows, bool assumed) {
  return Builder(lattices, rows, assumed).Build();
}

}  // namespace tallystick
