#include "core/conflict/part_sums.h"

#include <bit>

#include "core/conflict/apart.h"
#include "core/quantity/interval.h"

namespace tallystick {
namespace {

// For each number of parts the greatest sum, with its parts as indices.
struct Choice {
  int64_t sum = -1;
  std::vector<int> picks;
};
using Choices = std::vector<Choice>;  // [0]: one part

void Improve(Choices* into, size_t count, int64_t sum, const std::vector<int>& a, const std::vector<int>& b) {
  if (count == 0 || count > kSmallestParts) return;
  if (into->size() < count) into->resize(count);
  Choice& choice = (*into)[count - 1];
  if (sum <= choice.sum) return;
  choice.sum = sum;
  choice.picks = a;
  choice.picks.insert(choice.picks.end(), b.begin(), b.end());
}

// Takes from both: every count of one with every count of the other.
Choices Join(const Choices& a, const Choices& b) {
  Choices joined = a;
  for (size_t i = 0; i < b.size(); ++i) {
    Improve(&joined, i + 1, b[i].sum, b[i].picks, {});
    for (size_t j = 0; j < a.size(); ++j) {
      if (i + j + 2 > kSmallestParts) break;
      if (a[j].sum >= 0 && b[i].sum >= 0) {
        Improve(&joined, i + j + 2, SaturatingAdd(a[j].sum, b[i].sum), a[j].picks, b[i].picks);
      }
    }
  }
  return joined;
}

// Takes from one or the other.
void Either(Choices* into, const Choices& other) {
  for (size_t i = 0; i < other.size(); ++i) Improve(into, i + 1, other[i].sum, other[i].picks, {});
}

// All maximal sets of pairwise `apart` members of [0, n), n <= kTriedTogether: Bron and Kerbosch, with a pivot.
class MaximalSets {
 public:
  template <typename Apart>
  static std::vector<std::vector<int>> Of(int n, const Apart& apart) {
    MaximalSets sets;
    sets.beside_.assign(n, 0);
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < i; ++j) {
        if (apart(i, j)) sets.beside_[i] |= 1u << j, sets.beside_[j] |= 1u << i;
      }
    }
    sets.Extend(0, (1u << n) - 1, 0);
    return std::move(sets.found_);
  }

 private:
  static bool Has(unsigned set, size_t i) { return (set >> i & 1) != 0; }

  void Extend(unsigned chosen, unsigned open, unsigned done) {
    if (open == 0 && done == 0) {
      found_.emplace_back();
      for (size_t i = 0; i < beside_.size(); ++i) {
        if (Has(chosen, i)) found_.back().push_back(static_cast<int>(i));
      }
      return;
    }
    unsigned pivot = 0;  // what the busiest member leaves to try
    for (size_t i = 0; i < beside_.size(); ++i) {
      if (!Has(open | done, i)) continue;
      if (std::popcount(open & beside_[i]) >= std::popcount(pivot)) pivot = open & beside_[i];
    }
    for (size_t i = 0; i < beside_.size(); ++i) {
      if (!Has(open & ~pivot, i)) continue;
      Extend(chosen | 1u << i, open & beside_[i], done & beside_[i]);
      open &= ~(1u << i);
      done |= 1u << i;
    }
  }

  std::vector<unsigned> beside_;
  std::vector<std::vector<int>> found_;
};

// One candidate for a sum: the best lower bound of one element (a place, an interval, a description).
struct Search {
  const Lattices& lattices;
  const ScopeIndex& scopes;
  const std::vector<Lower>& parts;
  const std::vector<int>& nodes;
  int64_t limit;
  bool assumed;

  // The smallest set that exceeds the limit; `all` is the greatest sum of any number of parts.
  std::optional<PartSum> Result(const Choices& choices, std::vector<int> all, unsigned along) const {
    std::vector<int> picks;
    for (size_t k = 1; k < choices.size() && picks.empty(); ++k) {  // [0], a single part, is no sum
      if (choices[k].sum > limit) picks = choices[k].picks;
    }
    if (picks.empty() && Total(all) > limit) {
      SortByValue(&all);
      int64_t sum = 0;
      for (int i : all) {  // largest first: the shortest beginning that is enough
        if (sum > limit) break;
        sum = SaturatingAdd(sum, parts[i].value);
        picks.push_back(i);
      }
    }
    if (picks.size() < 2) return std::nullopt;
    std::sort(picks.begin(), picks.end(), [&](int a, int b) { return KeyOf(a, along) < KeyOf(b, along); });
    PartSum result;
    result.along = along;
    for (int i : picks) result.lowers.push_back(parts[i]);
    result.sum = Total(picks);
    return result;
  }

 private:
  // Parts stand in the order of their names and dates, as a reader would list them.
  std::tuple<std::string, Seconds, int> KeyOf(int i, unsigned along) const {
    const Scope& s = scopes.At(nodes[i]);
    std::string name;
    if (along == kWhere && !s.places.empty()) name = lattices.entities->Name(s.places[0]);
    if (along == kEventPart) name = lattices.entities->Name(s.event);
    if (along == kWho) name = VictimsInWords(*lattices.entities, s.victims);
    if (along == kWhat) name = s.predicate;
    return {name, s.begin, parts[i].bound};
  }
  void SortByValue(std::vector<int>* picks) const {
    std::sort(picks->begin(), picks->end(), [this](int a, int b) {
      return parts[a].value != parts[b].value ? parts[a].value > parts[b].value : parts[a].bound < parts[b].bound;
    });
  }
  int64_t Total(const std::vector<int>& picks) const {
    int64_t sum = 0;
    for (int i : picks) sum = SaturatingAdd(sum, parts[i].value);
    return sum;
  }
};

void KeepSmaller(std::optional<PartSum>* best, std::optional<PartSum> other) {
  if (other && (!*best || other->lowers.size() < (*best)->lowers.size())) *best = std::move(other);
}

// Places or events below a root.
class Tree {
 public:
  Tree(const Search& search, Entity root, const std::multimap<Entity, int>& at)
      : search_(search), root_(root), at_(at) {
    std::set<Entity> members;
    const EntityGraph& entities = *search.lattices.entities;
    for (const auto& [entity, part] : at) {
      if (entity == root || members.count(entity) > 0) continue;
      for (Entity e : entities.Ancestors(entity)) {
        if (e != root && entities.Within(e, root)) members.insert(e);
      }
    }
    for (Entity e : members) {
      std::vector<Entity> parents;
      for (Entity p : entities.Parents(e)) {
        if (p == root || members.count(p) > 0) parents.push_back(p);
      }
      // A parent that holds another parent is no direct one.
      std::vector<Entity> direct;
      for (Entity p : parents) {
        const bool holds =
            std::any_of(parents.begin(), parents.end(), [&](Entity q) { return q != p && entities.Within(q, p); });
        if (!holds) direct.push_back(p);
      }
      for (Entity p : direct) below_[p].push_back(e);
      for (Entity p : direct) {
        for (Entity q : direct) {
          if (p != q) overlapping_.insert({p, q});  // they share e
        }
      }
    }
  }

  std::optional<PartSum> Solve(unsigned along) {
    const Value value = At(root_);
    return search_.Result(value.choices, value.all, along);
  }

 private:
  struct Value {
    Choices choices;
    std::vector<int> all;  // of any number of parts: the greatest sum
    int64_t total = 0;
  };

  Value At(Entity entity) {
    Value value;
    if (!visiting_.insert(entity).second) return value;  // two places inside each other
    for (auto [it, end] = at_.equal_range(entity); it != end; ++it) {
      const int64_t low = search_.parts[it->second].value;
      Improve(&value.choices, 1, low, {it->second}, {});
      if (low > value.total) value.total = low, value.all = {it->second};
    }
    std::map<Entity, Value> below;
    std::vector<Entity> children;
    if (const auto it = below_.find(entity); it != below_.end()) children = it->second;
    for (Entity child : children) below[child] = At(child);
    for (const std::vector<Entity>& family : Families(entity, children)) {
      Value sum;
      for (Entity child : family) {
        sum.choices = Join(sum.choices, below[child].choices);
        sum.total = SaturatingAdd(sum.total, below[child].total);
        sum.all.insert(sum.all.end(), below[child].all.begin(), below[child].all.end());
      }
      Either(&value.choices, sum.choices);
      if (sum.total > value.total) value.total = sum.total, value.all = std::move(sum.all);
    }
    visiting_.erase(entity);
    return value;
  }

  bool Apart(Entity a, Entity b) const {
    if (overlapping_.count({a, b}) > 0) return false;
    const EntityGraph& entities = *search_.lattices.entities;
    return entities.StatedDisjoint(a, b) || (search_.assumed && entities.Level(a) == entities.Level(b));
  }

  // Sets of children that share nothing.
  std::vector<std::vector<Entity>> Families(Entity parent, const std::vector<Entity>& children) const {
    const EntityGraph& entities = *search_.lattices.entities;
    const bool overlaps = std::any_of(children.begin(), children.end(), [&](Entity c) {
      const auto it = overlapping_.lower_bound({c, kNoEntity});
      return it != overlapping_.end() && it->first == c;
    });
    if (!overlaps && entities.HasDisjointParts(parent)) return {children};
    std::map<std::string, std::vector<Entity>> levels;
    for (Entity c : children) levels[entities.Level(c)].push_back(c);
    if (!overlaps && search_.assumed && levels.size() == 1) return {children};
    std::vector<std::vector<Entity>> families;
    if (children.size() <= kTriedTogether) {
      const auto apart = [&](int i, int j) { return Apart(children[i], children[j]); };
      for (const auto& set : MaximalSets::Of(static_cast<int>(children.size()), apart)) {
        families.emplace_back();
        for (int i : set) families.back().push_back(children[i]);
      }
      return families;
    }
    for (Entity c : children) families.push_back({c});
    if (!overlaps && search_.assumed) {
      for (const auto& [level, members] : levels) families.push_back(members);
    }
    return families;
  }

  const Search& search_;
  Entity root_;
  const std::multimap<Entity, int>& at_;
  std::map<Entity, std::vector<Entity>> below_;
  std::set<std::pair<Entity, Entity>> overlapping_;
  std::set<Entity> visiting_;
};

// Spans of time of which none overlap: the dates themselves say so.
std::optional<PartSum> AlongTime(const Search& search) {
  struct Span {
    Seconds begin, end;
    int part;
  };
  std::vector<Span> spans;
  for (size_t i = 0; i < search.parts.size(); ++i) {
    const Scope& s = search.scopes.At(search.nodes[i]);
    if (s.begin != kBeginningOfTime && s.end != kEndOfTime) spans.push_back({s.begin, s.end, static_cast<int>(i)});
  }
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return std::tie(a.end, a.part) < std::tie(b.end, b.part); });
  // best[i]: among the first i spans. For sets beyond the small ones only the greatest sum is kept.
  std::vector<std::vector<int64_t>> best(spans.size() + 1, std::vector<int64_t>(kSmallestParts + 1, -1));
  std::vector<int64_t> total(spans.size() + 1, 0);
  std::vector<size_t> before(spans.size());
  best[0][0] = 0;
  for (size_t i = 0; i < spans.size(); ++i) {
    const int64_t low = search.parts[spans[i].part].value;
    before[i] = std::upper_bound(spans.begin(), spans.begin() + i, spans[i].begin,
                                 [](Seconds begin, const Span& s) { return begin < s.end; }) -
                spans.begin();
    best[i + 1] = best[i];
    for (int k = 1; k <= kSmallestParts; ++k) {
      const int64_t rest = best[before[i]][k - 1];
      if (rest >= 0) best[i + 1][k] = std::max(best[i + 1][k], SaturatingAdd(rest, low));
    }
    total[i + 1] = std::max(total[i], SaturatingAdd(total[before[i]], low));
  }
  Choices choices;
  for (int k = 1; k <= kSmallestParts && best[spans.size()][k] >= 0; ++k) {
    Choice choice{best[spans.size()][k], {}};
    int left = k;
    for (size_t i = spans.size(); i > 0 && left > 0;) {
      if (best[i][left] == best[i - 1][left]) {
        --i;
      } else {
        choice.picks.push_back(spans[i - 1].part);
        --left;
        i = before[i - 1];
      }
    }
    choices.push_back(std::move(choice));
    if (choices.size() > 1 && choices.back().sum > search.limit) break;
  }
  std::vector<int> all;
  for (size_t i = spans.size(); i > 0;) {
    if (total[i] == total[i - 1]) {
      --i;
    } else {
      all.push_back(spans[i - 1].part);
      i = before[i - 1];
    }
  }
  return search.Result(choices, all, kWhen);
}

// Victims, predicates and perpetrators: the best part of each description, all sets of a dozen descriptions tried.
std::optional<PartSum> AlongDescriptions(const Search& search, unsigned along) {
  std::map<Scope, int> best;  // by the one dimension
  for (size_t i = 0; i < search.parts.size(); ++i) {
    const Scope& s = search.scopes.At(search.nodes[i]);
    Scope key;
    if (along == kWho) key.victims = s.victims;
    if (along == kWhat) key.predicate = s.predicate;
    if (along == kByWhom) key.agents = s.agents;
    const auto [it, added] = best.insert({key, static_cast<int>(i)});
    if (!added && search.parts[i].value > search.parts[it->second].value) it->second = static_cast<int>(i);
  }
  if (best.size() < 2 || best.size() > kTriedTogether) return std::nullopt;
  std::optional<PartSum> smallest;
  const std::vector<std::pair<Scope, int>> members(best.begin(), best.end());
  const auto apart = [&](int i, int j) {
    return ScopesApart(search.lattices, members[i].first, members[j].first, along, search.assumed);
  };
  for (const auto& set : MaximalSets::Of(static_cast<int>(members.size()), apart)) {
    std::vector<int> picks;
    for (int i : set) picks.push_back(members[i].second);
    KeepSmaller(&smallest, search.Result({}, picks, along));
  }
  return smallest;
}

// A dozen parts, each two of which share nothing in one dimension or another.
std::optional<PartSum> AlongAny(const Search& search) {
  const int n = static_cast<int>(search.parts.size());
  if (n > kTriedTogether) return std::nullopt;
  std::vector<std::vector<unsigned>> by(n, std::vector<unsigned>(n, 0));
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < i; ++j) {
      by[i][j] = by[j][i] = ApartBy(search.lattices, search.scopes.At(search.nodes[i]),
                                    search.scopes.At(search.nodes[j]), search.assumed);
    }
  }
  std::optional<PartSum> smallest;
  for (const auto& set : MaximalSets::Of(n, [&](int i, int j) { return by[i][j] != 0; })) {
    unsigned along = 0;
    for (int i : set) {
      for (int j : set) along |= by[i][j];
    }
    KeepSmaller(&smallest, search.Result({}, set, along));
  }
  return smallest;
}

}  // namespace

std::optional<PartSum> FindPartSum(const Lattices& lattices, const ScopeIndex& scopes, int whole,
                                   const std::vector<Lower>& parts, const std::vector<int>& part_nodes, int64_t limit,
                                   bool assumed) {
  int64_t everything = 0;
  for (const Lower& part : parts) everything = SaturatingAdd(everything, part.value);
  if (parts.size() < 2 || everything <= limit) return std::nullopt;
  const Search search{lattices, scopes, parts, part_nodes, limit, assumed};
  const Scope& outer = scopes.At(whole);
  std::multimap<Entity, int> by_place, by_event;
  for (size_t i = 0; i < parts.size(); ++i) {
    const Scope& s = scopes.At(part_nodes[i]);
    if (s.places.size() == 1) by_place.insert({s.places[0], static_cast<int>(i)});
    if (s.event != kNoEntity) by_event.insert({s.event, static_cast<int>(i)});
  }
  // Within one event that names no place, its parts stand below the places that hold them all.
  std::set<Entity> roots(outer.places.begin(), outer.places.end());
  if (outer.places.empty() && !by_place.empty()) {
    const std::vector<Entity> above = lattices.entities->Ancestors(by_place.begin()->first);
    roots.insert(above.begin() + 1, above.end());
  }
  std::optional<PartSum> smallest;
  for (Entity root : roots) {
    std::multimap<Entity, int> inside;
    for (const auto& [place, part] : by_place) {
      if (lattices.entities->Within(place, root)) inside.insert({place, part});
    }
    if (inside.size() > 1) KeepSmaller(&smallest, Tree(search, root, inside).Solve(kWhere));
  }
  if (outer.event != kNoEntity && by_event.size() > 1) {
    KeepSmaller(&smallest, Tree(search, outer.event, by_event).Solve(kEventPart));
  }
  KeepSmaller(&smallest, AlongTime(search));
  for (unsigned along : {kWho, kWhat, kByWhom}) KeepSmaller(&smallest, AlongDescriptions(search, along));
  KeepSmaller(&smallest, AlongAny(search));
  return smallest;
}

}  // namespace tallystick
