// Finds, among many scopes, those that may hold somebody: by event, place and predicate through what these lie in, by
// time through a tree of intervals. What it finds are candidates; Contains() and Holds() decide. Built once, then read
// from any thread.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/conflict/scope.h"

namespace tallystick {

// Intervals by their begin, with a tree of the largest ends over them: O(log n) for each one found.
class IntervalTree {
 public:
  void Add(Seconds begin, Seconds end, int value) { items_.push_back({begin, end, value}); }
  void Build();

  // Calls visit(value) for each that begins before `before` and ends at or after `until`; false from visit ends it.
  template <typename Visit>
  bool ForEach(Seconds before, Seconds until, const Visit& visit) const {
    const size_t count =
        std::lower_bound(items_.begin(), items_.end(), before, [](const Item& i, Seconds b) { return i.begin < b; }) -
        items_.begin();
    return Descend(1, 0, leaves_, count, until, visit);
  }

 private:
  struct Item {
    Seconds begin, end;
    int value;
    bool operator<(const Item& o) const { return std::tie(begin, end, value) < std::tie(o.begin, o.end, o.value); }
  };

  template <typename Visit>
  bool Descend(size_t at, size_t from, size_t to, size_t count, Seconds until, const Visit& visit) const {
    if (from >= count || ends_[at] < until) return true;
    if (to - from == 1) return visit(items_[from].value);
    const size_t middle = (from + to) / 2;
    return Descend(2 * at, from, middle, count, until, visit) && Descend(2 * at + 1, middle, to, count, until, visit);
  }

  std::vector<Item> items_;
  std::vector<Seconds> ends_;
  size_t leaves_ = 1;
};

class ScopeSearch {
 public:
  explicit ScopeSearch(const Lattices& lattices) : lattices_(lattices) {}
  void Add(const Scope& scope, int value);
  void Build();

  // Somebody who is in all of these.
  struct Place {
    std::vector<Entity> events, places;
    std::vector<std::string> predicates;
  };
  // Those that hold all of [begin, end), with `all`, or some of it. One may come more than once.
  template <typename Visit>
  bool ForEach(const Place& place, Seconds begin, Seconds end, bool all, const Visit& visit) const {
    for (const Anchor& anchor : AnchorsOf(place)) {
      const auto group = groups_.find(anchor);
      if (group == groups_.end()) continue;
      if (!group->second.ForEach(all ? begin + 1 : end, all ? end : begin + 1, visit)) return false;
    }
    return true;
  }

 private:
  using Anchor = std::tuple<Entity, Entity, std::string>;  // event, one of its places, predicate
  std::vector<Anchor> AnchorsOf(const Place& place) const;

  Lattices lattices_;
  std::map<Anchor, IntervalTree> groups_;
};

}  // namespace tallystick
