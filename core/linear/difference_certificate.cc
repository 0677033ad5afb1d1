#include "absl/strings/str_cat.h"
#include "core/linear/differences.h"

namespace tallystick {
namespace {

struct Choice {
  int either, option;
};

bool Chosen(const std::vector<Choice>& above, const Difference& d) {
  if (d.either < 0) return true;
  for (const Choice& choice : above) {
    if (choice.either == d.either && choice.option == d.option) return true;
  }
  return false;
}

std::string WrongLeaf(const DifferenceSystem& system, const std::vector<Choice>& above,
                      const DifferenceCertificate::Node& leaf) {
  __int128 sum = 0;
  for (int d : leaf.cycle) {
    if (d < 0 || d >= static_cast<int64_t>(system.differences.size())) return "a difference is out of range";
  }
  for (size_t i = 0; i < leaf.cycle.size(); ++i) {
    const Difference& here = system.differences[leaf.cycle[i]];
    const Difference& next = system.differences[leaf.cycle[(i + 1) % leaf.cycle.size()]];
    if (here.to != next.from) return "the cycle is broken";
    if (!Chosen(above, here)) return "a difference holds under another option only";
    sum += here.most;
  }
  return sum < 0 && sum == leaf.sum ? "" : "the cycle does not add up to the stated sum below 0";
}

std::string WrongBranch(const DifferenceSystem& system, const std::vector<Choice>& above, int either) {
  if (either >= static_cast<int64_t>(system.options.size())) return "a disjunction is out of range";
  for (const Choice& choice : above) {
    if (choice.either == either) return "a disjunction is settled twice";
  }
  return "";
}

std::string Wrong(const DifferenceSystem& system, const DifferenceCertificate& certificate) {
  std::string why;
  if (!WellFormed(system, &why)) return why;
  std::vector<Choice> above;
  for (size_t i = 0; i < certificate.nodes.size(); ++i) {
    const DifferenceCertificate::Node& node = certificate.nodes[i];
    why = node.either < 0 ? WrongLeaf(system, above, node) : WrongBranch(system, above, node.either);
    if (!why.empty()) return absl::StrCat("node ", i, ": ", why);
    if (node.either >= 0) {
      above.push_back({node.either, 0});
      continue;
    }
    while (!above.empty() && above.back().option + 1 >= system.options[above.back().either]) above.pop_back();
    if (above.empty()) return i + 1 == certificate.nodes.size() ? "" : "there are nodes after the end";
    ++above.back().option;
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
