#include "core/conflict/apart.h"

namespace tallystick {
namespace {

// Each of `a` shares nothing with each of `b`, and both name something.
template <typename T, typename Apart>
bool AllApart(const std::vector<T>& a, const std::vector<T>& b, const Apart& apart) {
  return !a.empty() && !b.empty() && std::all_of(a.begin(), a.end(), [&](const T& x) {
    return std::all_of(b.begin(), b.end(), [&](const T& y) { return apart(x, y); });
  });
}

}  // namespace

bool PlacesApart(const EntityGraph& entities, Entity x, Entity y, bool assumed) {
  if (entities.StatedDisjoint(x, y)) return true;
  if (!assumed || entities.Within(x, y) || entities.Within(y, x)) return false;
  // Two of one level around them, of which no place is known to lie in both.
  const std::vector<Entity> around_y = entities.Ancestors(y);
  for (Entity a : entities.Ancestors(x)) {
    for (Entity b : around_y) {
      if (entities.Level(a) == entities.Level(b) && !entities.Overlap(a, b)) return true;
    }
  }
  return false;
}

bool GroupsApart(const EntityGraph& entities, Entity a, Entity b, bool assumed) {
  if (a == kNoEntity || b == kNoEntity || a == b) return false;
  return entities.StatedDisjoint(a, b) || (assumed && !entities.Within(a, b) && !entities.Within(b, a));
}

bool VictimsApart(const Lattices& l, const Victims& a, const Victims& b, bool assumed) {
  return l.vocabulary->ClassesDisjoint(a.of_class, b.of_class) || GroupsApart(*l.entities, a.group, b.group, assumed);
}

bool PredicatesApart(const Vocabulary& vocabulary, const std::string& a, const std::string& b, bool assumed) {
  return assumed && !vocabulary.PredicateWithin(a, b) && !vocabulary.PredicateWithin(b, a);
}

bool ScopesApart(const Lattices& l, const Scope& a, const Scope& b, unsigned along, bool assumed) {
  if (along == kWhat) return PredicatesApart(*l.vocabulary, a.predicate, b.predicate, assumed);
  if (along == kWho) {
    return AllApart(a.victims, b.victims,
                    [&](const Victims& x, const Victims& y) { return VictimsApart(l, x, y, assumed); });
  }
  return AllApart(a.agents, b.agents, [&](Entity x, Entity y) { return GroupsApart(*l.entities, x, y, assumed); });
}

unsigned ApartBy(const Lattices& l, const Scope& a, const Scope& b, bool assumed) {
  if (a.end <= b.begin || b.end <= a.begin) return kWhen;
  for (const bool guess : {false, true}) {
    if (guess && !assumed) break;
    if (AllApart(a.places, b.places, [&](Entity x, Entity y) { return PlacesApart(*l.entities, x, y, guess); })) {
      return kWhere;
    }
    if (ScopesApart(l, a, b, kWho, guess)) return kWho;
    if (GroupsApart(*l.entities, a.event, b.event, guess)) return kEventPart;
    if (ScopesApart(l, a, b, kByWhom, guess)) return kByWhom;
    if (ScopesApart(l, a, b, kWhat, guess)) return kWhat;
  }
  return 0;
}

}  // namespace tallystick
