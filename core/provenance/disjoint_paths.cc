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
      : vertices_(static_cast<int>(graph.next.size())), unit_(vertices_ + 1), wide_((unit_ + 1) * unit_) {
    size_t wide = graph.starts.size() + graph.ends.size() + graph.next.size();
    for (const std::vector<int>& next : graph.next) wide += next.size();
    arcs_.reserve(2 * wide);
    for (int v = 0; v < vertices_; ++v) AddArc(2 * v, 2 * v + 1, graph.avoid[v] ? unit_ + 1 : unit_);
    for (int v = 0; v < vertices_; ++v) {
      for (const int to : graph.next[v]) AddArc(2 * v + 1, 2 * to, wide_);
    }
    for (const int v : graph.starts) AddArc(source(), 2 * v, wide_);
    for (const int v : graph.ends) AddArc(2 * v + 1, sink(), wide_);
    SortArcs();
  }

  void Fill() {
    for (;;) {
      level_ = Distances(source(), /*forward=*/true);
      if (level_[sink()] < 0) return;
      cursor_.assign(first_.begin(), first_.end() - 1);
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
    arcs_.push_back({to, room});
    arcs_.push_back({from, 0});
  }

  // The arcs that leave each node side by side: those of node n are by_node_[first_[n]] up to first_[n + 1].
  void SortArcs() {
    first_.assign(2 * vertices_ + 3, 0);
    for (size_t arc = 0; arc < arcs_.size(); ++arc) ++first_[arcs_[arc ^ 1].to + 1];
    for (size_t n = 1; n < first_.size(); ++n) first_[n] += first_[n - 1];
    by_node_.resize(arcs_.size());
    std::vector<int> next(first_.begin(), first_.end() - 1);
    for (size_t arc = 0; arc < arcs_.size(); ++arc) by_node_[next[arcs_[arc ^ 1].to]++] = static_cast<int>(arc);
  }

  // In arcs with room, from `start`, or backwards to it; -1: no way.
  std::vector<int> Distances(int start, bool forward) const {
    std::vector<int> distance(2 * vertices_ + 2, -1), open = {start};
    open.reserve(distance.size());
    distance[start] = 0;
    for (size_t i = 0; i < open.size(); ++i) {
      for (int at = first_[open[i]]; at < first_[open[i] + 1]; ++at) {
        const int arc = by_node_[at];
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
      int& cursor = cursor_[at];
      if (cursor == first_[at + 1]) {
        if (path.empty()) return false;
        at = arcs_[path.back() ^ 1].to;
        path.pop_back();
        ++cursor_[at];
        continue;
      }
      const int arc = by_node_[cursor];
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
  std::vector<int> by_node_, first_;
  std::vector<int> level_, cursor_;
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
