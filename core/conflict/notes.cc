#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/conflict/run.h"
#include "core/conflict/stakes.h"

namespace tallystick {
namespace {

using S = v1::Slot;

void InterestOf(const RecordSet& records, const EntityGraph& entities, const ClaimView& claim,
                std::vector<std::string>* notes) {
  const Stake stake = StakeOf(records, entities, claim.speaker);
  const std::string who = SpeakerInWords(records, claim);
  if (AnyBelongs(entities, stake.actor, claim.agents) || AnyBelongs(entities, stake.actor, claim.actors)) {
    notes->push_back(absl::StrCat("Self-interest: ", who, " speaks of its own side's deeds or gains."));
  } else if (claim.event != kNoEntity && AnyBelongs(entities, claim.event, stake.party_to)) {
    notes->push_back(absl::StrCat("Self-interest: ", who, " is a party to ", entities.Name(claim.event), "."));
  }
  for (Entity friend_of : stake.aligned) {
    if (AnyBelongs(entities, friend_of, claim.agents) || AnyBelongs(entities, friend_of, claim.actors) ||
        LosesMembers(entities, claim, friend_of)) {
      notes->push_back(absl::StrCat("Self-interest: ", who, " is aligned with ", entities.Name(friend_of), "."));
    }
  }
  const v1::Proposition& p = claim.record->Get(S::kProposition).proposition();
  if (p.modality() == v1::Proposition::hearsay ||
      claim.record->Get(S::kAttribution).attribution().basis() == v1::Attribution::told) {
    notes->push_back(absl::StrCat("Hearsay: ", who, " was told so by others."));
  }
}

// A belligerent who counts only the other side's losses, beside a report that both sides had some.
void OmissionIn(const RecordSet& records, const EntityGraph& entities, const std::vector<const ClaimView*>& claims,
                std::vector<std::string>* notes) {
  constexpr size_t kFew = 12;
  for (size_t i = 0; i < std::min(kFew, claims.size()); ++i) {
    const Stake stake = StakeOf(records, entities, claims[i]->speaker);
    Entity own = stake.actor;
    if (own == kNoEntity && !claims[i]->agents.empty()) continue;
    if (own == kNoEntity || claims[i]->measure != "additive" || LosesMembers(entities, *claims[i], own)) continue;
    for (size_t j = 0; j < std::min(kFew, claims.size()); ++j) {
      if (i == j || !LosesMembers(entities, *claims[j], own)) continue;
      notes->push_back(absl::StrCat("Omission: ", SpeakerInWords(records, *claims[i]),
                                    " gives the other side's losses only; ", SpeakerInWords(records, *claims[j]),
                                    " reports losses of ", entities.Name(own), " too."));
      break;
    }
  }
}

// Who stands between a claim's reader and its first speaker, the publisher included. What is withheld may be anybody.
std::vector<std::string> WayOf(const RecordSet& records, const Record& claim) {
  const Record* capture = records.Find(claim.Get(S::kQuote).quote().capture());
  const bool hidden = claim.IsWithheld(S::kQuote) || (capture != nullptr && capture->IsWithheld(S::kOrigin));
  std::vector<std::string> way = {hidden               ? claim.id.hex()
                                  : capture == nullptr ? std::string()
                                                       : capture->Get(S::kOrigin).origin().publisher()};
  for (const v1::Step& step : claim.Get(S::kAttribution).attribution().steps()) {
    std::vector<std::string> sources(step.sources().begin(), step.sources().end());
    std::sort(sources.begin(), sources.end());
    way.push_back(absl::StrJoin(sources, ","));
  }
  return way;
}

}  // namespace

bool CameOneWay(const RecordSet& records, const std::vector<const ClaimView*>& claims) {
  const std::vector<std::string> way = WayOf(records, *claims[0]->record);
  return std::all_of(claims.begin(), claims.end(),
                     [&](const ClaimView* c) { return WayOf(records, *c->record) == way; });
}

std::vector<std::string> NotesOn(const RecordSet& records, const EntityGraph& entities,
                                 const std::vector<const ClaimView*>& claims) {
  constexpr size_t kFew = 12;
  std::vector<std::string> notes;
  for (size_t i = 0; i < std::min(kFew, claims.size()); ++i) InterestOf(records, entities, *claims[i], &notes);
  OmissionIn(records, entities, claims, &notes);
  std::vector<std::string> distinct;
  for (std::string& n : notes) {
    if (std::find(distinct.begin(), distinct.end(), n) == distinct.end()) distinct.push_back(std::move(n));
  }
  return distinct;
}

}  // namespace tallystick
