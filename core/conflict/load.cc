#include "core/conflict/load.h"

#include <numeric>

namespace tallystick {

Load::Load(const Lattices& lattices, const std::vector<CountRow>& rows, bool assumed,
           const std::function<bool(const CountRow&)>& optional)
    : lattices_(lattices),
      rows_(rows),
      assumed_(assumed),
      items_(rows.size()),
      lower_search_(lattices),
      upper_search_(lattices) {
  for (size_t i = 0; i < rows.size(); ++i) items_[i].row = static_cast<int>(i);
  DropNeedless(optional);
  std::map<std::pair<bool, Scope>, int> numbers;
  for (const Item& item : items_) {
    if (item.needless) continue;
    const CountRow& row = rows_[item.row];
    const auto [it, added] = numbers.insert({{row.lower, row.scope}, static_cast<int>(nodes_.size())});
    if (added) {
      nodes_.push_back({row.scope, {}});
      (row.lower ? lower_search_ : upper_search_).Add(row.scope, it->second);
    }
    nodes_[it->second].rows.push_back(item.row);
  }
  for (Node& node : nodes_) {
    std::sort(node.rows.begin(), node.rows.end(), [this](int a, int b) {
      return std::tie(rows_[a].moment, a) < std::tie(rows_[b].moment, b);
    });
  }
  lower_search_.Build();
  upper_search_.Build();
  for (Item& item : items_) {
    if (item.needless || !rows_[item.row].lower) continue;
    Connect(&item);
    inner_first_.push_back(item.row);
  }
  // Whatever holds an outer one holds the inner one too.
  std::sort(inner_first_.begin(), inner_first_.end(), [this](int a, int b) {
    return items_[a].lowers.size() != items_[b].lowers.size() ? items_[a].lowers.size() > items_[b].lowers.size()
                                                              : a < b;
  });
  Link();
}

void Load::Link() {
  for (const Item& item : items_) {
    sums_.Add();
    const CountRow& row = rows_[item.row];
    if (!row.lower && !item.needless) sums_.SetHigh(item.row, row.value);
  }
  for (int i : inner_first_) {
    for (int h : items_[i].lowers) {
      const bool alike = std::binary_search(items_[h].lowers.begin(), items_[h].lowers.end(), i);
      if (!alike || i < h) sums_.Link(i, h);
    }
    for (int h : items_[i].uppers) sums_.Link(i, h);
  }
  for (int i : inner_first_) items_[i].lowers = {};
}

void Load::DropNeedless(const std::function<bool(const CountRow&)>& optional) {
  std::vector<int> order(rows_.size());
  std::iota(order.begin(), order.end(), 0);
  // The strictest of each scope first: high and early for lower rows, low and late for upper ones.
  std::sort(order.begin(), order.end(), [this](int i, int j) {
    const CountRow &a = rows_[i], &b = rows_[j];
    if (a.lower != b.lower || a.scope != b.scope) return std::tie(a.lower, a.scope) < std::tie(b.lower, b.scope);
    if (a.value != b.value) return a.lower ? a.value > b.value : a.value < b.value;
    if (a.moment != b.moment) return a.lower ? a.moment < b.moment : a.moment > b.moment;
    return i < j;
  });
  const CountRow* group = nullptr;
  bool strictest = true;  // none of the group stands before it
  Seconds best = 0;
  for (int i : order) {
    const CountRow& row = rows_[i];
    if (group == nullptr || group->lower != row.lower || group->scope != row.scope) group = &row, strictest = true;
    if (optional(row)) continue;
    if (!strictest && (row.lower ? row.moment >= best : row.moment <= best)) {
      items_[i].needless = true;
      continue;
    }
    best = row.moment;
    strictest = false;
  }
}

std::vector<int> Load::Holding(const Spot& spot, bool lower, bool all) {
  std::vector<int> nodes;
  const ScopeSearch& search = lower ? lower_search_ : upper_search_;
  search.ForEach({spot.events, spot.places, spot.predicates}, spot.begin, spot.end, all, [&](int node) {
    const Scope& scope = nodes_[node].scope;
    Spot inside = spot;
    inside.begin = std::max(spot.begin, scope.begin);
    inside.end = std::min(spot.end, scope.end);
    if (Holds(lattices_, scope, inside, assumed_)) nodes.push_back(node);
    return --budget_ > 0;
  });
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  std::vector<int> found;
  for (int node : nodes) {
    const std::vector<int>& rows = nodes_[node].rows;
    const auto first = std::lower_bound(rows.begin(), rows.end(), spot.moment,
                                        [this](int row, Seconds moment) { return rows_[row].moment < moment; });
    std::copy_if(first, rows.end(), std::back_inserter(found), [this](int row) { return !items_[row].removed; });
  }
  budget_ -= static_cast<int64_t>(found.size());
  std::sort(found.begin(), found.end());
  return found;
}

void Load::Connect(Item* item) {
  const CountRow& row = rows_[item->row];
  const std::vector<Spot> spots = SpotsOf(row.scope, row.moment);
  // What holds every one of the spots.
  const auto holding_all = [&](bool lower) {
    std::vector<int> all;
    for (size_t s = 0; s < spots.size(); ++s) {
      const std::vector<int> here = Holding(spots[s], lower, true);
      std::vector<int> both;
      std::set_intersection(all.begin(), all.end(), here.begin(), here.end(), std::back_inserter(both));
      all = s == 0 ? here : std::move(both);
    }
    return all;
  };
  item->uppers = holding_all(false);
  item->lowers = holding_all(true);
  item->lowers.erase(std::remove(item->lowers.begin(), item->lowers.end(), item->row), item->lowers.end());
  FindAcross(item, spots, {item->uppers.begin(), item->uppers.end()});
}

void Load::FindAcross(Item* item, const std::vector<Spot>& spots, const std::set<int>& inside) {
  std::set<int> across;
  for (const Spot& spot : spots) {
    std::set<int> here;
    for (int u : Holding(spot, false, false)) {
      if (inside.count(u) == 0) here.insert(u);
    }
    std::vector<std::pair<Seconds, Seconds>> spans;
    for (int u : here) spans.push_back({rows_[u].scope.begin, rows_[u].scope.end});
    std::sort(spans.begin(), spans.end());
    Seconds until = spot.begin;
    for (const auto& [begin, end] : spans) {
      if (begin <= until) until = std::max(until, end);
    }
    std::set<int> parts;
    UppersOfParts(spot, 0, &parts);
    for (int u : inside) parts.erase(u);
    if (until < spot.end && parts.empty()) return;  // somebody may have been where none of them reaches
    across.insert(here.begin(), here.end());
    across.insert(parts.begin(), parts.end());
  }
  item->across.assign(across.begin(), across.end());
  for (int u : across) items_[u].heavy = true;
}

void Load::UppersOfParts(const Spot& spot, int depth, std::set<int>* uppers) {
  if (depth == kDeepestParts || gave_up()) return;
  for (const auto list : {&Spot::places, &Spot::events}) {
    for (Entity whole : spot.*list) {
      if (!lattices_.entities->IsCovered(whole)) continue;
      for (Entity part : lattices_.entities->Children(whole)) {
        Spot there = spot;
        std::replace((there.*list).begin(), (there.*list).end(), whole, part);
        const std::vector<int> here = Holding(there, false, false);
        uppers->insert(here.begin(), here.end());
        UppersOfParts(there, depth + 1, uppers);
      }
    }
  }
}

bool Load::Weigh(const std::vector<std::pair<Spot, int64_t>>& counted) {
  for (const auto& [i, people] : occupied_) sums_.Occupy(i, -people);
  occupied_.clear();
  for (const auto& [spot, people] : counted) {
    for (bool lower : {false, true}) {
      for (int i : Holding(spot, lower, true)) {
        sums_.Occupy(i, people);
        occupied_.push_back({i, people});
      }
    }
  }
  for (int i : inner_first_) sums_.SetLow(i, items_[i].grouped ? 0 : rows_[i].value);
  bool more = false;
  for (Item& item : items_) {
    const CountRow& row = rows_[item.row];
    if (row.lower || item.needless || item.removed) continue;
    const bool first = item.heavy && !item.grouped;  // found across others, not yet in a group
    const bool laden = sums_.IsHeavy(item.row) && !item.grouped;
    item.heavy = item.heavy || laden;
    more = more || first || laden;
  }
  return more;
}

std::vector<std::vector<int>> Load::Groups() {
  std::vector<int> root(rows_.size());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&root](int i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  for (Item& item : items_) item.grouped = !rows_[item.row].lower && item.heavy && !item.removed;
  for (int i : inner_first_) {
    for (const std::vector<int>* list : {&items_[i].uppers, &items_[i].across}) {
      for (int u : *list) {
        if (!items_[u].grouped) continue;
        items_[i].grouped = true;
        root[find(i)] = find(u);
      }
    }
  }
  std::map<int, std::vector<int>> by_root;
  std::map<int, int> first;
  for (Item& item : items_) {
    if (item.grouped) by_root[find(item.row)].push_back(item.row);
  }
  std::vector<std::vector<int>> groups;
  for (auto& [r, members] : by_root) groups.push_back(std::move(members));
  std::sort(groups.begin(), groups.end());
  return groups;
}

void Load::Remove(int upper_row) {
  items_[upper_row].removed = true;
  items_[upper_row].heavy = items_[upper_row].grouped = false;
}

int Load::first_heavy() const {
  const auto it = std::find_if(items_.begin(), items_.end(), [](const Item& item) { return item.heavy; });
  return it == items_.end() ? 0 : it->row;
}

}  // namespace tallystick
