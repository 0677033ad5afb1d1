// Who carries what, on whose word: the sources behind a set of claims. Thread-safe.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "core/record/record_set.h"

namespace tallystick {

struct Carrier {
  Digest source;       // stands for all that are recorded as the same
  int first_hand = 0;  // claims that it speaks from its own knowledge
  int told = 0;        // claims that end at it, though it is not shown to know first-hand
  int carries = 0;     // claims that it passes on
  std::vector<std::pair<Digest, int>>
      words;         // from whom it has them, with the number of claims; most first, then by id
  int captures = 0;  // different ones in whose claims it stands or that it published
};

// Those with most claims first, then by id. A source that stands in a chain twice counts once for it as carrier. With
// `everybody`, also current sources that no claim names. Null pointers and other kinds are left out; each claim counts
// once.
std::vector<Carrier> CarriersOf(const RecordSet& records, std::span<const Record* const> claims, bool everybody);

}  // namespace tallystick
