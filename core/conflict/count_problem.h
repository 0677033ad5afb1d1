// What the claims say about counts, as bounds on scopes: the input of the solver, whatever solves it. Every bound is
// "low <= count <= high", the upper end only together with the assumption that the toll is full
// (docs/conflict-rules.md, "A toll is as-of").
#pragma once

#include <string>
#include <vector>

#include "core/conflict/claim_view.h"
#include "core/conflict/figure.h"
#include "core/conflict/scope.h"

namespace tallystick {

struct CountBound {
  enum class Upper { kNone, kUnstated, kAsserted };

  int claim = 0;  // index in CountProblem::claims
  int node = 0;   // scope
  Range hard, usual, soft;
  Upper upper = Upper::kNone;
  bool lower = true;
  bool denial = false;  // "killed no civilians"
  bool figure = false;  // the claim's own number of its own scope, not something that follows from it
  // When it was counted: surely after `from`, surely before `by`; as an upper bound it speaks of the time before
  // `until`.
  Seconds from = kBeginningOfTime, by = kEndOfTime, until = kEndOfTime;
  bool dated = false;    // the text says as of when
  int alternative = -1;  // which reading of the claim it belongs to; -1: holds under all of them
};

struct CountProblem {
  Lattices lattices;
  const std::vector<ClaimView>* claims = nullptr;
  ScopeIndex scopes;
  std::vector<CountBound> bounds;
  std::vector<std::optional<Figure>> figures;  // by claim
  std::vector<int> readings;                   // by claim: how many alternatives it has; 0 for one
  // Denials of a figure ("it was not 60"): claim and scope.
  std::vector<std::pair<int, int>> denied_figures;
  std::vector<std::string> unread;  // "<record id>: why"

  explicit CountProblem(const Lattices& l) : lattices(l), scopes(l) {}
  CountProblem(CountProblem&&) = default;
  CountProblem& operator=(CountProblem&&) = default;
};

// `claims` must outlive the problem and be in the order of SaidBefore().
CountProblem BuildCountProblem(const Lattices& lattices, const std::vector<ClaimView>& claims,
                               const PhraseTable& table);

// The scope of a claim about a count; nothing when it names neither an event nor both place and time. The claims of an
// event that is parted name places that lie beside each other: there a place narrows the scope, unless it holds them
// all.
std::optional<Scope> ScopeOf(const Vocabulary& vocabulary, const ClaimView& claim,
                             const std::vector<Entity>& whole_event_places, bool event_is_parted);

}  // namespace tallystick
