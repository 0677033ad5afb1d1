#include "core/linear/negative_cycle.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

namespace tallystick {
namespace {

// Looks at a difference for the sake of fewer of them, in one search: some tenths of a second.
constexpr int64_t kShortening = 2'000'000;

class Finder {
 public:
  Finder(const DifferenceSystem& system, const std::vector<int>& edges, int64_t* steps)
      : system_(system), out_(system.points), steps_(*steps) {
    for (int e : edges) out_[system.differences[e].from].push_back(e);
  }

  CycleSearch Run() {
    CycleSearch search;
    search.decided = Relax();
    if (!search.decided) return search;
    if (cycle_.empty()) {
      search.values = std::move(values_);
      return search;
    }
    Shorten();
    search.cycle = Simple(cycle_);
    return search;
  }

 private:
  struct Reached {
    int64_t sum;
    int edge;  // the last of the walk
  };
  using Layer = std::map<int, Reached>;  // by point

  const Difference& Edge(int e) const { return system_.differences[e]; }

  // Bellman and Ford with a queue, from a source that is 0 away from every point. Sets cycle_, or values_.
  bool Relax() {
    values_.assign(system_.points, 0);
    by_.assign(system_.points, -1);
    std::deque<int> queue;
    std::vector<bool> queued(system_.points, true);
    for (int p = 0; p < system_.points; ++p) queue.push_back(p);
    int since = 0;
    while (!queue.empty()) {
      const int point = queue.front();
      queue.pop_front();
      queued[point] = false;
      for (int e : out_[point]) {
        if (--steps_ < 0) return false;
        const int64_t through = values_[point] + Edge(e).most;
        if (through >= values_[Edge(e).to]) continue;
        values_[Edge(e).to] = through;
        by_[Edge(e).to] = e;
        if (!queued[Edge(e).to]) queue.push_back(Edge(e).to);
        queued[Edge(e).to] = true;
        // The walk back over by_ closes once a negative cycle has been gone round; looked for now and then.
        if (++since < system_.points) continue;
        since = 0;
        if (FindInParents()) return true;
      }
    }
    return true;
  }

  bool FindInParents() {
    std::vector<int> visit(system_.points, -1);
    for (int start = 0; start < system_.points; ++start) {
      int point = start;
      while (visit[point] < 0) {
        visit[point] = start;
        if (by_[point] < 0) break;
        point = Edge(by_[point]).from;
      }
      if (visit[point] != start || by_[point] < 0) continue;
      const int first = point;
      do {
        cycle_.push_back(by_[point]);
        point = Edge(by_[point]).from;
      } while (point != first);
      std::reverse(cycle_.begin(), cycle_.end());
      return true;
    }
    return false;
  }

  // Tries every point as the first one of a cycle among itself and later ones, the busiest first: the point that stands
  // for a fixed date is tied to most others, and is out of the way then.
  void Shorten() {
    std::vector<int> degree(system_.points, 0), order(system_.points);
    for (const std::vector<int>& edges : out_) {
      for (int e : edges) ++degree[Edge(e).from], ++degree[Edge(e).to];
    }
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return degree[a] > degree[b]; });
    rank_.resize(system_.points);
    for (int i = 0; i < system_.points; ++i) rank_[order[i]] = i;
    int64_t left = std::min(steps_, kShortening);
    for (int start : order) {
      if (cycle_.size() < 2 || !ShortenFrom(start, &left)) break;
    }
  }

  // Layer k: the least walks of k differences from `start`, among points not before it. The first closed negative one
  // with fewer differences than cycle_ replaces it. False when out of steps.
  bool ShortenFrom(int start, int64_t* left) {
    std::vector<Layer> layers = {{{start, {0, -1}}}};
    while (layers.size() < cycle_.size()) {
      Layer next;
      for (const auto& [point, reached] : layers.back()) {
        for (int e : out_[point]) {
          if (--steps_, --*left < 0) return false;
          if (rank_[Edge(e).to] < rank_[start]) continue;
          const int64_t sum = reached.sum + Edge(e).most;
          const auto [at, fresh] = next.try_emplace(Edge(e).to, Reached{sum, e});
          if (!fresh && sum < at->second.sum) at->second = {sum, e};
        }
      }
      if (next.empty()) return true;
      layers.push_back(std::move(next));
      const auto closed = layers.back().find(start);
      if (closed == layers.back().end() || closed->second.sum >= 0) continue;
      cycle_.clear();
      int point = start;
      for (size_t k = layers.size() - 1; k > 0; --k) {
        cycle_.push_back(layers[k].at(point).edge);
        point = Edge(cycle_.back()).from;
      }
      std::reverse(cycle_.begin(), cycle_.end());
      return true;
    }
    return true;
  }

  // A closed walk whose sum is negative falls into simple cycles, one of which has a negative sum.
  std::vector<int> Simple(const std::vector<int>& walk) const {
    std::vector<int> path;
    std::map<int, size_t> at;  // by point: the length of the path when it left there
    for (int e : walk) {
      at[Edge(e).from] = path.size();
      path.push_back(e);
      const auto seen = at.find(Edge(e).to);
      if (seen == at.end()) continue;
      const std::vector<int> loop(path.begin() + seen->second, path.end());
      int64_t sum = 0;
      for (int l : loop) sum += Edge(l).most;
      if (sum < 0) return loop;
      path.resize(seen->second);
      for (int l : loop) at.erase(Edge(l).from);
    }
    return path;
  }

  const DifferenceSystem& system_;
  std::vector<std::vector<int>> out_;  // by point: differences from it
  int64_t& steps_;
  std::vector<int64_t> values_;
  std::vector<int> by_;    // by point: the difference that its value comes from
  std::vector<int> rank_;  // by point
  std::vector<int> cycle_;
};

}  // namespace

CycleSearch FindNegativeCycle(const DifferenceSystem& system, const std::vector<int>& edges, int64_t* steps) {
  return Finder(system, edges, steps).Run();
}

}  // namespace tallystick
