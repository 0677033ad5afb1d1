#include "core/provenance/reliance.h"

#include <algorithm>
#include <utility>

#include "core/provenance/circles.h"
#include "core/provenance/matter.h"

namespace tallystick {
namespace {

// Ids numbered as they come, and who leads to whom.
struct NumberedGraph {
  DigestTable<int> numbers;
  std::vector<Digest> ids;
  std::vector<std::vector<int>> next;

  int NumberOf(const Digest& id) {
    const auto [it, added] = numbers.insert({id, static_cast<int>(ids.size())});
    if (added) {
      ids.push_back(id);
      next.emplace_back();
    }
    return it->second;
  }
};

DigestSet CirclesOfCitations(SourceResolver& sources, std::span<const Lineage> lineages) {
  NumberedGraph graph;
  for (const Lineage& lineage : lineages) {
    if (lineage.capture) graph.NumberOf(*lineage.capture);
  }
  for (size_t at = 0; at < graph.ids.size(); ++at) {  // grows by what is cited
    for (const LinkEnd& cited : sources.LinksFrom(graph.ids[at], v1::Link::cites)) {
      const int number = graph.NumberOf(cited.other);
      graph.next[at].push_back(number);
    }
  }
  DigestSet found;
  for (const std::vector<int>& circle : FindCircles(graph.next)) {
    for (const int n : circle) found.insert(graph.ids[n]);
  }
  return found;
}

// The steps of all claims' chains, one source on another that is run by somebody else.
class Steps {
 public:
  struct Step {
    int claim, from, to;
  };

  explicit Steps(SourceResolver& sources) : sources_(sources) {}

  void Add(int claim, const std::vector<LineageStep>& chain) {
    if (chain.size() < 2) return;
    NumbersOf(chain[0], &relying_);
    for (size_t i = 1; i < chain.size(); ++i) {
      NumbersOf(chain[i], &on_);
      for (const int from : relying_) {
        for (const int to : on_) AddStep({claim, from, to});
      }
      relying_.swap(on_);
    }
  }

  // The steps that lie in a circle once the claims of all matters are put together: no others can be in one.
  std::vector<Step> OnCircles() const {
    std::vector<int> circle_of(graph_.ids.size(), -1);
    int count = 0;
    for (const std::vector<int>& circle : FindCircles(graph_.next)) {
      for (const int n : circle) circle_of[n] = count;
      ++count;
    }
    std::vector<Step> found;
    for (const Step& step : steps_) {
      if (circle_of[step.from] >= 0 && circle_of[step.from] == circle_of[step.to]) found.push_back(step);
    }
    return found;
  }

  // The sources in a circle of these steps alone.
  std::vector<int> OnCirclesOf(const std::vector<Step>& steps) {
    local_.resize(graph_.ids.size(), -1);
    std::vector<int> numbers;
    std::vector<std::vector<int>> next;
    const auto local = [&](int number) {
      int& found = local_[number];
      if (found < 0) {
        found = static_cast<int>(numbers.size());
        numbers.push_back(number);
        next.emplace_back();
      }
      return found;
    };
    for (const Step& step : steps) {
      const int from = local(step.from), to = local(step.to);
      if (next[from].empty() || next[from].back() != to) next[from].push_back(to);
    }
    for (const int number : numbers) local_[number] = -1;
    std::vector<int> found;
    for (const std::vector<int>& circle : FindCircles(next)) {
      for (const int n : circle) found.push_back(numbers[n]);
    }
    return found;
  }

  const Digest& IdOf(int number) const { return graph_.ids[number]; }

 private:
  void NumbersOf(const LineageStep& step, std::vector<int>* numbers) {
    numbers->clear();
    for (const Digest& source : step.sources) numbers->push_back(graph_.NumberOf(source));
  }

  void AddStep(const Step& step) {
    std::vector<int>& next = graph_.next[step.from];
    // Many claims take the same steps one after the other.
    const bool again = !next.empty() && next.back() == step.to;
    if (!again) {
      if (step.from == step.to || SourceResolver::ShareControl(ControlOf(step.from), ControlOf(step.to))) return;
      next.push_back(step.to);
    }
    steps_.push_back(step);
  }

  const Control& ControlOf(int number) {
    controls_.resize(graph_.ids.size());
    if (controls_[number] == nullptr) controls_[number] = &sources_.ControlOf(graph_.ids[number]);
    return *controls_[number];
  }

  SourceResolver& sources_;
  NumberedGraph graph_;
  std::vector<const Control*> controls_;
  std::vector<Step> steps_;
  std::vector<int> relying_, on_;  // one step of a chain and the next
  std::vector<int> local_;         // by number: -1, but within OnCirclesOf
};

}  // namespace

bool RelianceCircles::HasSource(const Record& claim, const Digest& source) const {
  if (suspects.count(source) == 0) return false;
  const auto it = sources.find(MatterOf(claim));
  return it != sources.end() && it->second.count(source) != 0;
}

RelianceCircles CirclesOfReliance(SourceResolver& sources, std::span<const Lineage> lineages) {
  RelianceCircles circles;
  circles.captures = CirclesOfCitations(sources, lineages);
  Steps steps(sources);
  for (size_t i = 0; i < lineages.size(); ++i) steps.Add(static_cast<int>(i), lineages[i].steps);
  absl::flat_hash_map<std::string, std::vector<Steps::Step>> matters;
  std::vector<Steps::Step>* matter = nullptr;
  int claim = -1;
  for (const Steps::Step& step : steps.OnCircles()) {
    if (step.claim != claim) matter = &matters[MatterOf(*lineages[step.claim].claim)];
    claim = step.claim;
    matter->push_back(step);
  }
  for (const auto& [key, taken] : matters) {
    for (const int n : steps.OnCirclesOf(taken)) {
      circles.sources[key].insert(steps.IdOf(n));
      circles.suspects.insert(steps.IdOf(n));
    }
  }
  return circles;
}

}  // namespace tallystick
