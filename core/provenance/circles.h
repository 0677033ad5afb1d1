// Who cites whom in a circle. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/base/digest.h"

namespace tallystick {

using CitationGraph = std::map<Digest, std::set<Digest>>;

// The nodes that lie on a circle of two or more. O(nodes + edges), up to the logarithm of the look-ups.
std::set<Digest> NodesOnCircles(const CitationGraph& graph);

// The same for nodes numbered from 0: `next[n]` are those that n leads to. O(nodes + edges).
std::vector<bool> OnCircles(const std::vector<std::vector<int>>& next);

}  // namespace tallystick
