#include "core/provenance/routes.h"

#include <algorithm>
#include <map>
#include <set>

namespace tallystick {
namespace {

class RouteGraph {
 public:
  explicit RouteGraph(SourceResolver& sources) : sources_(sources) {}

  void Add(const Route& route) {
    if (!route.lineage.capture) return;
    std::vector<int> at = {Vertex(*route.lineage.capture, true)};
    starts_.insert(at[0]);
    at = Lead(at, {*route.lineage.document}, true);
    if (!route.lineage.known()) return;
    if (route.statement) at = Lead(at, {*route.statement}, false);
    for (const LineageStep& step : route.lineage.steps) at = Lead(at, step.sources, true);
    for (const Digest& speaker : route.speakers) {
      std::vector<int> end = {Vertex(speaker, true)};
      for (const Digest& root : sources_.ControlOf(speaker).roots) end = Lead(end, {root}, false);
      ends_.insert(end[0]);
    }
  }

  Routes Solve() {
    PathGraph graph;
    std::vector<Digest> ids(vertices_.size());
    std::vector<int> number(vertices_.size());  // by id, so that the order of the claims makes no difference
    for (const auto& [id, vertex] : vertices_) {
      number[vertex] = graph.AddVertex();
      graph.avoid[number[vertex]] = !preferred_[vertex];
      ids[number[vertex]] = id;
    }
    for (size_t v = 0; v < next_.size(); ++v) {
      for (const int to : next_[v]) graph.next[number[v]].push_back(number[to]);
    }
    for (const int v : starts_) graph.starts.push_back(number[v]);
    for (const int v : ends_) graph.ends.push_back(number[v]);
    const DisjointPaths paths = FindDisjointPaths(graph);
    Routes routes;
    routes.count = paths.count;
    for (const int v : paths.cut) routes.cut.push_back(ids[v]);
    return routes;
  }

 private:
  int Vertex(const Digest& id, bool preferred) {
    const auto [it, added] = vertices_.insert({id, static_cast<int>(next_.size())});
    if (added) {
      next_.emplace_back();
      preferred_.push_back(false);
    }
    preferred_[it->second] = preferred_[it->second] || preferred;
    return it->second;
  }

  std::vector<int> Lead(const std::vector<int>& from, const std::vector<Digest>& to, bool preferred) {
    std::vector<int> reached;
    for (const Digest& id : to) reached.push_back(Vertex(id, preferred));
    for (const int v : from) {
      for (const int next : reached) {
        if (next != v) next_[v].insert(next);
      }
    }
    return reached;
  }

  SourceResolver& sources_;
  std::map<Digest, int> vertices_;
  std::vector<std::set<int>> next_;
  std::vector<bool> preferred_;
  std::set<int> starts_, ends_;
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
