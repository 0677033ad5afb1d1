// The program killed, and its operations failing, at every single one of them. The machine goes on: what was written is
// there, flushed or not.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

const std::vector<std::string>& Kinds() {
  static const std::vector<std::string> kinds = {"kill-before", "kill-after", "kill-half", "EIO",
                                                 "ENOSPC",      "done-EIO",   "short"};
  return kinds;
}

struct Point {
  size_t step;
  Fault fault;
};

// Every operation of every step with everything that can happen to it.
std::vector<Point> AllPoints() {
  std::vector<Point> points;
  const Undisturbed& told = TheStory();
  for (size_t step = 0; step < Story().size(); ++step) {
    for (const std::string& kind : Kinds()) {
      const bool halves = kind == "kill-half" || kind == "short";
      for (size_t i = told.marks[step].operations; i < told.marks[step + 1].operations; ++i) {
        if (halves && told.operations[i].kind != Operation::Kind::kWrite) continue;
        points.push_back({step, {told.operations[i].number, kind}});
      }
    }
  }
  return points;
}

// A file that was being written when the program was killed stays beside its place, under a name that nothing reads.
std::string AtMostOneLeftOver(const Tree& tree) {
  const auto left =
      std::count_if(tree.begin(), tree.end(), [](const auto& f) { return absl::EndsWith(f.first, ".new"); });
  return left <= 1 ? "" : "half-written files pile up";
}

std::string TryPoint(Desk& desk, const Point& point) {
  desk.Put(TheStory().marks[point.step].tree);
  const Ended ended = desk.RunWithFault(Story()[point.step].words, point.fault);
  const bool killed = absl::StartsWith(point.fault.what, "kill");
  const bool acknowledged = ended.signal == 0 && ended.code == 0;
  std::string problem;
  if (ended.signal != 0 && !(killed && ended.signal == SIGKILL))
    problem = absl::StrCat("ended by signal ", ended.signal);
  if (!killed && !acknowledged && (ended.code > 7 || !absl::StrContains(ended.err, "tally: "))) {
    problem = absl::StrCat("exit code ", ended.code, " with: ", ended.err);
  }
  if (problem.empty()) {
    Acknowledged told = AfterSteps(point.step + (acknowledged ? 1 : 0));
    if (acknowledged) {  // in spite of the fault, and then with signatures that are not the story's
      told.checkpoints = AfterSteps(point.step).checkpoints;
      if (point.step == 0) told.keys = KeysIn(desk.Take());
      problem = GatherCheckpoints(desk, &told.checkpoints);
    }
    if (problem.empty()) problem = Judge(desk, told);
    if (problem.empty()) problem = AtMostOneLeftOver(desk.Take());
  }
  if (problem.empty()) return "";
  return absl::StrCat(Story()[point.step].words[0], ", ", point.fault.what, " at operation ", point.fault.at,
                      " (exit code ", ended.code, ", ", ended.err, "): ", problem);
}

TEST(ProcessFault, AtEveryOperationLeavesWhatWasAcknowledgedAndTheRestCanBeDoneAgain) {
  const std::vector<Point> points = AllPoints();
  const size_t every = Full() ? 1 : 17;
  std::map<std::string, int> counts;
  for (size_t i = 0; i < points.size(); i += every) ++counts[points[i].fault.what];
  const auto problems = Sweep((points.size() + every - 1) / every,
                              [&](Desk& desk, size_t i) { return TryPoint(desk, points[i * every]); });
  for (const auto& [kind, count] : counts) Counted("process: " + kind, static_cast<size_t>(count));
  EXPECT_EQ(problems.size(), 0);
  for (size_t i = 0; i < problems.size() && i < 12; ++i) ADD_FAILURE() << problems[i];
}

}  // namespace
}  // namespace tallystick
