// Which upper bounds could be in conflict at all: lower bounds are met one after the other, innermost first, each as
// far as what lies inside it does not meet it already, by people who are in nothing else. An upper bound that then
// holds no more than it admits is satisfied, and so is everything when all of them are. For nested scopes this is
// exact; of the others it tells which have to be solved (core/conflict/joint_bounds.h). O(bounds · those that hold
// one). Pure.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "core/conflict/count_rows.h"
#include "core/conflict/inner_sums.h"
#include "core/conflict/scope_search.h"

namespace tallystick {

class Load {
 public:
  // `rows` must outlive this. `optional(row)`: the row may not hold, so it makes no other one needless.
  Load(const Lattices& lattices, const std::vector<CountRow>& rows, bool assumed,
       const std::function<bool(const CountRow&)>& optional);

  // Weighs with these people counted already, who meet the rows of Groups(). True when another upper row became heavy
  // by it: it is laden with more than it admits.
  bool Weigh(const std::vector<std::pair<Spot, int64_t>>& counted);
  // Heavy upper rows and the lower rows that may lie inside them, as indices in order, by what hangs together.
  std::vector<std::vector<int>> Groups();
  // Takes no further part.
  void Remove(int upper_row);

  // Scopes had to be left out: there are too many that hold each other.
  bool gave_up() const { return budget_ <= 0; }
  int first_heavy() const;

 private:
  struct Item {
    int row = 0;
    std::vector<int> lowers, uppers;  // items that hold all of it; the lower ones until they are linked
    std::vector<int> across;          // upper items that hold some of it, of which one or the other has to
    bool needless = false, grouped = false, heavy = false, removed = false;
  };

  void DropNeedless(const std::function<bool(const CountRow&)>& optional);
  void Connect(Item* item);
  void Link();
  void FindAcross(Item* item, const std::vector<Spot>& spots, const std::set<int>& inside);
  void UppersOfParts(const Spot& spot, int depth, std::set<int>* uppers);
  // Items of one kind that hold the spot; with `all` unset, some of its time.
  std::vector<int> Holding(const Spot& spot, bool lower, bool all);

  // The rows of one scope, lower and upper ones apart, by moment.
  struct Node {
    Scope scope;
    std::vector<int> rows;
  };

  const Lattices lattices_;
  const std::vector<CountRow>& rows_;
  const bool assumed_;
  std::vector<Item> items_;  // one a row
  std::vector<Node> nodes_;
  std::vector<int> inner_first_;
  InnerSums sums_;  // a site for each item
  std::vector<std::pair<int, int64_t>> occupied_;
  ScopeSearch lower_search_, upper_search_;
  int64_t budget_ = 30'000'000;
};

}  // namespace tallystick
