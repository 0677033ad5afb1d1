#include "core/conflict/count_rows.h"

#include <unordered_map>

namespace tallystick {
namespace {

// A set of small numbers.
class Bits {
 public:
  explicit Bits(size_t size) : words_((size + 63) / 64) {}
  void Add(size_t i) { words_[i / 64] |= uint64_t{1} << (i % 64); }
  bool Has(size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }
  void Join(const Bits& other) {
    for (size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  }
  bool Within(const Bits& other) const {
    for (size_t w = 0; w < words_.size(); ++w) {
      if ((words_[w] & ~other.words_[w]) != 0) return false;
    }
    return true;
  }
  bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](uint64_t w) { return w == 0; });
  }
  auto operator<=>(const Bits&) const = default;

 private:
  std::vector<uint64_t> words_;
};

// A stretch of time in which no scope begins or ends, with the rows that are open in it.
struct Span {
  Seconds begin, end;
  Bits lowers, uppers;
};

std::vector<Span> SpansOf(const std::vector<CountRow>& rows) {
  std::set<Seconds> ends = {kBeginningOfTime, kEndOfTime};
  for (const CountRow& row : rows) ends.insert({row.scope.begin, row.scope.end});
  std::vector<Span> spans;
  for (auto it = ends.begin(); std::next(it) != ends.end(); ++it) {
    Span span{*it, *std::next(it), Bits(rows.size()), Bits(rows.size())};
    for (size_t i = 0; i < rows.size(); ++i) {
      const Scope& s = rows[i].scope;
      if (s.begin <= span.begin && span.end <= s.end) (rows[i].lower ? span.lowers : span.uppers).Add(i);
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

// The cells of one span: meetings of its lower scopes. Somebody in several of them is held by a scope exactly if in
// each of the scope's dimensions one of them is, so a cell is told by these dimensions alone.
class Meetings {
 public:
  struct Cell {
    Bits lowers, uppers;  // rows
    Spot spot;
  };

  Meetings(const Lattices& lattices, const std::vector<CountRow>& rows, const Span& span, bool assumed,
           const std::set<Entity>& covered)
      : l_(lattices), rows_(rows), assumed_(assumed) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!span.lowers.Has(i)) continue;
      for (Spot spot : SpotsOf(rows[i].scope, rows[i].moment)) {
        spot.begin = span.begin;
        spot.end = span.end;
        for (Spot& part : IntoParts(l_, spot, assumed, covered)) starts_.push_back(std::move(part));
      }
    }
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!(rows[i].lower ? span.lowers : span.uppers).Has(i)) continue;
      for (const Victims& victims : rows[i].scope.victims) targets_.push_back({static_cast<int>(i), victims});
    }
    own_ = targets_.size();
    for (const Spot& start : starts_) held_.push_back(DimensionsOf(start));
    for (size_t i = 0; i < starts_.size(); ++i) apart_.emplace_back(starts_.size());
    for (size_t i = 0; i < starts_.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (Meet(l_, starts_[i], starts_[j], assumed)) continue;
        apart_[i].Add(j);
        apart_[j].Add(i);
      }
    }
  }

  // Leaves out cells that another one is better than: in all of their lower rows, and in none but their upper ones.
  // False when there are too many.
  bool Find(std::vector<Cell>* cells) {
    for (size_t i = 0; i < starts_.size(); ++i) Reach(held_[i], apart_[i], i, std::nullopt);
    for (size_t next = 0; next < open_.size(); ++next) {
      if (open_.size() > kMostCells) return false;
      const Open cell = open_[next];
      const std::vector<size_t> others = Others(cell);
      const std::optional<size_t> free = Free(cell, others);
      if (!free) cells->push_back(CellOf(next));
      for (size_t i : others) {
        // Without the free one there are only those that exclude it.
        if (free && i != *free && !apart_[*free].Has(i)) continue;
        Held both = cell.held;
        for (size_t t = 0; t < both.size(); ++t) both[t] |= held_[i][t];
        Bits apart = cell.apart;
        apart.Join(apart_[i]);
        Reach(std::move(both), apart, i, next);
      }
    }
    return true;
  }

 private:
  // For each target, in which of its dimensions it holds somebody.
  using Held = std::string;
  static constexpr char kAllDimensions = 0x7f;
  struct Target {
    int row;
    Victims victims;
  };
  struct Open {
    Held held;
    Bits apart;  // starts that exclude it
    size_t start;
    std::optional<size_t> from;  // the cell that this start was added to
  };

  // Of the rows, and then of the starts themselves.
  Held DimensionsOf(const Spot& spot) const {
    Held held;
    for (const Target& t : targets_)
      held += DimensionsHolding(l_, rows_[t.row].scope, t.victims, rows_[t.row].moment, spot, assumed_);
    for (const Spot& start : starts_) {
      Scope scope;
      if (!start.events.empty()) scope.event = start.events.front();
      if (!start.places.empty()) scope.places = {start.places.front()};
      if (start.agents.front() != kNoEntity) scope.agents = {start.agents.front()};
      scope.predicate = start.predicates.front();
      scope.unit = start.unit;
      held += DimensionsHolding(l_, scope, start.victims.front(), start.moment, spot, assumed_);
    }
    return held;
  }

  void Reach(Held held, const Bits& apart, size_t start, std::optional<size_t> from) {
    if (seen_.insert({held, open_.size()}).second) open_.push_back({std::move(held), apart, start, from});
  }

  // Starts that would add something.
  std::vector<size_t> Others(const Open& cell) const {
    std::vector<size_t> others;
    for (size_t i = 0; i < starts_.size(); ++i) {
      if (cell.apart.Has(i)) continue;
      bool adds = false;
      for (size_t t = 0; t < cell.held.size() && !adds; ++t) adds = (held_[i][t] & ~cell.held[t]) != 0;
      if (adds) others.push_back(i);
    }
    return others;
  }
  // One of them that brings the cell, and whatever it may meet besides, no nearer to any upper row.
  std::optional<size_t> Free(const Open& cell, const std::vector<size_t>& others) const {
    for (size_t i : others) {
      bool nearer = false;
      for (size_t t = 0; t < own_ && !nearer; ++t) {
        nearer = !rows_[targets_[t].row].lower && (held_[i][t] & ~cell.held[t]) != 0;
      }
      if (!nearer) return i;
    }
    return std::nullopt;
  }

  Cell CellOf(size_t at) const {
    const Open& cell = open_[at];
    Cell made{Bits(rows_.size()), Bits(rows_.size()), starts_[cell.start]};
    for (size_t t = 0; t < own_; ++t) {
      const size_t row = targets_[t].row;
      if (cell.held[t] == kAllDimensions) (rows_[row].lower ? made.lowers : made.uppers).Add(row);
    }
    for (std::optional<size_t> step = cell.from; step; step = open_[*step].from) {
      if (std::optional<Spot> both = Meet(l_, made.spot, starts_[open_[*step].start], assumed_))
        made.spot = *std::move(both);
    }
    return made;
  }

  const Lattices& l_;
  const std::vector<CountRow>& rows_;
  bool assumed_;
  std::vector<Spot> starts_;
  std::vector<Target> targets_;
  size_t own_ = 0;  // targets that are rows; starts follow
  std::vector<Held> held_;
  std::vector<Bits> apart_;
  std::vector<Open> open_;
  std::unordered_map<Held, size_t> seen_;
};

}  // namespace

std::set<Entity> CoveredWholes(const EntityGraph& entities, const std::vector<CountRow>& rows) {
  std::set<Entity> named, covered;
  for (const CountRow& row : rows) {
    if (row.lower) continue;
    named.insert(row.scope.places.begin(), row.scope.places.end());
    if (row.scope.event != kNoEntity) named.insert(row.scope.event);
  }
  const auto add = [&](Entity whole, Entity upper) {
    if (entities.IsCovered(whole) && !entities.Within(whole, upper)) covered.insert(whole);
  };
  for (Entity upper : named) {
    for (Entity whole : entities.Ancestors(upper)) add(whole, upper);
  }
  // Wholes across the named ones meet them in what is part of both.
  for (Entity shared : entities.Shared()) {
    const std::vector<Entity> above = entities.Ancestors(shared);
    for (Entity upper : above) {
      if (named.count(upper) == 0) continue;
      for (Entity whole : above) add(whole, upper);
    }
  }
  return covered;
}

std::optional<CountRows> BuildCountRows(const Lattices& lattices, const std::vector<CountRow>& rows, bool assumed) {
  std::map<std::pair<Bits, Bits>, Spot> cells;  // by the rows that a cell is in, one for each
  Bits free(rows.size());
  const std::set<Entity> covered = CoveredWholes(*lattices.entities, rows);
  for (const Span& span : SpansOf(rows)) {
    std::vector<Meetings::Cell> found;
    if (!Meetings(lattices, rows, span, assumed, covered).Find(&found)) return std::nullopt;
    for (Meetings::Cell& cell : found) {
      // A lower bound that can be met where no upper one holds says nothing.
      if (cell.uppers.empty()) free.Join(cell.lowers);
      cells.insert({{std::move(cell.lowers), std::move(cell.uppers)}, std::move(cell.spot)});
    }
    if (cells.size() > kMostCells) return std::nullopt;
  }
  CountRows built;
  std::vector<int> kept;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (free.Has(i)) continue;
    kept.push_back(static_cast<int>(i));
    built.rows.push_back(rows[i]);
    built.system.rows.push_back(
        {{}, rows[i].lower ? LinearRow::Sense::kAtLeast : LinearRow::Sense::kAtMost, rows[i].value});
  }
  for (const auto& [sides, spot] : cells) {
    const auto& [lowers, uppers] = sides;
    const bool counts = std::any_of(kept.begin(), kept.end(), [&, &in = lowers](int i) { return in.Has(i); });
    if (!counts) continue;
    for (size_t r = 0; r < kept.size(); ++r) {
      if (lowers.Has(kept[r]) || uppers.Has(kept[r])) built.system.rows[r].cells.push_back(built.system.cells);
    }
    built.cells.push_back(spot);
    ++built.system.cells;
  }
  return built;
}

}  // namespace tallystick
