// Who cites whom in a circle. Thread-safe.
#pragma once

#include <map>
#include <set>

#include "core/base/digest.h"

namespace tallystick {

using CitationGraph = std::map<Digest, std::set<Digest>>;

// The nodes that lie on a circle of two or more. O(nodes + edges), up to the logarithm of the look-ups.
std::set<Digest> NodesOnCircles(const CitationGraph& graph);

}  // namespace tallystick
