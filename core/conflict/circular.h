// Reports that rest on each other in a circle (docs/conflict-rules.md, "circular-reporting"). Internal to this folder.
// Pure.
#pragma once

#include <vector>

#include "core/conflict/chains.h"

namespace tallystick {

inline constexpr char kCircularReporting[] = "circular-reporting";

// One finding for each largest set of documents that cite each other round in a circle, and for each set of sources
// that give each other as the source of one matter. O(n log n) in citations and steps.
std::vector<FindingDraft> FindCircularReporting(ClaimChains& chains);

}  // namespace tallystick
