#include "core/provenance/matter.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// Lengths keep two texts apart from one that contains the separator.
std::string Part(const std::string& text) { return absl::StrCat(text.size(), ":", text); }

// Words count only where no term says what they mean: the same terms are worded in many ways.
std::string RoleKey(const v1::Role& role) {
  std::set<std::string> terms;
  for (const v1::Term& t : role.terms()) {
    terms.insert(absl::StrCat(Part(t.class_()), Part(t.affiliation()), Part(t.entity())));
  }
  return absl::StrCat(Part(role.name()), role.terms().empty() ? Part(role.words()) : absl::StrJoin(terms, ","));
}

std::string PlaceKey(const v1::ClaimPlace& place) {
  std::set<std::string> terms;
  for (const v1::PlaceTerm& t : place.terms()) {
    const std::set<std::string> entities(t.entities().begin(), t.entities().end());
    const int relation = t.relation() == v1::PlaceTerm::relation_unstated ? v1::PlaceTerm::in : t.relation();
    terms.insert(absl::StrCat(relation, ",", Part(t.direction()), absl::StrJoin(entities, ",")));
  }
  return absl::StrCat(place.terms().empty() ? Part(place.words()) : absl::StrJoin(terms, ";"));
}

}  // namespace

std::string MatterOf(const Record& claim) {
  const v1::ClaimEvent& event = claim.Get(S::kEvent).event();
  if (claim.IsWithheld(S::kProposition) || claim.IsWithheld(S::kEvent) || claim.IsWithheld(S::kPlace) ||
      (event.event().empty() && claim.IsWithheld(S::kTime))) {
    return claim.id.hex();
  }
  const v1::Proposition& proposition = claim.Get(S::kProposition).proposition();
  std::set<std::string> roles;
  for (const v1::Role& role : proposition.roles()) roles.insert(RoleKey(role));
  std::string key = absl::StrCat(Part(proposition.predicate()), Part(event.event()), "(", absl::StrJoin(roles, "|"),
                                 ")", PlaceKey(claim.Get(S::kPlace).place()));
  if (event.event().empty()) {
    const v1::ClaimTime& time = claim.Get(S::kTime).time();
    for (const std::string* bound :
         {&time.start_earliest(), &time.start_latest(), &time.end_earliest(), &time.end_latest()}) {
      absl::StrAppend(&key, Part(*bound));
    }
  }
  return key;
}

}  // namespace tallystick
