#include "core/conflict/claim_view.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

using S = v1::Slot;

void SortUnique(std::vector<Entity>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

std::string WhyNotFact(const Predicate* predicate, v1::Proposition::Modality modality) {
  if (predicate != nullptr && predicate->measure == "plan") return "it speaks of a plan";
  if (predicate != nullptr && predicate->measure == "opinion") return "it is an opinion";
  switch (modality) {
    case v1::Proposition::predicted:
      return "it is a prediction";
    case v1::Proposition::intended:
      return "it speaks of an intention";
    case v1::Proposition::assessed:
      return "it is an assessment";
    default:
      return "";
  }
}

Sharing SharingOf(const v1::Role& role, const v1::Quantity& quantity, size_t members) {
  if (members < 2) return Sharing::kOne;
  if (role.group() == v1::Role::any_of) return Sharing::kAnyOf;
  if (quantity.distribution() == v1::Quantity::each) return Sharing::kEach;
  if (quantity.distribution() == v1::Quantity::together) return Sharing::kTogether;
  return role.group() == v1::Role::each_of ? Sharing::kEach : Sharing::kEachOrTogether;
}

void ReadVictims(const EntityGraph& entities, const v1::Role& role, ClaimView* view) {
  for (const v1::Term& term : role.terms()) {
    Victims victims{term.class_(), entities.Find(term.affiliation())};
    if (victims.group == kNoEntity) victims.group = entities.Find(term.entity());
    view->victims.push_back(victims);
  }
  std::sort(view->victims.begin(), view->victims.end());
  view->victims.erase(std::unique(view->victims.begin(), view->victims.end()), view->victims.end());
  view->sharing = SharingOf(role, view->quantity(), view->victims.size());
}

void ReadRoles(const EntityGraph& entities, const v1::Proposition& p, ClaimView* view) {
  const v1::Role* victims = nullptr;
  for (const v1::Role& role : p.roles()) {
    if (IsVictimRole(role.name())) victims = &role;
  }
  // "Both sides lost dozens": who lost them may be coded as a party.
  for (const v1::Role& role : p.roles()) {
    if (victims == nullptr && view->measure == "additive" && !IsAgentRole(role.name())) victims = &role;
  }
  for (const v1::Role& role : p.roles()) {
    for (const v1::Term& term : role.terms()) {
      for (const std::string& hex : {term.entity(), term.affiliation()}) {
        if (!hex.empty()) view->named.push_back(hex);
      }
      if (&role == victims) continue;
      const Entity entity = entities.Find(term.entity().empty() ? term.affiliation() : term.entity());
      if (entity == kNoEntity) continue;
      const bool agent = view->measure == "additive" && IsAgentRole(role.name());
      (agent ? view->agents : view->actors).push_back(entity);
    }
  }
  view->victim_role = victims;
  if (victims != nullptr) ReadVictims(entities, *victims, view);
  if (view->victims.empty()) view->victims.push_back({});
  SortUnique(&view->agents);
  SortUnique(&view->actors);
}

void ReadPlace(const EntityGraph& entities, const Record& claim, ClaimView* view) {
  const v1::ClaimPlace& place = claim.Get(S::kPlace).place();
  for (const v1::PlaceTerm& term : place.terms()) {
    for (const std::string& hex : term.entities()) {
      if (entities.Find(hex) == kNoEntity) continue;
      view->named.push_back(hex);
      (term.relation() == v1::PlaceTerm::in ? view->places : view->vague_places).push_back(entities.Find(hex));
    }
  }
  for (const std::string& hex : place.as_far_as()) view->as_far_as.push_back(entities.Find(hex));
  view->entire = place.extent() == v1::ClaimPlace::entire;
  const v1::Proposition& p = claim.Get(S::kProposition).proposition();
  if (p.has_only()) {
    view->only_place = p.only().role().empty() || p.only().role() == "place";
    view->entire = view->entire || !view->only_place;
    for (const std::string& hex : p.only().domain()) {
      if (entities.Find(hex) != kNoEntity) view->only_domain.push_back(entities.Find(hex));
    }
  }
  SortUnique(&view->places);
  SortUnique(&view->vague_places);
  SortUnique(&view->only_domain);
}

// The first speaker's date of saying it, else that of whoever carried it, else the capture's date of publication.
void ReadSpeaker(const RecordSet& records, const Record& claim, ClaimView* view) {
  const v1::Attribution& attribution = claim.Get(S::kAttribution).attribution();
  for (int i = attribution.steps_size() - 1; i >= 0; --i) {
    const v1::Step& step = attribution.steps(i);
    if (view->speaker.empty() && step.sources_size() > 0) view->speaker = step.sources(0);
    const auto from = ReadDate(step.said_earliest()), to = ReadDate(step.said_latest());
    if (!view->said && (from || to)) view->said = CivilSpan{from ? from->begin : to->begin, to ? to->end : from->end};
  }
  if (view->said) return;
  const Record* capture = records.Find(claim.Get(S::kQuote).quote().capture());
  if (capture == nullptr) return;
  const v1::Interval& published = capture->Get(S::kOrigin).origin().published();
  const auto from = ReadDate(published.earliest()), to = ReadDate(published.latest());
  if (from || to) view->said = CivilSpan{from ? from->begin : to->begin, to ? to->end : from->end};
}

}  // namespace

bool IsAgentRole(const std::string& name) {
  return name == "agent" || name == "perpetrator" || name == "attacker" || name == "killer";
}

bool IsVictimRole(const std::string& name) { return name == "victim" || name == "victims"; }

bool SaidBefore(const ClaimView& a, const ClaimView& b) {
  const Seconds when_a = a.said ? a.said->begin : kEndOfTime, when_b = b.said ? b.said->begin : kEndOfTime;
  return when_a != when_b ? when_a < when_b : a.record->id < b.record->id;
}

ClaimView ViewClaim(const RecordSet& records, const EntityGraph& entities, const Vocabulary& vocabulary,
                    const Record& claim) {
  const v1::Proposition& p = claim.Get(S::kProposition).proposition();
  ClaimView view;
  view.record = &claim;
  view.predicate = p.predicate();
  const Predicate* predicate = vocabulary.FindPredicate(p.predicate());
  if (predicate != nullptr) view.measure = predicate->measure;
  view.not_fact = WhyNotFact(predicate, p.modality());
  // What is withheld may narrow the claim, so nothing is made of the rest.
  for (const SlotCase slot : {S::kProposition, S::kQuantity, S::kEvent, S::kTime, S::kPlace}) {
    if (claim.IsWithheld(slot)) view.not_fact = absl::StrCat("its ", SlotName(slot), " is withheld");
  }
  view.negated = p.polarity() == v1::Proposition::negated || p.modality() == v1::Proposition::denied;
  view.has_number = !view.quantity().words().empty() || view.quantity().has_nominal();
  view.event = entities.Find(claim.Get(S::kEvent).event().event());
  if (view.event != kNoEntity) view.named.push_back(claim.Get(S::kEvent).event().event());
  view.restricts = claim.Get(S::kEvent).event().restricts();
  ReadRoles(entities, p, &view);
  ReadPlace(entities, claim, &view);
  view.time = ReadClaimTime(claim.Get(S::kTime).time(), view.lasting() && !view.negated);
  ReadSpeaker(records, claim, &view);
  return view;
}

ClaimViews ViewClaims(const RecordSet& records, const EntityGraph& entities, const Vocabulary& vocabulary) {
  ClaimViews views;
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::claim || !records.IsCurrent(record)) continue;
    bool superseded = false;
    for (const auto type : {v1::Link::withdraws, v1::Link::corrects}) {
      superseded = superseded || !records.LinksTo(record.id, type).empty();
    }
    ClaimView view = ViewClaim(records, entities, vocabulary, record);
    (superseded ? views.superseded : views.taking_part).push_back(std::move(view));
  }
  std::sort(views.taking_part.begin(), views.taking_part.end(), SaidBefore);
  std::sort(views.superseded.begin(), views.superseded.end(), SaidBefore);
  return views;
}

}  // namespace tallystick
