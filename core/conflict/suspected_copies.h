// Reports that share what two people seldom come upon by themselves, and that nothing recorded binds
// (docs/conflict-rules.md, "suspected-copy"). A suspicion is no link. Internal to this folder.
// Pure.
#pragma once

#include <vector>

#include "core/conflict/chains.h"

namespace tallystick {

inline constexpr char kSuspectedCopy[] = "suspected-copy";

// One finding for each set of documents, with all that they share: a rare figure, a rare spelling, eight words in a
// row, a figure that was later corrected. Through inverted indexes: O(n log n) in claims and their words, never pairs.
std::vector<FindingDraft> FindSuspectedCopies(ClaimChains& chains);

}  // namespace tallystick
