// What a number counts, and which scope lies inside which (docs/conflict-rules.md, "Scope"). Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/conflict/claim_view.h"

namespace tallystick {

// An event, or places and a time; of which victims, by which predicate, at whose hands.
struct Scope {
  Entity event = kNoEntity;
  std::vector<Entity> places;  // with an event: only that part of it
  Seconds begin = kBeginningOfTime, end = kEndOfTime;
  std::vector<Victims> victims;
  std::vector<Entity> agents;
  std::string predicate;
  std::string unit;  // with what else parts one count from another: end points of a distance, the moment of a snapshot
  auto operator<=>(const Scope&) const = default;
};

// In which of its dimensions a scope is narrower than another one.
enum Dimension : unsigned { kWhere = 1, kEventPart = 2, kWhen = 4, kWho = 8, kWhat = 16, kByWhom = 32 };

struct Containment {
  bool within = false;
  unsigned narrower = 0;  // Dimensions
  // It holds only if the outer count, which names no victims or no perpetrator, counts all of them.
  bool assumes_all_victims = false;
  bool assumes_any_agent = false;
  bool assumed() const { return assumes_all_victims || assumes_any_agent; }
};

// Who decides on words and names.
struct Lattices {
  const EntityGraph* entities;
  const Vocabulary* vocabulary;
};

// Whether whatever `inner` counts is counted by `outer` too.
Containment Contains(const Lattices& lattices, const Scope& outer, const Scope& inner);
bool VictimsWithin(const Lattices& lattices, const Victims& inner, const Victims& outer, bool* assumed);

// The scopes of all claims: a number for each, and the pairs of which one lies inside the other.
class ScopeIndex {
 public:
  explicit ScopeIndex(const Lattices& lattices) : lattices_(lattices) {}

  int Add(const Scope& scope);
  const Scope& At(int node) const { return *scopes_[node]; }
  int size() const { return static_cast<int>(scopes_.size()); }
  // -1 when no claim has this scope.
  int Find(const Scope& scope) const;

  struct Part {
    int node = 0;
    Containment how;
  };
  // For every node the nodes strictly inside it, ascending. Looks at no more than `budget` candidates; the nodes that
  // it had to leave unfinished are listed in `unfinished`, never silently dropped.
  std::vector<std::vector<Part>> Parts(int64_t budget, std::vector<int>* unfinished) const;

 private:
  Lattices lattices_;
  std::map<Scope, int> numbers_;
  std::vector<const Scope*> scopes_;
};

// "killed, civilians, Talataye, 2022-09-06 to 2022-09-08"
std::string ScopeInWords(const Lattices& lattices, const Scope& scope);
std::string VictimsInWords(const EntityGraph& entities, const std::vector<Victims>& victims);

}  // namespace tallystick
