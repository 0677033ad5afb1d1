#include "core/conflict/stakes.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

using S = v1::Slot;

constexpr int kControllers = 8;

// What changed for this side; "" when nothing did that suits it.
std::string SuitsSide(const EntityGraph& entities, Entity side, const ClaimView& before, const ClaimView& after,
                      int number) {
  const bool lost = LosesMembers(entities, before, side), loses = LosesMembers(entities, after, side);
  if (lost && !loses) return absl::StrCat("the losses of ", entities.Name(side), " are left out");
  if (lost && loses && number < 0) return absl::StrCat("the losses of ", entities.Name(side), " shrink");
  const bool others =
      std::any_of(after.victims.begin(), after.victims.end(), [](const Victims& v) { return v.group != kNoEntity; });
  if (!lost && !loses && others && number > 0 && after.measure == "additive") return "the other side's losses grow";
  return "";
}

}  // namespace

namespace {

// Those that are here: a bundle may name entities that it does not show.
void AppendKnown(const EntityGraph& entities, const google::protobuf::RepeatedPtrField<std::string>& ids,
                 std::vector<Entity>* known) {
  for (const std::string& hex : ids) {
    if (const Entity entity = entities.Find(hex); entity != kNoEntity) known->push_back(entity);
  }
}

}  // namespace

Stake StakeOf(const RecordSet& records, const EntityGraph& entities, const std::string& id) {
  Stake stake;
  const Record* source = id.empty() ? nullptr : records.Find(id);
  for (int depth = 0; source != nullptr && depth < kControllers; ++depth) {
    const v1::Identity& identity = source->Get(S::kIdentity).identity();
    if (stake.actor == kNoEntity) stake.actor = entities.Find(identity.actor());
    const v1::Standing& standing = source->Get(S::kStanding).standing();
    AppendKnown(entities, standing.aligned_with(), &stake.aligned);
    AppendKnown(entities, standing.party_to(), &stake.party_to);
    source = identity.controller().empty() ? nullptr : records.Find(identity.controller());
  }
  return stake;
}

bool Belongs(const EntityGraph& entities, Entity a, Entity b) {
  return a != kNoEntity && b != kNoEntity && (entities.Within(a, b) || entities.Within(b, a));
}

bool AnyBelongs(const EntityGraph& entities, Entity actor, const std::vector<Entity>& list) {
  return std::any_of(list.begin(), list.end(), [&](Entity e) { return Belongs(entities, actor, e); });
}

bool LosesMembers(const EntityGraph& entities, const ClaimView& claim, Entity actor) {
  return claim.measure == "additive" && std::any_of(claim.victims.begin(), claim.victims.end(), [&](const Victims& v) {
           return Belongs(entities, actor, v.group);
         });
}

std::vector<std::string> InterestInChange(const RecordSet& records, const EntityGraph& entities,
                                          const ClaimView& before, const ClaimView& after, int number) {
  std::vector<std::string> notes;
  const v1::Attribution& attribution = after.record->Get(S::kAttribution).attribution();
  for (int i = 0; i < attribution.steps_size(); ++i) {
    const bool retells = i + 1 < attribution.steps_size();
    for (const std::string& source : attribution.steps(i).sources()) {
      const Stake stake = StakeOf(records, entities, source);
      std::vector<Entity> sides = stake.aligned;
      if (stake.actor != kNoEntity) sides.insert(sides.begin(), stake.actor);
      // A party of whom it is not recorded for whom it fights: the side that the claim says did it.
      const bool party = after.event != kNoEntity && AnyBelongs(entities, after.event, stake.party_to);
      if (sides.empty() && party) sides = after.agents;
      for (Entity side : sides) {
        if (side == kNoEntity) continue;
        const std::string change = SuitsSide(entities, side, before, after, number);
        if (change.empty()) continue;
        const char* how = side == stake.actor ? "speaks for" : party ? "is a party, with" : "is aligned with";
        notes.push_back(absl::StrCat("Self-interest: told later, ", change, ". ", records.DisplayName(source), ", who ",
                                     retells ? "tells it so, " : "is quoted so, ", how, " ", entities.Name(side), "."));
        break;
      }
    }
  }
  return notes;
}

}  // namespace tallystick
