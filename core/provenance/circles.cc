#include "core/provenance/circles.h"

#include <algorithm>
#include <vector>

namespace tallystick {
namespace {

// Depth-first search that remembers what it has seen.
class Search {
 public:
  explicit Search(const CitationGraph& graph) : graph_(graph) {}

  // Appends what is newly reached from `start`, a node after all that is below it. Keeps its own stack: chains are
  // long.
  void From(const Digest& start, std::vector<Digest>* left) {
    if (!seen_.insert(start).second) return;
    std::vector<std::pair<Digest, std::vector<Digest>>> stack = {{start, NextOf(start)}};
    while (!stack.empty()) {
      std::vector<Digest>& rest = stack.back().second;
      if (rest.empty()) {
        left->push_back(stack.back().first);
        stack.pop_back();
        continue;
      }
      const Digest next = rest.back();
      rest.pop_back();
      if (seen_.insert(next).second) stack.push_back({next, NextOf(next)});
    }
  }

 private:
  std::vector<Digest> NextOf(const Digest& id) const {
    const auto it = graph_.find(id);
    return it == graph_.end() ? std::vector<Digest>() : std::vector<Digest>(it->second.begin(), it->second.end());
  }

  const CitationGraph& graph_;
  std::set<Digest> seen_;
};

}  // namespace

// Kosaraju's algorithm: strongly connected components by two depth-first searches.
std::vector<std::set<Digest>> FindCircles(const CitationGraph& graph) {
  CitationGraph reversed;
  for (const auto& [from, next] : graph) {
    for (const Digest& to : next) reversed[to].insert(from);
  }
  std::vector<Digest> order;
  Search forward(graph);
  for (const auto& [from, next] : graph) forward.From(from, &order);
  std::vector<std::set<Digest>> found;
  Search backward(reversed);
  for (auto it = order.rbegin(); it != order.rend(); ++it) {
    std::vector<Digest> component;
    backward.From(*it, &component);
    if (component.size() > 1) found.push_back({component.begin(), component.end()});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return *a.begin() < *b.begin(); });
  return found;
}

std::set<Digest> NodesOnCircles(const CitationGraph& graph) {
  std::set<Digest> nodes;
  for (std::set<Digest>& circle : FindCircles(graph)) nodes.merge(circle);
  return nodes;
}

}  // namespace tallystick
