#include "core/provenance/reliance.h"

#include "core/provenance/circles.h"

namespace tallystick {
namespace {

class Reliance {
 public:
  Reliance(const RecordSet& records, SourceResolver& sources) : records_(records), sources_(sources) {}

  DigestSet Circles(std::span<const Lineage> lineages) {
    for (const Lineage& lineage : lineages) {
      if (lineage.capture) AddCapture(*lineage.capture);
      AddSteps(lineage.steps);
    }
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

  void AddSteps(const std::vector<LineageStep>& steps) {
    if (steps.size() < 2) return;
    NumbersOf(steps[0], &relying_);
    for (size_t i = 1; i < steps.size(); ++i) {
      NumbersOf(steps[i], &on_);
      AddStep();
      relying_.swap(on_);
    }
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

}  // namespace

DigestSet CirclesOfReliance(const RecordSet& records, SourceResolver& sources, std::span<const Lineage> lineages) {
  return Reliance(records, sources).Circles(lineages);
}

}  // namespace tallystick
