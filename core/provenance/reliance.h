// Who relies on whom: each step of an attribution on the next, a capture on those that it cites. Thread-safe but for
// the resolver.
#pragma once

#include <span>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "core/base/digest_table.h"
#include "core/provenance/lineage.h"

namespace tallystick {

// Who rests on each other in a circle: captures by what they cite; classes of sources by the claims of one matter
// (core/provenance/matter.h), since two that give each other as source for different things are in no circle.
struct RelianceCircles {
  DigestSet captures;
  absl::flat_hash_map<std::string, DigestSet> sources;  // by matter
  DigestSet suspects;  // those of any matter

  bool HasSource(const Record& claim, const Digest& source) const;
};

// A step between two that are run by the same is none. O(steps + citations reached), and the log of the matters.
RelianceCircles CirclesOfReliance(SourceResolver& sources, std::span<const Lineage> lineages);

}  // namespace tallystick
