// How many distinct first-hand origins a set of first speakers can be: at least, at most (docs/provenance.md).
#pragma once

#include <vector>

#include "core/provenance/sources.h"

namespace tallystick {

// One first speaker, or several of whom one spoke.
struct FirstSpeaker {
  std::vector<Digest> sources;  // classes; more than one: only one of them spoke
  bool first_hand = false;
  bool inferred = false;      // who it is, is the analyst's inference
  bool may_coincide = false;  // out: not shown to be another than the others
};

struct OriginBounds {
  int low = 0, high = 0;
  std::vector<FirstSpeaker> speakers;  // each controller once; those of whom only one spoke are kept one by one
};

// Low is the size of a set of speakers shown to be distinct from each other. Without `different` links and choices it
// is exactly the fewest there can be; with them there may be more. High is exact.
OriginBounds BoundOrigins(SourceResolver& sources, const std::vector<FirstSpeaker>& speakers);

}  // namespace tallystick
