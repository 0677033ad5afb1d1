#include "core/conflict/scope.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {
namespace {

bool WhereWithin(const EntityGraph& entities, const Scope& inner, const Scope& outer, unsigned* narrower) {
  if (outer.event != kNoEntity) {
    if (inner.event == kNoEntity || !entities.Within(inner.event, outer.event)) return false;
    if (inner.event != outer.event) *narrower |= kEventPart;
  }
  if (outer.places.empty()) {
    if (!inner.places.empty()) *narrower |= kWhere;
    return true;
  }
  if (inner.places.empty() || (inner.event == kNoEntity) != (outer.event == kNoEntity)) return false;
  if (inner.places != outer.places) *narrower |= kWhere;
  return entities.AllWithin(inner.places, outer.places);
}

// Intervals that hold a given one, found by a tree of the largest ends over intervals sorted by their begin.
class Intervals {
 public:
  struct Item {
    Seconds begin, end;
    int node;
    bool operator<(const Item& o) const { return std::tie(begin, end, node) < std::tie(o.begin, o.end, o.node); }
  };
  void Add(Item item) { items_.push_back(item); }
  void Build() {
    std::sort(items_.begin(), items_.end());
    while (leaves_ < items_.size()) leaves_ *= 2;
    ends_.assign(2 * leaves_, kBeginningOfTime);
    for (size_t i = 0; i < items_.size(); ++i) ends_[leaves_ + i] = items_[i].end;
    for (size_t i = leaves_ - 1; i > 0; --i) ends_[i] = std::max(ends_[2 * i], ends_[2 * i + 1]);
  }
  // Calls visit(node) for each that holds [begin, end); stops when visit returns false.
  template <typename Visit>
  void Holding(Seconds begin, Seconds end, const Visit& visit) const {
    const size_t count =
        std::upper_bound(items_.begin(), items_.end(), begin, [](Seconds b, const Item& i) { return b < i.begin; }) -
        items_.begin();
    Descend(1, 0, leaves_, count, end, visit);
  }

 private:
  template <typename Visit>
  bool Descend(size_t at, size_t from, size_t to, size_t count, Seconds end, const Visit& visit) const {
    if (from >= count || ends_[at] < end) return true;
    if (to - from == 1) return visit(items_[from].node);
    const size_t middle = (from + to) / 2;
    return Descend(2 * at, from, middle, count, end, visit) && Descend(2 * at + 1, middle, to, count, end, visit);
  }
  std::vector<Item> items_;
  std::vector<Seconds> ends_;
  size_t leaves_ = 1;
};

std::vector<std::string> PredicateAndAncestors(const Vocabulary& vocabulary, const std::string& term) {
  std::vector<std::string> terms = {term};
  for (const Predicate* p = vocabulary.FindPredicate(term); p != nullptr && !p->parent.empty();
       p = vocabulary.FindPredicate(p->parent)) {
    terms.push_back(p->parent);
  }
  return terms;
}

}  // namespace

bool VictimsWithin(const Lattices& lattices, const Victims& inner, const Victims& outer, bool* assumed) {
  if (outer.group != kNoEntity && (inner.group == kNoEntity || !lattices.entities->Within(inner.group, outer.group))) {
    return false;
  }
  if (inner == outer || outer.of_class == "persons") return true;
  if (outer.of_class.empty()) {
    // A group's members are all meant; a bare "30 killed" does not say whom it leaves out.
    *assumed = outer.group == kNoEntity;
    return true;
  }
  return !inner.of_class.empty() && lattices.vocabulary->ClassWithin(inner.of_class, outer.of_class);
}

Containment Contains(const Lattices& lattices, const Scope& outer, const Scope& inner) {
  Containment how;
  if (inner.unit != outer.unit || inner.begin < outer.begin || inner.end > outer.end) return how;
  if (!lattices.vocabulary->PredicateWithin(inner.predicate, outer.predicate)) return how;
  if (!WhereWithin(*lattices.entities, inner, outer, &how.narrower)) return how;
  for (const Victims& i : inner.victims) {
    bool found = false, sure = false;
    for (const Victims& o : outer.victims) {
      bool assumed = false;
      if (!VictimsWithin(lattices, i, o, &assumed)) continue;
      found = true;
      sure = sure || !assumed;
    }
    if (!found) return how;
    how.assumes_all_victims |= !sure;
  }
  if (!outer.agents.empty() && (inner.agents.empty() || !lattices.entities->AllWithin(inner.agents, outer.agents))) {
    return how;
  }
  how.assumes_any_agent = outer.agents.empty() && !inner.agents.empty();
  if (inner.begin != outer.begin || inner.end != outer.end) how.narrower |= kWhen;
  if (inner.victims != outer.victims) how.narrower |= kWho;
  if (inner.predicate != outer.predicate) how.narrower |= kWhat;
  if (inner.agents != outer.agents) how.narrower |= kByWhom;
  how.within = true;
  return how;
}

int ScopeIndex::Add(const Scope& scope) {
  const auto [it, added] = numbers_.insert({scope, size()});
  if (added) scopes_.push_back(&it->first);
  return it->second;
}

int ScopeIndex::Find(const Scope& scope) const {
  const auto it = numbers_.find(scope);
  return it == numbers_.end() ? -1 : it->second;
}

std::vector<std::vector<ScopeIndex::Part>> ScopeIndex::Parts(int64_t budget, std::vector<int>* unfinished) const {
  // Where a scope stands as an outer one: at its event, if any, and at each of its places.
  using Anchor = std::tuple<Entity, Entity, std::string>;
  std::map<Anchor, Intervals> groups;
  for (int node = 0; node < size(); ++node) {
    const Scope& s = At(node);
    const std::vector<Entity> places = s.places.empty() ? std::vector<Entity>{kNoEntity} : s.places;
    for (Entity place : places) groups[{s.event, place, s.predicate}].Add({s.begin, s.end, node});
  }
  for (auto& [key, group] : groups) group.Build();
  // An outer scope holds the first place of an inner one, or names none.
  const auto above = [this](Entity entity) {
    return entity == kNoEntity ? std::vector<Entity>{kNoEntity} : lattices_.entities->Ancestors(entity);
  };
  const auto anchors = [&](const Scope& s) {
    std::vector<Entity> places = above(s.places.empty() ? kNoEntity : s.places.front());
    if (s.event != kNoEntity && !s.places.empty()) places.push_back(kNoEntity);
    std::vector<Anchor> found;
    for (const std::string& predicate : PredicateAndAncestors(*lattices_.vocabulary, s.predicate)) {
      for (Entity event : above(s.event)) {
        for (Entity place : places) found.push_back({event, place, predicate});
      }
    }
    return found;
  };
  std::vector<std::vector<Part>> parts(size());
  for (int inner = 0; inner < size(); ++inner) {
    const Scope& s = At(inner);
    for (const Anchor& anchor : anchors(s)) {
      const auto group = groups.find(anchor);
      if (group == groups.end()) continue;
      group->second.Holding(s.begin, s.end, [&](int outer) {
        if (--budget < 0) return false;
        if (outer == inner) return true;
        const Containment how = Contains(lattices_, At(outer), s);
        if (how.within) parts[outer].push_back({inner, how});
        return true;
      });
    }
    if (budget < 0) unfinished->push_back(inner);
  }
  for (auto& list : parts) {
    const auto by_node = [](const Part& a, const Part& b) { return a.node < b.node; };
    std::sort(list.begin(), list.end(), by_node);
    const auto same = [](const Part& a, const Part& b) { return a.node == b.node; };
    list.erase(std::unique(list.begin(), list.end(), same), list.end());
  }
  return parts;
}

std::string VictimsInWords(const EntityGraph& entities, const std::vector<Victims>& victims) {
  std::vector<std::string> words;
  for (const Victims& v : victims) {
    std::string one = v.of_class;
    if (v.group != kNoEntity) {
      one = one.empty() ? absl::StrCat("members of ", entities.Name(v.group))
                        : absl::StrCat(one, " of ", entities.Name(v.group));
    }
    if (!one.empty()) words.push_back(one);
  }
  std::sort(words.begin(), words.end());
  return absl::StrJoin(words, " and ");
}

std::string ScopeInWords(const Lattices& lattices, const Scope& scope) {
  std::vector<std::string> words = {scope.predicate};
  const auto add = [&words](std::string text) {
    if (!text.empty()) words.push_back(std::move(text));
  };
  add(VictimsInWords(*lattices.entities, scope.victims));
  const auto names = [&](const std::vector<Entity>& list) {
    std::vector<std::string> sorted;
    for (Entity e : list) sorted.push_back(lattices.entities->Name(e));
    std::sort(sorted.begin(), sorted.end());
    return absl::StrJoin(sorted, " and ");
  };
  if (!scope.agents.empty()) add(absl::StrCat("by ", names(scope.agents)));
  if (scope.event != kNoEntity) add(lattices.entities->Name(scope.event));
  add(names(scope.places));
  TimeBounds time;
  time.stated = scope.begin != kBeginningOfTime || scope.end != kEndOfTime;
  time.start_min = scope.begin;
  time.end_max = scope.end;
  add(TimeInWords(time));
  return absl::StrJoin(words, ", ");
}

}  // namespace tallystick
