#include "core/conflict/scope.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/scope_search.h"

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
  ScopeSearch search(lattices_);
  for (int node = 0; node < size(); ++node) search.Add(At(node), node);
  search.Build();
  std::vector<std::vector<Part>> parts(size());
  for (int inner = 0; inner < size(); ++inner) {
    const Scope& s = At(inner);
    ScopeSearch::Place where{{}, {}, {s.predicate}};
    if (s.event != kNoEntity) where.events = {s.event};
    if (!s.places.empty()) where.places = {s.places.front()};  // an outer scope holds each of them
    search.ForEach(where, s.begin, s.end, true, [&](int outer) {
      if (--budget < 0) return false;
      if (outer == inner) return true;
      const Containment how = Contains(lattices_, At(outer), s);
      if (how.within) parts[outer].push_back({inner, how});
      return true;
    });
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
