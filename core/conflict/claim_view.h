// A claim as the rules read it: what is said of whom, where and when, with entities resolved (docs/conflict-rules.md,
// "What a claim says"). Built once per run; read from any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/conflict/claim_time.h"
#include "core/conflict/entities.h"
#include "core/record/record_set.h"
#include "core/record/vocabulary.h"

namespace tallystick {

// Victims of one description: a class of the vocabulary ("": unstated) among the members of a group (or of any).
struct Victims {
  std::string of_class;
  Entity group = kNoEntity;
  auto operator<=>(const Victims&) const = default;
};

// How several descriptions of victims share one number.
enum class Sharing { kOne, kEach, kTogether, kEachOrTogether, kAnyOf };

struct ClaimView {
  const Record* record = nullptr;
  std::string predicate;
  std::string measure;   // of the vocabulary; "" for a term that is not in it
  std::string not_fact;  // why the claim takes no part as a fact: "a plan"; "" when it does
  bool negated = false;  // denied, or said not to be so

  std::vector<Victims> victims;           // sorted; one unstated member when the text names none
  const v1::Role* victim_role = nullptr;  // of the record: the role that they are read from; null: none
  Sharing sharing = Sharing::kOne;
  std::vector<Entity> agents;  // who did it; sorted, empty: unstated
  std::vector<Entity> actors;  // holders or parties; sorted, empty: unstated

  Entity event = kNoEntity;
  bool restricts = false;
  std::vector<Entity> places;        // "in" these; sorted
  std::vector<Entity> vague_places;  // near, between, in the direction of; sorted
  bool entire = false;               // all of the place, or held by nobody else
  std::vector<Entity> as_far_as;
  bool only_place = false;          // "only X" of the place
  std::vector<Entity> only_domain;  // empty: unstated
  TimeBounds time;

  bool has_number = false;

  std::string speaker;             // record id of the first speaker; "" when none is named
  std::optional<CivilSpan> said;   // when it was said, as far as known
  std::vector<std::string> named;  // ids of the entities that the claim names, as written

  bool fact() const { return not_fact.empty(); }
  const v1::Quantity& quantity() const { return record->Get(v1::Slot::kQuantity).quantity(); }
  bool lasting() const { return measure == "state"; }
};

// What a role is called when it names whom it befell, and who did it.
bool IsVictimRole(const std::string& name);
bool IsAgentRole(const std::string& name);

// The order of claims in every result: by when they were said, undated last, then by id. Arrival plays no part.
bool SaidBefore(const ClaimView& a, const ClaimView& b);

ClaimView ViewClaim(const RecordSet& records, const EntityGraph& entities, const Vocabulary& vocabulary,
                    const Record& claim);

// The current claims of the set, in the order above, without those that their source withdrew or corrected.
struct ClaimViews {
  std::vector<ClaimView> taking_part;
  std::vector<ClaimView> superseded;
};
ClaimViews ViewClaims(const RecordSet& records, const EntityGraph& entities, const Vocabulary& vocabulary);

}  // namespace tallystick
