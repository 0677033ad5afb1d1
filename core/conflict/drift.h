// One statement, several retellings, tested for equality: what changed on the way (docs/conflict-rules.md,
// "retelling-drift"). Internal to this folder. Pure.
#pragma once

#include <vector>

#include "core/conflict/chains.h"

namespace tallystick {

inline constexpr char kRetellingDrift[] = "retelling-drift";

// One finding a statement, however many retellings there are; grouped by what they tell, never a list of pairs.
std::vector<FindingDraft> FindDrifts(ClaimChains& chains);

}  // namespace tallystick
