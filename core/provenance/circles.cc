#include "core/provenance/circles.h"

#include <algorithm>

namespace tallystick {
namespace {

// Tarjan's algorithm: strongly connected components by one depth-first search. Keeps its own stack: chains are long.
class Search {
 public:
  explicit Search(const std::vector<std::vector<int>>& next)
      : next_(next), reached_(next.size(), 0), low_(next.size(), 0), open_(next.size(), false) {}

  std::vector<std::vector<int>> Run() {
    for (int n = 0; n < static_cast<int>(next_.size()); ++n) {
      if (reached_[n] == 0) From(n);
    }
    return std::move(found_);
  }

 private:
  void From(int start) {
    Enter(start);
    while (!path_.empty()) {
      auto& [at, tried] = path_.back();
      if (tried < next_[at].size()) {
        const int to = next_[at][tried++];
        if (reached_[to] == 0) {
          Enter(to);
        } else if (open_[to]) {
          low_[at] = std::min(low_[at], reached_[to]);
        }
        continue;
      }
      const int left = at;
      path_.pop_back();
      if (!path_.empty()) low_[path_.back().first] = std::min(low_[path_.back().first], low_[left]);
      if (low_[left] == reached_[left]) Close(left);
    }
  }

  void Enter(int n) {
    reached_[n] = low_[n] = ++count_;
    open_[n] = true;
    component_.push_back(n);
    path_.push_back({n, 0});
  }

  void Close(int first) {
    std::vector<int> circle;
    for (int n = -1; n != first;) {
      n = component_.back();
      component_.pop_back();
      open_[n] = false;
      circle.push_back(n);
    }
    if (circle.size() > 1) found_.push_back(std::move(circle));
  }

  const std::vector<std::vector<int>>& next_;
  std::vector<int> reached_, low_;  // when a node was reached, and the earliest that it leads back to
  std::vector<bool> open_;
  std::vector<std::vector<int>> found_;
  std::vector<std::pair<int, size_t>> path_;
  std::vector<int> component_;
  int count_ = 0;
};

}  // namespace

std::vector<std::vector<int>> FindCircles(const std::vector<std::vector<int>>& next) { return Search(next).Run(); }

std::vector<std::set<Digest>> FindCircles(const CitationGraph& graph) {
  std::map<Digest, int> number;
  std::vector<Digest> ids;
  const auto number_of = [&](const Digest& id) {
    const auto [it, added] = number.insert({id, static_cast<int>(ids.size())});
    if (added) ids.push_back(id);
    return it->second;
  };
  std::vector<std::vector<int>> next;
  for (const auto& [from, to] : graph) {
    const int at = number_of(from);
    std::vector<int> reached;
    for (const Digest& id : to) reached.push_back(number_of(id));
    next.resize(ids.size());
    next[at] = std::move(reached);
  }
  next.resize(ids.size());
  std::vector<std::set<Digest>> found;
  for (const std::vector<int>& circle : FindCircles(next)) {
    std::set<Digest>& nodes = found.emplace_back();
    for (const int n : circle) nodes.insert(ids[n]);
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return *a.begin() < *b.begin(); });
  return found;
}

}  // namespace tallystick
