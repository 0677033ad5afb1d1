// Who relies on whom: each step of an attribution on the next, a capture on those that it cites. Thread-safe but for
// the resolver.
#pragma once

#include <span>

#include "core/provenance/digest_table.h"
#include "core/provenance/lineage.h"

namespace tallystick {

// The captures and the classes of sources that rest on each other in a circle. A step between two that are run by the
// same is none. O(steps + citations reached).
DigestSet CirclesOfReliance(const RecordSet& records, SourceResolver& sources, std::span<const Lineage> lineages);

}  // namespace tallystick
