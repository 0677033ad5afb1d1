// What the view of an event is made of before it is put into words. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "core/conflict/claim_view.h"
#include "core/conflict/count_problem.h"
#include "core/provenance/provenance.h"

namespace tallystick {

// One claim with its figure.
struct FigureAt {
  const ClaimView* claim = nullptr;
  Scope scope;
  Range hard, soft;
  std::string label;    // as said, without quotation marks
  std::string in_text;  // "20", "“some 60”", "none"
  bool denied = false;  // it was not this figure
};

// Indexes into the figures of one scope whose reports go back to one origin, each in its order; by the first of each.
// Joined are claims of one statement, of one first speaker or of speakers run by the same (docs/provenance.md). What
// stands apart is not thereby independent. O(n log n).
std::vector<std::vector<int>> GroupByOrigin(const RecordSet& records, const std::vector<const FigureAt*>& figures);

// A scope with its groups, for the sentence to paste.
struct FigureScope {
  Scope scope;
  std::string measure;  // "additive", "distance" …
  std::vector<std::vector<const FigureAt*>> groups;
  OriginCount origins;
};

// "On the battle: X puts the number of fighters killed at “some 60”, as carried by Y at “more than 60”; Z at 20. These
// three reports come from two origins."
std::string EventInWords(const RecordSet& records, const EntityGraph& entities, const std::string& subject,
                         const std::vector<FigureScope>& scopes);

}  // namespace tallystick
