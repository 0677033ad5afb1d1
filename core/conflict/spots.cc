#include "core/conflict/spots.h"

#include "core/conflict/apart.h"

namespace tallystick {
namespace {

bool Inside(const EntityGraph& entities, const std::vector<Entity>& spot, Entity outer) {
  return std::any_of(spot.begin(), spot.end(), [&](Entity e) { return e != kNoEntity && entities.Within(e, outer); });
}

// Joins two sorted lists, and leaves out what another member lies inside.
template <typename T, typename Within>
std::vector<T> Innermost(const std::vector<T>& a, const std::vector<T>& b, const Within& within) {
  if (a == b) return a;
  std::vector<T> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  std::vector<T> kept;
  for (const T& outer : all) {
    const bool holds = std::any_of(all.begin(), all.end(), [&](const T& inner) {
      return inner != outer && within(inner, outer) && (!within(outer, inner) || inner < outer);
    });
    if (!holds) kept.push_back(outer);
  }
  return kept;
}

template <typename T, typename Apart>
bool AnyApart(const std::vector<T>& a, const std::vector<T>& b, const Apart& apart) {
  return std::any_of(a.begin(), a.end(), [&](const T& x) {
    return std::any_of(b.begin(), b.end(), [&](const T& y) { return apart(x, y); });
  });
}

bool ShareNobody(const Lattices& l, const Spot& a, const Spot& b, bool assumed) {
  const EntityGraph& entities = *l.entities;
  const auto groups = [&](Entity x, Entity y) { return GroupsApart(entities, x, y, assumed); };
  return a.unit != b.unit || a.end <= b.begin || b.end <= a.begin ||
         AnyApart(a.places, b.places, [&](Entity x, Entity y) { return PlacesApart(entities, x, y, assumed); }) ||
         AnyApart(a.victims, b.victims,
                  [&](const Victims& x, const Victims& y) { return VictimsApart(l, x, y, assumed); }) ||
         AnyApart(a.events, b.events, groups) || AnyApart(a.agents, b.agents, groups) ||
         AnyApart(a.predicates, b.predicates, [&](const std::string& x, const std::string& y) {
           return PredicatesApart(*l.vocabulary, x, y, assumed);
         });
}

bool OfClass(const Vocabulary& vocabulary, const Victims& outer, const std::vector<Victims>& spot, bool assumed) {
  if (outer.of_class == "persons") return true;
  // A group's members are all meant; a bare "30 killed" does not say whom it leaves out.
  if (outer.of_class.empty() && outer.group != kNoEntity) return true;
  return std::any_of(spot.begin(), spot.end(), [&](const Victims& v) {
    if (outer.of_class.empty()) return assumed || v == outer;
    return !v.of_class.empty() && vocabulary.ClassWithin(v.of_class, outer.of_class);
  });
}

void Split(const Lattices& l, const Spot& spot, bool assumed, const std::set<Entity>& covered, int depth,
           std::vector<Spot>* out) {
  for (const auto list : {&Spot::places, &Spot::events}) {
    for (Entity whole : spot.*list) {
      if (covered.count(whole) == 0 || depth == kDeepestParts) continue;
      for (Entity part : l.entities->Children(whole)) {
        Spot there = spot;
        there.*list = {part};
        if (const std::optional<Spot> both = Meet(l, spot, there, assumed)) {
          Split(l, *both, assumed, covered, depth + 1, out);
        }
      }
      return;
    }
  }
  out->push_back(spot);
}

}  // namespace

std::vector<Spot> SpotsOf(const Scope& scope, Seconds moment) {
  const std::vector<Entity> none = {kNoEntity};
  std::vector<Spot> spots;
  for (Entity place : scope.places.empty() ? none : scope.places) {
    for (const Victims& victims : scope.victims) {
      for (Entity agent : scope.agents.empty() ? none : scope.agents) {
        Spot spot;
        if (scope.event != kNoEntity) spot.events = {scope.event};
        if (place != kNoEntity) spot.places = {place};
        spot.victims = {victims};
        spot.agents = {agent};
        spot.predicates = {scope.predicate};
        spot.unit = scope.unit;
        spot.begin = scope.begin;
        spot.end = scope.end;
        spot.moment = moment;
        spots.push_back(std::move(spot));
      }
    }
  }
  return spots;
}

std::optional<Spot> Meet(const Lattices& l, const Spot& a, const Spot& b, bool assumed) {
  if (ShareNobody(l, a, b, assumed)) return std::nullopt;
  const auto within = [&](Entity x, Entity y) { return x != kNoEntity && y != kNoEntity && l.entities->Within(x, y); };
  Spot both;
  both.events = Innermost(a.events, b.events, within);
  both.places = Innermost(a.places, b.places, within);
  both.agents = Innermost(a.agents, b.agents, within);
  both.victims = Innermost(a.victims, b.victims, [&](const Victims& x, const Victims& y) {
    bool by_assumption = false;
    return VictimsWithin(l, x, y, &by_assumption) && !by_assumption;
  });
  both.predicates = Innermost(a.predicates, b.predicates, [&](const std::string& x, const std::string& y) {
    return l.vocabulary->PredicateWithin(x, y);
  });
  both.unit = a.unit;
  both.begin = std::max(a.begin, b.begin);
  both.end = std::min(a.end, b.end);
  both.moment = std::min(a.moment, b.moment);
  return both;
}

char DimensionsHolding(const Lattices& l, const Scope& scope, const Victims& victims, Seconds moment, const Spot& spot,
                       bool assumed) {
  const EntityGraph& entities = *l.entities;
  const auto any = [&](const std::vector<Entity>& outer, const std::vector<Entity>& list) {
    return std::any_of(outer.begin(), outer.end(), [&](Entity e) { return Inside(entities, list, e); });
  };
  const bool in_event = scope.event == kNoEntity || Inside(entities, spot.events, scope.event);
  const bool here = scope.places.empty() || any(scope.places, spot.places);
  const bool by_them =
      scope.agents.empty() ? assumed || spot.agents.front() == kNoEntity : any(scope.agents, spot.agents);
  const bool so = scope.unit == spot.unit &&
                  std::any_of(spot.predicates.begin(), spot.predicates.end(), [&](const std::string& predicate) {
                    return l.vocabulary->PredicateWithin(predicate, scope.predicate);
                  });
  const bool of_class = OfClass(*l.vocabulary, victims, spot.victims, assumed);
  const bool of_group =
      victims.group == kNoEntity || std::any_of(spot.victims.begin(), spot.victims.end(), [&](const Victims& v) {
        return v.group != kNoEntity && entities.Within(v.group, victims.group);
      });
  return static_cast<char>(in_event | here << 1 | by_them << 2 | so << 3 | of_class << 4 | of_group << 5 |
                           (spot.moment <= moment) << 6);
}

bool Holds(const Lattices& l, const Scope& scope, const Spot& spot, bool assumed) {
  if (spot.begin < scope.begin || spot.end > scope.end) return false;
  return std::any_of(scope.victims.begin(), scope.victims.end(), [&](const Victims& victims) {
    return DimensionsHolding(l, scope, victims, spot.moment, spot, assumed) == 0x7f;
  });
}

std::vector<Spot> IntoParts(const Lattices& lattices, const Spot& spot, bool assumed, const std::set<Entity>& covered) {
  std::vector<Spot> parts;
  Split(lattices, spot, assumed, covered, 0, &parts);
  return parts;
}

}  // namespace tallystick
