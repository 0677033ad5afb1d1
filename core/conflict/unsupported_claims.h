// Claims whose recorded number, actor, date or denial is not borne out by their quoted words
// (docs/conflict-rules.md, "quote-does-not-support"). Internal to this folder. Pure.
#pragma once

#include <vector>

#include "core/conflict/run.h"

namespace tallystick {

inline constexpr char kQuoteDoesNotSupport[] = "quote-does-not-support";

// One note a claim, in the order of the claims. Linear in their words.
std::vector<FindingDraft> FindUnsupportedClaims(const ConflictRun& run);

}  // namespace tallystick
