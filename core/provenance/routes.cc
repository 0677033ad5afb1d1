#include "core/provenance/routes.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace tallystick {
namespace {

class RouteGraph {
 public:
  explicit RouteGraph(SourceResolver& sources) : sources_(sources) {}

  void Add(const Route& route) {
    if (!route.lineage.capture) return;
    at_ = {Vertex(*route.lineage.capture, true)};
    starts_.push_back(at_[0]);
    LeadTo(*route.lineage.document, true);
    if (!route.lineage.known()) return;
    if (route.statement) LeadTo(*route.statement, false);
    for (const LineageStep& step : route.lineage.steps) {
      reached_.clear();
      for (const Digest& id : step.sources) reached_.push_back(Vertex(id, true));
      Lead();
    }
    for (const Digest& speaker : route.speakers) LeadToControllers(speaker);
  }

  Routes Solve() {
    std::vector<std::pair<Digest, int>> order;  // by id, so that the order of the claims makes no difference
    order.reserve(vertices_.size());
    for (const auto& [id, vertex] : vertices_) order.push_back({id, vertex});
    std::sort(order.begin(), order.end());
    PathGraph graph;
    graph.next.resize(order.size());
    std::vector<int> number(order.size());
    for (size_t n = 0; n < order.size(); ++n) {
      number[order[n].second] = static_cast<int>(n);
      graph.avoid.push_back(!preferred_[order[n].second]);
    }
    SortOnce(&arcs_);
    for (const auto& [from, to] : arcs_) graph.next[number[from]].push_back(number[to]);
    for (std::vector<int>* ends : {&starts_, &ends_}) SortOnce(ends);
    for (const int v : starts_) graph.starts.push_back(number[v]);
    for (const int v : ends_) graph.ends.push_back(number[v]);
    const DisjointPaths paths = FindDisjointPaths(graph);
    Routes routes;
    routes.count = paths.count;
    for (const int v : paths.cut) routes.cut.push_back(order[v].first);
    return routes;
  }

 private:
  template <typename T>
  static void SortOnce(std::vector<T>* items) {
    std::sort(items->begin(), items->end());
    items->erase(std::unique(items->begin(), items->end()), items->end());
  }

  int Vertex(const Digest& id, bool preferred) {
    const auto [it, added] = vertices_.insert({id, static_cast<int>(preferred_.size())});
    if (added) preferred_.push_back(false);
    preferred_[it->second] = preferred_[it->second] || preferred;
    return it->second;
  }

  // From where the way is to those reached, who are where it is then.
  void Lead() {
    for (const int from : at_) {
      for (const int to : reached_) {
        if (from != to) arcs_.push_back({from, to});
      }
    }
    at_.swap(reached_);
  }
  void LeadTo(const Digest& id, bool preferred) {
    reached_ = {Vertex(id, preferred)};
    Lead();
  }

  // Once for each speaker: many claims may end at him.
  void LeadToControllers(const Digest& speaker) {
    const int vertex = Vertex(speaker, true);
    if (!led_.insert(vertex).second) return;
    at_ = {vertex};
    for (const Digest& root : sources_.ControlOf(speaker).roots) LeadTo(root, false);
    ends_.push_back(at_[0]);
  }

  SourceResolver& sources_;
  std::unordered_map<Digest, int> vertices_;
  std::vector<std::pair<int, int>> arcs_;
  std::vector<bool> preferred_;
  std::vector<int> starts_, ends_, at_, reached_;
  std::unordered_set<int> led_;
};

// Whether each way from the claim to its first speaker and whoever runs him passes `id`.
bool Meets(SourceResolver& sources, const Route& route, const Digest& id) {
  if (route.lineage.capture == id || route.lineage.document == id || route.statement == id) return true;
  for (const LineageStep& step : route.lineage.steps) {
    if (step.sources.size() == 1 && step.sources[0] == id) return true;
  }
  return !route.speakers.empty() &&
         std::all_of(route.speakers.begin(), route.speakers.end(), [&](const Digest& speaker) {
           const std::vector<Digest>& roots = sources.ControlOf(speaker).roots;
           return speaker == id || std::binary_search(roots.begin(), roots.end(), id);
         });
}

}  // namespace

Routes FindRoutes(SourceResolver& sources, const std::vector<Route>& routes) {
  RouteGraph graph(sources);
  for (const Route& route : routes) graph.Add(route);
  Routes found = graph.Solve();
  if (found.cut.size() != 1) return found;
  for (const Route& route : routes) found.meets_cut.push_back(Meets(sources, route, found.cut[0]));
  return found;
}

}  // namespace tallystick
