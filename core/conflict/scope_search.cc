#include "core/conflict/scope_search.h"

#include <set>

namespace tallystick {
namespace {

// None, these, and whatever they lie in.
std::set<Entity> Above(const EntityGraph& entities, const std::vector<Entity>& list) {
  std::set<Entity> above = {kNoEntity};
  for (Entity e : list) {
    const std::vector<Entity> ancestors = entities.Ancestors(e);
    above.insert(ancestors.begin(), ancestors.end());
  }
  return above;
}

std::set<std::string> Above(const Vocabulary& vocabulary, const std::vector<std::string>& terms) {
  std::set<std::string> above;
  for (const std::string& term : terms) {
    above.insert(term);
    for (const Predicate* p = vocabulary.FindPredicate(term); p != nullptr && !p->parent.empty();
         p = vocabulary.FindPredicate(p->parent)) {
      above.insert(p->parent);
    }
  }
  return above;
}

}  // namespace

void IntervalTree::Build() {
  std::sort(items_.begin(), items_.end());
  while (leaves_ < items_.size()) leaves_ *= 2;
  ends_.assign(2 * leaves_, kBeginningOfTime);
  for (size_t i = 0; i < items_.size(); ++i) ends_[leaves_ + i] = items_[i].end;
  for (size_t i = leaves_ - 1; i > 0; --i) ends_[i] = std::max(ends_[2 * i], ends_[2 * i + 1]);
}

void ScopeSearch::Add(const Scope& scope, int value) {
  const std::vector<Entity> places = scope.places.empty() ? std::vector<Entity>{kNoEntity} : scope.places;
  for (Entity place : places) groups_[{scope.event, place, scope.predicate}].Add(scope.begin, scope.end, value);
}

void ScopeSearch::Build() {
  for (auto& [anchor, group] : groups_) group.Build();
}

std::vector<ScopeSearch::Anchor> ScopeSearch::AnchorsOf(const Place& place) const {
  const std::set<Entity> events = Above(*lattices_.entities, place.events);
  const std::set<Entity> places = Above(*lattices_.entities, place.places);
  std::vector<Anchor> anchors;
  for (const std::string& predicate : Above(*lattices_.vocabulary, place.predicates)) {
    for (Entity event : events) {
      for (Entity where : places) {
        if (event != kNoEntity || where != kNoEntity) anchors.push_back({event, where, predicate});
      }
    }
  }
  return anchors;
}

}  // namespace tallystick
