// What a claim tells, aspect by aspect, so that retellings can be tested for equality (docs/conflict-rules.md,
// "retelling-drift"). Internal to this folder. Pure.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/conflict/run.h"

namespace tallystick {

enum Aspect {
  kToldPredicate,
  kToldPolarity,
  kToldNumber,
  kToldHedge,
  kToldVictims,
  kToldVictimClass,
  kToldSharing,
  kToldAgents,
  kToldOthers,
  kToldEvent,
  kToldPlace,
  kToldDate,
  kToldAsOf,
  kToldCoverage,
  kToldModality,
  kToldOnly,
  kAspects
};

// "the number's hedge", "the victims" …
const char* AspectName(Aspect aspect);

struct ToldSlot {
  enum class How { kUnstated, kUnknown, kStated };  // unknown: withheld, not in the set, or not read by any table
  How how = How::kUnstated;
  std::string key;    // equal keys tell the same, in whatever language
  std::string words;  // as told

  bool stated() const { return how == How::kStated; }
};
using ToldSlots = std::array<ToldSlot, kAspects>;

ToldSlots ReadTold(const ConflictRun& run, const ClaimView& claim);

// The claims only say more or less exactly when or where it was: of any two, one is within the other ("2022",
// "September", "6 to 8 September"). In whatever order they come. O(n log n).
bool DifferInDetailOnly(const ConflictRun& run, Aspect aspect, const std::vector<const ClaimView*>& claims);

}  // namespace tallystick
