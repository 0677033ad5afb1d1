#include "core/provenance/reliance.h"

#include <algorithm>

#include "core/provenance/circles.h"
#include "core/provenance/matter.h"

namespace tallystick {
namespace {

class Reliance {
 public:
  Reliance(const RecordSet& records, SourceResolver& sources) : records_(records), sources_(sources) {}

  void AddCapture(const Lineage& lineage) {
    if (lineage.capture) AddCapture(*lineage.capture);
  }

  void AddSteps(const Lineage& lineage) {
    const std::vector<LineageStep>& steps = lineage.steps;
    if (steps.size() < 2) return;
    NumbersOf(steps[0], &relying_);
    for (size_t i = 1; i < steps.size(); ++i) {
      NumbersOf(steps[i], &on_);
      AddStep();
      relying_.swap(on_);
    }
  }

  DigestSet Circles() {
    while (!captures_.empty()) {
      const Digest capture = captures_.back();
      captures_.pop_back();
      AddCitations(capture);
    }
    DigestSet circles;
    for (const std::vector<int>& circle : FindCircles(next_)) {
      for (const int n : circle) circles.insert(ids_[n]);
    }
    return circles;
  }

 private:
  int NumberOf(const Digest& id) {
    const auto [it, added] = numbers_.insert({id, static_cast<int>(ids_.size())});
    if (added) {
      ids_.push_back(id);
      next_.emplace_back();
    }
    return it->second;
  }

  void NumbersOf(const LineageStep& step, std::vector<int>* numbers) {
    numbers->clear();
    for (const Digest& source : step.sources) numbers->push_back(NumberOf(source));
  }

  void AddStep() {
    for (const int a : relying_) {
      for (const int b : on_) {
        // Many claims take the same steps one after the other.
        if (!next_[a].empty() && next_[a].back() == b) continue;
        if (a != b && !SourceResolver::ShareControl(ControlOf(a), ControlOf(b))) next_[a].push_back(b);
      }
    }
  }

  const Control& ControlOf(int number) {
    controls_.resize(ids_.size());
    if (controls_[number] == nullptr) controls_[number] = &sources_.ControlOf(ids_[number]);
    return *controls_[number];
  }

  int AddCapture(const Digest& capture) {
    const size_t before = ids_.size();
    const int number = NumberOf(capture);
    if (ids_.size() > before) captures_.push_back(capture);
    return number;
  }

  void AddCitations(const Digest& capture) {
    const int at = NumberOf(capture);
    for (const Record* link : records_.LinksFrom(capture, v1::Link::cites)) {
      for (const std::string& hex : link->Get(v1::Slot::kLink).link().to()) {
        const auto to = Digest::FromHex(hex);
        if (!to.ok()) continue;
        const int cited = AddCapture(sources_.ClassOf(*to));
        if (cited != at) next_[at].push_back(cited);
      }
    }
  }

  const RecordSet& records_;
  SourceResolver& sources_;
  DigestTable<int> numbers_;
  std::vector<Digest> ids_, captures_;
  std::vector<const Control*> controls_;
  std::vector<int> relying_, on_;  // one step and the next
  std::vector<std::vector<int>> next_;
};

// Whether the claim's chain takes a step from one member of the circles to another one.
bool StepsWithin(const DigestSet& circles, const Lineage& lineage) {
  int before = 0;
  for (const LineageStep& step : lineage.steps) {
    const bool inside = std::any_of(step.sources.begin(), step.sources.end(),
                                    [&](const Digest& source) { return circles.count(source) != 0; });
    if (inside && before > 0) return true;
    before = inside ? before + 1 : 0;
  }
  return false;
}

}  // namespace

bool RelianceCircles::HasSource(const Record& claim, const Digest& source) const {
  if (sources.empty()) return false;
  const auto it = sources.find(MatterOf(claim));
  return it != sources.end() && it->second.count(source) != 0;
}

RelianceCircles CirclesOfReliance(const RecordSet& records, SourceResolver& sources,
                                  std::span<const Lineage> lineages) {
  RelianceCircles circles;
  Reliance by_citation(records, sources), by_step(records, sources);
  for (const Lineage& lineage : lineages) {
    by_citation.AddCapture(lineage);
    by_step.AddSteps(lineage);
  }
  circles.captures = by_citation.Circles();
  // Circles are rare: the matters are told apart only where there is one at all.
  const DigestSet of_any_matter = by_step.Circles();
  if (of_any_matter.empty()) return circles;
  std::map<std::string, Reliance> matters;
  for (const Lineage& lineage : lineages) {
    if (!StepsWithin(of_any_matter, lineage)) continue;
    matters.try_emplace(MatterOf(*lineage.claim), records, sources).first->second.AddSteps(lineage);
  }
  for (auto& [matter, reliance] : matters) {
    DigestSet found = reliance.Circles();
    if (!found.empty()) circles.sources.emplace(matter, std::move(found));
  }
  return circles;
}

}  // namespace tallystick
