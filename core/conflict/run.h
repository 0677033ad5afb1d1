// One pass over the claims: what was read and, once solved, what was found, before it is put into words. Internal to this
// folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/conflict/conflict.h"
#include "core/conflict/count_solver.h"
#include "core/conflict/sentences.h"
#include "core/conflict/states.h"

namespace tallystick {

// Not movable once made: its parts point at each other.
struct ConflictRun {
  ConflictRun(const RecordSet& r, const ConflictTables& t, ClaimViews v, const EntityGraph& e);
  ConflictRun(const ConflictRun&) = delete;

  // Fills `counts`, `states` and `undecided`.
  void Solve();

  const RecordSet& records;
  const ConflictTables& tables;
  const EntityGraph& entities;
  Lattices lattices;
  ClaimViews views;
  CountProblem problem;
  CountSolution counts;
  std::vector<StateConflict> states;
  std::vector<std::string> undecided;
  SharedOrigins shared;  // for those who count origins; FindConflicts() fills it

  const ClaimView& Claim(int i) const { return views.taking_part[i]; }
};

// A finding before it has its id, its quotes and its place in the order.
struct FindingDraft {
  std::string kind;
  v1::Finding::Verdict verdict = v1::Finding::verdict_unstated;
  std::vector<const ClaimView*> claims;
  Wording wording;
  std::optional<int64_t> excess;
  std::string scope;
  int node = -1;  // of an agreement on a count
  std::vector<std::string> notes, other_tables;
  std::vector<v1::Certificate> certificates;
  std::string shares;  // of a suspected copy
};

// Reports of one scope that fit, counted by origin: one finding a scope.
std::vector<FindingDraft> FindAgreements(const ConflictRun& run);
// Corrections and withdrawals, totals that rise, and known-so-far counts of one source that fall.
std::vector<FindingDraft> FindSuccessions(const ConflictRun& run);
// One deed that is laid at the door of different groups: one finding a deed.
std::vector<FindingDraft> FindRivalPerpetrators(const ConflictRun& run);
// Events that are dated to times which cannot be of one event: one finding an event.
std::vector<FindingDraft> FindDisjointEventDates(const ConflictRun& run);
// Events that lasted longer than their dates leave room for, or less long: one finding an event.
std::vector<FindingDraft> FindDurationsAgainstExtents(const ConflictRun& run);
// Claims that take away a ground of another one.
std::vector<FindingDraft> FindUndercuts(const ConflictRun& run);
// For each claim that presupposes a member of one of `conflicts`: it takes part in that conflict too.
std::vector<FindingDraft> FindPresuppositions(const ConflictRun& run, const std::vector<FindingDraft>& conflicts);
// Places of claims that are recorded in two places which share nothing.
std::vector<FindingDraft> FindBorderPlaces(const ConflictRun& run);
// Figures of one count whose numbers lie far apart although their ranges are open and fit: one finding a count.
std::vector<FindingDraft> FindFiguresOutOfOrder(const ConflictRun& run);
// Self-interest, hearsay, omission, one voice only: a sentence each. Notes, no verdicts.
std::vector<std::string> NotesOn(const RecordSet& records, const EntityGraph& entities,
                                 const std::vector<const ClaimView*>& claims);
// All claims, one at least, have the same chain and publisher: no carrier of one is missing from another.
bool CameOneWay(const RecordSet& records, const std::vector<const ClaimView*>& claims);

inline constexpr char kExclusivePerpetrators[] = "exclusive-perpetrators";
inline constexpr char kEventDatesDisjoint[] = "event-dates-disjoint";
inline constexpr char kDurationAgainstExtent[] = "duration-against-extent";
inline constexpr char kUndercutClaim[] = "undercut";
inline constexpr char kPresuppositionAgainstClaim[] = "presupposition-against-claim";
inline constexpr char kBorderPlace[] = "border-place";
inline constexpr char kFiguresOutOfOrder[] = "figures-out-of-order";

// The claims that a conflict of counts is made of, in order, each once.
std::vector<int> ClaimsOf(const CountProblem& problem, const ConflictSet& set);
v1::Finding::Verdict VerdictOf(const ConflictSet& set);

}  // namespace tallystick
