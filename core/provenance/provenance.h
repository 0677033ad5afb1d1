// Who really said it: chains from capture to first speaker, and how many independent origins stand behind claims
// (docs/provenance.md). Pure functions of a RecordSet; the set must outlive what is returned. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/provenance/may_be_one.h"
#include "core/record/record_set.h"

namespace tallystick {

// The origin axis of the answer between two claims.
enum class OriginRelation {
  kSameCapture,     // one capture, and nothing shows that its steps differ in origin
  kSameStatement,   // both go back to one statement (same statement source, or a same-statement link)
  kSameSource,      // both end at the same first speaker
  kSameController,  // their first speakers are run by the same controller
  kIndependent,     // different controllers, no shared ancestor below them, both first-hand
  kUndecided        // independence not shown
};
// "same source", "undecided" …
absl::string_view OriginRelationName(OriginRelation relation);

OriginRelation CompareOrigins(const RecordSet& records, const Record& a, const Record& b);

// Counts for any set of claims: each counts once, in whatever order; null pointers and other kinds are left out.
struct OriginCount {
  int reports = 0;       // claims
  int origins_low = 0;   // distinct controllers of first-hand origins: at least
  int origins_high = 0;  // at most
  int routes = 0;        // vertex-disjoint ways from captures to distinct controllers
  // As few sources and captures as there are routes, through which every route passes; a bare controller or a claim of
  // the same statement only where nothing else binds the reports. Sorted by id.
  std::vector<Digest> choke_points;
  std::vector<std::string> reasons;     // why low and high differ, and the one choke point: a sentence each
  int low_if_unsuspected = 0;           // origins_low, were `shared` empty
  std::vector<std::string> suspicions;  // those of the reasons that come from `shared`
};
// `shared`: of its claims that are counted here, each group may have one origin, that of one of them. Lowers
// origins_low and nothing else.
OriginCount CountOrigins(const RecordSet& records, std::span<const Record* const> claims,
                         const SharedOrigins& shared = {});

// "3 reports, 1 origin", "7 reports, 2 to 3 origins", "4 reports, at most 1 origin", "4 reports, no origin shown".
std::string OriginCountInWords(const OriginCount& count);

// One node of a claim's chain: the capture first, the first speaker last. What is withheld or not in the set has its
// step, with a text that says so.
struct ChainStep {
  std::vector<Digest> sources;  // empty for the capture itself
  std::optional<Digest> capture;
  std::string text;       // "Agence Sahel Info (outlet) published, 2022-10-30"
  std::string words;      // the attributing words, as written
  bool unnamed = false;   // a source who is not named
  bool inferred = false;  // the step is the analyst's inference
  bool any_of = false;    // one of the sources, not all
};
struct Chain {
  const Record* claim = nullptr;
  std::vector<ChainStep> steps;
  std::string mark;   // of the claim: "retracted: a reading error", "" (core/record/mark.h)
  std::string basis;  // "witnessed", "own count" …; "unstated"
  bool first_hand = false;
};
Chain TraceClaim(const RecordSet& records, const Record& claim);

// The chains of several claims as a graphviz document, deterministic: captures as notes, unnamed sources dashed, choke
// points marked in words and with a double line, every node with a tooltip as its text alternative.
std::string ChainsAsDot(const RecordSet& records, std::span<const Record* const> claims);

}  // namespace tallystick
