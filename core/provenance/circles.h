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

// The same for nodes numbered from 0: `next[n]` are those that n leads to. In no order. O(nodes + edges).
std::vector<std::vector<int>> FindCircles(const std::vector<std::vector<int>>& next);

}  // namespace tallystick
