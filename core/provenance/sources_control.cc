// Who runs a source in the end: one depth-first search that leaves an answer at every source it meets, so that long
// lines and forks of controllers are walked once (Tarjan's algorithm; controllers may lead round in a circle).
#include <algorithm>

#include "core/provenance/sources.h"

namespace tallystick {
namespace {

void Sort(std::vector<Digest>* ids) {
  std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
}

}  // namespace

void SourceResolver::FindControl(Class& start) {
  std::vector<std::pair<Class*, size_t>> path;
  std::vector<Class*> open;
  const auto enter = [&](Class& of) {
    of.reached = of.low = ++reached_;
    path.push_back({&of, 0});
    open.push_back(&of);
  };
  enter(start);
  while (!path.empty()) {
    auto& [at, tried] = path.back();
    const std::vector<Digest>& above = RunBy(*at);
    if (tried < above.size()) {
      Class& to = Resolve(above[tried++]);
      if (to.reached == 0) {
        enter(to);
      } else if (!to.control) {
        at->low = std::min(at->low, to.reached);
      }
      continue;
    }
    Class& left = *at;
    path.pop_back();
    if (!path.empty()) path.back().first->low = std::min(path.back().first->low, left.low);
    if (left.low != left.reached) continue;
    std::vector<Class*> component;
    while (component.empty() || component.back() != &left) {
      component.push_back(open.back());
      open.pop_back();
    }
    CloseControl(component);
  }
}

// Sources that run each other have one answer: where their controllers end, or else the circles that they lead to.
void SourceResolver::CloseControl(const std::vector<Class*>& component) {
  std::vector<Digest> ends, circles, disputed;
  for (Class* of : component) {
    if (of->disputed) disputed.push_back(*of->disputed);
    if (of->run_by->empty()) ends.push_back(of->representative);
    if (component.size() > 1) circles.push_back(of->representative);
    for (const Digest& above : *of->run_by) {
      const std::optional<Control>& control = Resolve(above).control;
      if (!control) continue;  // of this component
      std::vector<Digest>& roots = control->circular ? circles : ends;
      roots.insert(roots.end(), control->roots.begin(), control->roots.end());
      disputed.insert(disputed.end(), control->disputed.begin(), control->disputed.end());
    }
  }
  const bool circular = ends.empty();
  std::vector<Digest>& roots = circular ? circles : ends;
  Sort(&roots);
  Sort(&disputed);
  for (Class* of : component) of->control = {roots, disputed, circular};
}

}  // namespace tallystick
