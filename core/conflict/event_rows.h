// What the view of an event is made of before it is put into words. Internal to this folder.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/digest_table.h"
#include "core/conflict/claim_view.h"
#include "core/conflict/count_problem.h"
#include "core/conflict/event_figures.h"
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
  std::optional<CivilSpan> published;
};

// The claims about an event or place, sorted into figures and others. Not movable: its parts point at each other.
struct EventClaims {
  EventClaims(const RecordSet& records, const ConflictTables& tables, const EventQuestion& question);
  EventClaims(const EventClaims&) = delete;
  EventClaims& operator=(const EventClaims&) = delete;

  const RecordSet& records;
  const ConflictTables& tables;
  const EntityGraph entities;
  const Entity subject;
  const ClaimViews views;
  const CountProblem problem;
  TimeBounds window;  // asked for; unstated: any

  std::vector<FigureAt> figures;                                   // by when they were said, then published, then by id
  std::vector<std::pair<const ClaimView*, std::string>> left_out;  // figures that take no part, and why
  DigestSet about;                                                 // all of its claims
  int without_figure = 0;
  std::map<std::string, int> dates, places;  // as told, by how many claims that take part

 private:
  bool IsAbout(const ClaimView& claim) const;
  void TakeFigures();
  void Note(const ClaimView& claim);
  void Take(const ClaimView& claim, const CountBound& bound, int node, bool denied);
  void WhyNoFigure(int i, const ClaimView& claim);
  void TakeBack();
  void TakenBack(const ClaimView& claim, const std::string& why);

  std::set<Entity> dated_;  // events that some claim puts into the window: they date claims that tell no time
  std::vector<std::unique_ptr<ClaimView>> gone_;  // retracted or replaced
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
