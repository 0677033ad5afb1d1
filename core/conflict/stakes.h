// Whose side a source is on, as its standing and controllers tell. Internal to this folder. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/conflict/claim_view.h"

namespace tallystick {

// The actors that a source speaks for or stands with.
struct Stake {
  Entity actor = kNoEntity;
  std::vector<Entity> aligned, party_to;
};
// Of a source record, by its id in hex; an outlet or statement speaks for whoever runs it.
Stake StakeOf(const RecordSet& records, const EntityGraph& entities, const std::string& source);

// One is the other, or a part or member of it.
bool Belongs(const EntityGraph& entities, Entity a, Entity b);
bool AnyBelongs(const EntityGraph& entities, Entity actor, const std::vector<Entity>& list);
// The claim counts members of this side among the victims.
bool LosesMembers(const EntityGraph& entities, const ClaimView& claim, Entity actor);

// What in a retelling moves the way of someone in its chain: the other side's losses grow, own losses shrink or are
// left out. `before` and `after` are one statement, `after` published later; `number` is +1 when its figure is the
// greater one, -1 when it is the smaller, 0 when that cannot be said. A sentence each.
std::vector<std::string> InterestInChange(const RecordSet& records, const EntityGraph& entities,
                                          const ClaimView& before, const ClaimView& after, int number);

}  // namespace tallystick
