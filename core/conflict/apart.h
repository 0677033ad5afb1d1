// Which scopes share nobody (docs/conflict-rules.md, disjoint-parts-above-whole). With `assumed`, what nobody relates
// to each other counts as apart where such things usually are (places of one level, events, groups); otherwise only
// what is stated does. Pure.
#pragma once

#include <string>

#include "core/conflict/scope.h"

namespace tallystick {

bool PlacesApart(const EntityGraph& entities, Entity a, Entity b, bool assumed);
// Events or groups; kNoEntity is apart from nothing.
bool GroupsApart(const EntityGraph& entities, Entity a, Entity b, bool assumed);
bool VictimsApart(const Lattices& lattices, const Victims& a, const Victims& b, bool assumed);
bool PredicatesApart(const Vocabulary& vocabulary, const std::string& a, const std::string& b, bool assumed);

// Along one of kWho, kWhat, kByWhom.
bool ScopesApart(const Lattices& lattices, const Scope& a, const Scope& b, unsigned along, bool assumed);
// The Dimension in which two scopes share nothing, stated ones first; 0 when they may overlap.
unsigned ApartBy(const Lattices& lattices, const Scope& a, const Scope& b, bool assumed);

}  // namespace tallystick
