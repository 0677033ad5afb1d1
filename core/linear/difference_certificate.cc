#include "absl/strings/str_cat.h"
#include "core/linear/differences.h"

namespace tallystick {
namespace {

// By disjunction: the option in the case that is being walked, or none.
using Options = std::vector<int>;
constexpr int kOpen = -1;

std::string WrongLeaf(const DifferenceSystem& system, const Options& chosen, const DifferenceCertificate::Node& leaf) {
  __int128 sum = 0;
  for (int d : leaf.cycle) {
    if (d < 0 || d >= static_cast<int64_t>(system.differences.size())) return "a difference is out of range";
  }
  for (size_t i = 0; i < leaf.cycle.size(); ++i) {
    const Difference& here = system.differences[leaf.cycle[i]];
    const Difference& next = system.differences[leaf.cycle[(i + 1) % leaf.cycle.size()]];
    if (here.to != next.from) return "the cycle is broken";
    if (here.either >= 0 && chosen[here.either] != here.option) return "a difference holds under another option only";
    sum += here.most;
  }
  return sum < 0 && sum == leaf.sum ? "" : "the cycle does not add up to the stated sum below 0";
}

std::string WrongBranch(const Options& chosen, int either) {
  if (either >= static_cast<int64_t>(chosen.size())) return "a disjunction is out of range";
  return chosen[either] == kOpen ? "" : "a disjunction is settled twice";
}

std::string Wrong(const DifferenceSystem& system, const DifferenceCertificate& certificate) {
  std::string why;
  if (!WellFormed(system, &why)) return why;
  Options chosen(system.options.size(), kOpen);
  std::vector<int> above;  // disjunctions, the outermost first
  for (size_t i = 0; i < certificate.nodes.size(); ++i) {
    const DifferenceCertificate::Node& node = certificate.nodes[i];
    why = node.either < 0 ? WrongLeaf(system, chosen, node) : WrongBranch(chosen, node.either);
    if (!why.empty()) return absl::StrCat("node ", i, ": ", why);
    if (node.either >= 0) {
      above.push_back(node.either);
      chosen[node.either] = 0;
      continue;
    }
    while (!above.empty() && chosen[above.back()] + 1 >= system.options[above.back()]) {
      chosen[above.back()] = kOpen;
      above.pop_back();
    }
    if (above.empty()) return i + 1 == certificate.nodes.size() ? "" : "there are nodes after the end";
    ++chosen[above.back()];
  }
  return "it ends before every case is closed";
}

}  // namespace

bool WellFormed(const DifferenceSystem& system, std::string* why) {
  std::string wrong;
  if (system.points < 0 || system.points > kMostPoints) wrong = absl::StrCat("there are ", system.points, " points");
  for (size_t i = 0; i < system.differences.size() && wrong.empty(); ++i) {
    const Difference& d = system.differences[i];
    const bool points = d.from >= 0 && d.from < system.points && d.to >= 0 && d.to < system.points;
    const bool option = d.either < 0 || (d.either < static_cast<int64_t>(system.options.size()) && d.option >= 0 &&
                                         d.option < system.options[d.either]);
    const bool most = d.most <= kLargestDifference && d.most >= -kLargestDifference;
    if (!points || !option || !most) wrong = absl::StrCat("difference ", i, " is out of range");
  }
  for (size_t e = 0; e < system.options.size() && wrong.empty(); ++e) {
    if (system.options[e] < 1) wrong = absl::StrCat("disjunction ", e, " has no option");
  }
  if (why && !wrong.empty()) *why = wrong;
  return wrong.empty();
}

bool CheckDifferences(const DifferenceSystem& system, const DifferenceCertificate& certificate, std::string* why) {
  const std::string wrong = Wrong(system, certificate);
  if (why && !wrong.empty()) *why = wrong;
  return wrong.empty();
}

}  // namespace tallystick
