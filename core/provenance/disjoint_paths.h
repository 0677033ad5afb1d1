// Paths that share no vertex, and the fewest vertices that meet them all (Menger's theorem). Thread-safe.
#pragma once

#include <vector>

namespace tallystick {

// Vertices are numbered from 0. A path goes from a start to an end, which may be the same vertex.
struct PathGraph {
  std::vector<std::vector<int>> next;  // the vertices each one leads to
  std::vector<bool> avoid;             // of two cuts of one size, the one with fewer of these is taken
  std::vector<int> starts, ends;

  int AddVertex() {
    next.emplace_back();
    avoid.push_back(false);
    return static_cast<int>(next.size()) - 1;
  }
};

struct DisjointPaths {
  int count = 0;  // the most paths of which no two share a vertex
  std::vector<int>
      cut;  // `count` vertices, ascending, that every path meets; of several such sets, nearest to the ends
};

// Maximum flow by Dinic's algorithm with capacities on the vertices.
DisjointPaths FindDisjointPaths(const PathGraph& graph);

}  // namespace tallystick
