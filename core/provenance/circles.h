// Who cites whom in a circle. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/base/digest.h"

namespace tallystick {

using CitationGraph = std::map<Digest, std::set<Digest>>;

// The largest sets of two or more nodes that all reach each other, by their smallest node. O(nodes + edges), up to the
// logarithm of the look-ups.
std::vector<std::set<Digest>> FindCircles(const CitationGraph& graph);

// The nodes that lie on a circle of two or more. The same cost.
std::set<Digest> NodesOnCircles(const CitationGraph& graph);

}  // namespace tallystick
