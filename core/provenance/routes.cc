#include "core/provenance/routes.h"

#include <algorithm>
#include <utility>

#include "core/base/digest_table.h"

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
    PathGraph graph;
    graph.next.resize(preferred_.size());
    for (const bool preferred : preferred_) graph.avoid.push_back(!preferred);
    for (const auto& [from, to] : arcs_) graph.next[from].push_back(to);
    for (std::vector<int>& next : graph.next) SortOnce(&next);
    for (std::vector<int>* ends : {&starts_, &ends_}) SortOnce(ends);
    graph.starts = std::move(starts_);
    graph.ends = std::move(ends_);
    // Neither the number of paths nor the cut nearest to the ends depends on how vertices are numbered.
    const DisjointPaths paths = FindDisjointPaths(graph);
    Routes routes;
    routes.count = paths.count;
    for (const int v : paths.cut) routes.cut.push_back(ids_[v]);
    std::sort(routes.cut.begin(), routes.cut.end());
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
    if (added) {
      preferred_.push_back(false);
      ids_.push_back(id);
    }
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
    led_.resize(preferred_.size());
    if (led_[vertex]) return;
    led_[vertex] = true;
    at_ = {vertex};
    for (const Digest& root : sources_.ControlOf(speaker).roots) LeadTo(root, false);
    ends_.push_back(at_[0]);
  }

  SourceResolver& sources_;
  DigestTable<int> vertices_;
  std::vector<Digest> ids_;
  std::vector<std::pair<int, int>> arcs_;
  std::vector<bool> preferred_;
  std::vector<int> starts_, ends_, at_, reached_;
  std::vector<bool> led_;
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
