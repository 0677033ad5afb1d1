#include "core/conflict/clauses.h"

namespace tallystick {
namespace {

class Statements {
 public:
  Statements(const Lattices& lattices, const std::vector<CountedRow>& lowers, const std::vector<CountedRow>& uppers,
             bool assumed)
      : l_(lattices), lowers_(lowers), uppers_(uppers), assumed_(assumed) {
    std::vector<CountRow> rows;
    for (const CountedRow& r : uppers) rows.push_back(r.row);
    covered_ = CoveredWholes(*l_.entities, rows);
    for (const CountedRow& r : uppers) ends_.insert({r.row.scope.begin, r.row.scope.end});
  }

  // States whatever excludes somebody who is counted more often below than above, until nobody is left.
  std::vector<Clause> Find() {
    const uint32_t all = (1u << lowers_.size()) - 1, above = (1u << uppers_.size()) - 1;
    for (uint32_t in = 1; in <= all; ++in) {
      for (uint32_t out = 0; out <= above; ++out) {
        if (Total(lowers_, in) <= Total(uppers_, out) || Excluded(in, out)) continue;
        if (!True(in, above & ~out)) continue;  // not so: what is wrong here is no conflict
        State(in, above & ~out);
      }
    }
    std::vector<Clause> clauses;
    for (const auto& [lowers, uppers] : stated_) clauses.push_back({Members(lowers), Members(uppers)});
    return clauses;
  }

  // Too many rows to search: what holds of pairs.
  std::vector<Clause> Pairs() {
    std::vector<Clause> clauses;
    for (int i = 0; i < static_cast<int>(lowers_.size()); ++i) {
      for (int j = 0; j < i; ++j) {
        if (Meets({j, i}).empty()) clauses.push_back({{j, i}, {}});
      }
      for (int u = 0; u < static_cast<int>(uppers_.size()); ++u) {
        const std::vector<Spot> spots = Meets({i});
        if (std::all_of(spots.begin(), spots.end(), [&](const Spot& s) { return In(u, s); }))
          clauses.push_back({{i}, {u}});
      }
    }
    return clauses;
  }

 private:
  static std::vector<int> Members(uint32_t set) {
    std::vector<int> members;
    for (int i = 0; set >> i != 0; ++i) {
      if (set >> i & 1) members.push_back(i);
    }
    return members;
  }
  static int64_t Total(const std::vector<CountedRow>& rows, uint32_t set) {
    int64_t total = 0;
    for (int i : Members(set)) total += rows[i].times;
    return total;
  }
  bool Excluded(uint32_t in, uint32_t out) const {
    return std::any_of(stated_.begin(), stated_.end(), [&](const std::pair<uint32_t, uint32_t>& c) {
      return (c.first & ~in) == 0 && (c.second & out) == 0;
    });
  }

  // Where somebody in all of these may be, as finely as the upper rows tell apart.
  std::vector<Spot> Meets(const std::vector<int>& lowers) const {
    std::vector<Spot> meets;
    for (size_t n = 0; n < lowers.size(); ++n) {
      const CountRow& row = lowers_[lowers[n]].row;
      std::vector<Spot> next;
      for (const Spot& spot : SpotsOf(row.scope, row.moment)) {
        if (n == 0) next.push_back(spot);
        for (const Spot& before : meets) {
          if (std::optional<Spot> both = Meet(l_, before, spot, assumed_)) next.push_back(*std::move(both));
        }
      }
      meets = std::move(next);
    }
    std::vector<Spot> fine;
    for (Spot spot : meets) {
      const Seconds end = spot.end;
      for (auto at = ends_.upper_bound(spot.begin); spot.begin < end; ++at) {
        spot.end = at == ends_.end() ? end : std::min(end, *at);
        for (Spot& part : IntoParts(l_, spot, assumed_, covered_)) fine.push_back(std::move(part));
        spot.begin = spot.end;
        if (at == ends_.end()) break;
      }
    }
    return fine;
  }
  bool In(int upper, const Spot& spot) const {
    const CountRow& row = uppers_[upper].row;
    return spot.moment <= row.moment && Holds(l_, row.scope, spot, assumed_);
  }
  bool True(uint32_t in, uint32_t out) const {
    const std::vector<int> uppers = Members(out);
    const std::vector<Spot> spots = Meets(Members(in));
    return std::all_of(spots.begin(), spots.end(), [&](const Spot& spot) {
      return std::any_of(uppers.begin(), uppers.end(), [&](int u) { return In(u, spot); });
    });
  }

  // The same with as few uppers, then as few lowers, as leave it true.
  void State(uint32_t in, uint32_t out) {
    for (uint32_t* set : {&out, &in}) {
      for (int i : Members(*set)) {
        const uint32_t without = *set & ~(1u << i);
        if (set == &in && without == 0) continue;
        if (set == &in ? True(without, out) : True(in, without)) *set = without;
      }
    }
    stated_.insert({in, out});
  }

  const Lattices& l_;
  const std::vector<CountedRow>&lowers_, &uppers_;
  bool assumed_;
  std::set<Entity> covered_;
  std::set<Seconds> ends_;
  std::set<std::pair<uint32_t, uint32_t>> stated_;
};

}  // namespace

std::vector<Clause> ClausesFor(const Lattices& lattices, const std::vector<CountedRow>& lowers,
                               const std::vector<CountedRow>& uppers, bool assumed) {
  Statements statements(lattices, lowers, uppers, assumed);
  return lowers.size() + uppers.size() <= kClauseRows ? statements.Find() : statements.Pairs();
}

}  // namespace tallystick
