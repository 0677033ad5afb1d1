// Whether those whom a claim names in its roles stand in its quoted words. Internal to this folder. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/conflict/entities.h"
#include "core/conflict/quoted_text.h"

namespace tallystick {

// What each entity is called, in any language and in anybody's mouth. Built once; read from any thread.
class NameIndex {
 public:
  NameIndex(const RecordSet& records, const EntityGraph& entities);

  // Whether a run has one of the names, initials of one, or a word that no other entity's name has.
  bool StandsIn(Entity entity, const QuotedText& text) const;
  // Those whose whole name these words are; "the" and its like before it play no part.
  std::vector<Entity> CalledExactly(absl::string_view words) const;
  // One is part of the other, or a record relates them, so that their names may be used for each other; unless a record
  // keeps them apart.
  bool AreRelated(Entity a, Entity b) const;

 private:
  using Words = std::vector<std::string>;

  const EntityGraph& entities_;
  std::map<Entity, std::set<Words>> names_;
  std::map<Entity, std::set<std::string>> initials_;
  std::map<Words, std::set<Entity>> by_name_;
  std::map<std::string, std::set<Entity>> by_word_;
  std::set<std::pair<Entity, Entity>> related_, apart_;
};

// The first role of the claim that is not borne out: its words are another's name, or it is said to be stated and
// neither a name nor words of it are there.
std::optional<Unsupported> UnsupportedActor(const Record& claim, const QuotedText& text, const NameIndex& names,
                                            const EntityGraph& entities);

}  // namespace tallystick
