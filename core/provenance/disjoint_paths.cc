#include "core/provenance/disjoint_paths.h"

#include <algorithm>
#include <cstdint>

namespace tallystick {
namespace {

// Each vertex v is an arc from node 2v to node 2v + 1; all other arcs are wide, so that only vertices can fill. A
// vertex holds n + 1, one to avoid n + 2: a smallest cut then has the fewest vertices first, and of those the fewest to
// avoid.
class Flow {
 public:
  explicit Flow(const PathGraph& graph)
      : vertices_(static_cast<int>(graph.next.size())),
        unit_(vertices_ + 1),
        wide_((unit_ + 1) * unit_),
        arcs_at_(2 * vertices_ + 2) {
    for (int v = 0; v < vertices_; ++v) AddArc(2 * v, 2 * v + 1, graph.avoid[v] ? unit_ + 1 : unit_);
    for (int v = 0; v < vertices_; ++v) {
      for (const int to : graph.next[v]) AddArc(2 * v + 1, 2 * to, wide_);
    }
    for (const int v : graph.starts) AddArc(source(), 2 * v, wide_);
    for (const int v : graph.ends) AddArc(2 * v + 1, sink(), wide_);
  }

  void Fill() {
    for (;;) {
      level_ = Distances(source(), /*forward=*/true);
      if (level_[sink()] < 0) return;
      cursor_.assign(arcs_at_.size(), 0);
      while (PushAlongOnePath()) {
      }
    }
  }

  std::vector<int> CutNearestToEnds() const {
    const std::vector<int> distance = Distances(sink(), /*forward=*/false);
    std::vector<int> cut;
    for (int v = 0; v < vertices_; ++v) {
      if (distance[2 * v] < 0 && distance[2 * v + 1] >= 0) cut.push_back(v);
    }
    return cut;
  }

 private:
  struct Arc {
    int to;
    int64_t room;
  };

  int source() const { return 2 * vertices_; }
  int sink() const { return 2 * vertices_ + 1; }

  // An arc and its reverse are neighbours: index ^ 1.
  void AddArc(int from, int to, int64_t room) {
    arcs_at_[from].push_back(static_cast<int>(arcs_.size()));
    arcs_.push_back({to, room});
    arcs_at_[to].push_back(static_cast<int>(arcs_.size()));
    arcs_.push_back({from, 0});
  }

  // In arcs with room, from `start`, or backwards to it; -1: no way.
  std::vector<int> Distances(int start, bool forward) const {
    std::vector<int> distance(arcs_at_.size(), -1), open = {start};
    distance[start] = 0;
    for (size_t i = 0; i < open.size(); ++i) {
      for (const int arc : arcs_at_[open[i]]) {
        const int to = arcs_[arc].to;
        if (distance[to] >= 0 || arcs_[forward ? arc : arc ^ 1].room == 0) continue;
        distance[to] = distance[open[i]] + 1;
        open.push_back(to);
      }
    }
    return distance;
  }

  // Follows levels upwards, and never tries again what led nowhere.
  bool PushAlongOnePath() {
    std::vector<int> path;
    int at = source();
    while (at != sink()) {
      size_t& cursor = cursor_[at];
      if (cursor == arcs_at_[at].size()) {
        if (path.empty()) return false;
        at = arcs_[path.back() ^ 1].to;
        path.pop_back();
        ++cursor_[at];
        continue;
      }
      const int arc = arcs_at_[at][cursor];
      if (arcs_[arc].room > 0 && level_[arcs_[arc].to] == level_[at] + 1) {
        path.push_back(arc);
        at = arcs_[arc].to;
      } else {
        ++cursor;
      }
    }
    int64_t room = wide_;
    for (const int arc : path) room = std::min(room, arcs_[arc].room);
    for (const int arc : path) {
      arcs_[arc].room -= room;
      arcs_[arc ^ 1].room += room;
    }
    return true;
  }

  const int vertices_;
  const int64_t unit_, wide_;
  std::vector<Arc> arcs_;
  std::vector<std::vector<int>> arcs_at_;
  std::vector<int> level_;
  std::vector<size_t> cursor_;
};

}  // namespace

DisjointPaths FindDisjointPaths(const PathGraph& graph) {
  Flow flow(graph);
  flow.Fill();
  DisjointPaths found;
  found.cut = flow.CutNearestToEnds();
  found.count = static_cast<int>(found.cut.size());
  return found;
}

}  // namespace tallystick
