// The power fails after every single operation, and the disk keeps what tests/fault/disk.h allows.
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

struct Point {
  size_t operations;  // done before
  size_t steps;       // acknowledged before
  uint64_t way;       // of losing
};

// Points of the story whose trees differ from one another.
std::vector<Point> AllPoints(uint64_t ways) {
  const Undisturbed& told = TheStory();
  std::vector<Point> points;
  std::set<std::string> met;
  Disk disk;
  size_t steps = 0;
  for (size_t at = 0; at <= told.operations.size(); ++at) {
    while (steps + 1 < told.marks.size() && told.marks[steps + 1].operations <= at) ++steps;
    for (uint64_t k = 0; k < ways; ++k) {
      const uint64_t way = k < 3 ? k : k + at * ways;  // other seeds at each operation
      const std::string print = absl::StrCat(steps, PrintOf(disk.AfterPowerLoss(way)));
      if (met.insert(print).second) points.push_back({at, steps, way});
    }
    if (at < told.operations.size()) disk.Follow(told.operations[at]);
  }
  return points;
}

Disk AfterOperations(size_t count) {
  Disk disk;
  for (size_t i = 0; i < count; ++i) disk.Follow(TheStory().operations[i]);
  return disk;
}

TEST(PowerLoss, AtEveryOperationLeavesWhatWasAcknowledged) {
  const std::vector<Point> points = AllPoints(Full() ? 12 : 5);
  const size_t every = Full() ? 1 : 7;
  const size_t count = (points.size() + every - 1) / every;
  const auto problems = Sweep(count, [&](Desk& desk, size_t i) -> std::string {
    const Point& point = points[i * every];
    desk.Put(AfterOperations(point.operations).AfterPowerLoss(point.way));
    const std::string problem = Judge(desk, AfterSteps(point.steps));
    if (problem.empty()) return "";
    const std::string last = point.operations == 0 ? "nothing" : Describe(TheStory().operations[point.operations - 1]);
    return absl::StrCat("power loss after operation ", point.operations, " (", last, "), ", point.steps,
                        " steps acknowledged, way ", point.way, ": ", problem);
  });
  Counted("power loss, states of the disk", count);
  EXPECT_EQ(problems.size(), 0);
  for (size_t i = 0; i < problems.size() && i < 12; ++i) ADD_FAILURE() << problems[i];
}

// A fault first, which the program survives or not; then the same command again, which succeeds; then the power fails.
// What an earlier process left in the cache is not durable because a later one found it there.
std::string FaultAgainPowerLoss(Desk& desk, size_t step, const Fault& fault, bool within, std::atomic<int>* states) {
  const Undisturbed& told = TheStory();
  std::vector<Operation> all(told.operations.begin(), told.operations.begin() + told.marks[step].operations);
  desk.Put(told.marks[step].tree);
  desk.ForgetJournal();
  const Ended first = desk.RunWithFault(Story()[step].words, fault);
  bool acknowledged = first.signal == 0 && first.code == 0;
  const size_t before_again = desk.journal().size();
  const Tree interrupted = acknowledged ? Tree() : desk.Take();
  if (!acknowledged) {
    std::vector<std::string> words = Story()[step].words;
    if (words[0] != "import" && words[0] != "init") words.push_back("--once");
    const Ended again = desk.RunWithFault(words, {});
    acknowledged = again.signal == 0 && again.code == 0;
    if (!acknowledged && step > 0) return MustPass("again", again);
  }
  const std::vector<Operation> journal = desk.journal();
  all.insert(all.end(), journal.begin(), journal.end());
  Acknowledged now = AfterSteps(acknowledged ? step + 1 : step), before = AfterSteps(step);
  now.checkpoints = before.checkpoints;
  if (acknowledged && step == 0) {
    now.keys = KeysIn(desk.Take());
    std::erase_if(now.keys,
                  [&](const auto& file) { return interrupted.count(file.first) > 0; });  // of no use to anybody
  }
  std::string problem = GatherCheckpoints(desk, &now.checkpoints);
  if (!problem.empty()) return problem;
  Disk disk;
  std::set<std::string> met;
  for (size_t i = 0; i < all.size(); ++i) {
    disk.Follow(all[i]);
    const bool end = i + 1 == all.size();
    if (!end && (!within || i < told.marks[step].operations + before_again)) continue;
    for (uint64_t way : end ? std::vector<uint64_t>{0, 1, 2, 3, 4} : std::vector<uint64_t>{0, 3 + i}) {
      const Tree tree = disk.AfterPowerLoss(way);
      if (!met.insert(absl::StrCat(end, PrintOf(tree))).second) continue;
      desk.Put(tree);
      ++*states;
      problem = Judge(desk, end ? now : before);
      if (problem.empty()) continue;
      return absl::StrCat(fault.what, " at operation ", fault.at, " of ", Story()[step].words[0], " (exit code ",
                          first.code, "), again, power loss ",
                          end ? "after it" : absl::StrCat("within, after ", Describe(all[i])), ", way ", way, ": ",
                          problem);
    }
  }
  return "";
}

struct Job {
  size_t step;
  Fault fault;
  bool within;  // also power loss within the second run
};

std::vector<Job> AllJobs() {
  std::vector<Job> jobs;
  const Undisturbed& told = TheStory();
  size_t met = 0;
  for (size_t step : {0, 2, 4}) {
    for (size_t i = told.marks[step].operations; i < told.marks[step + 1].operations; ++i) {
      if (IsSharedMemory(told.operations[i])) continue;
      const bool unflushed = i + 1 < told.operations.size() && told.operations[i + 1].kind == Operation::Kind::kSync;
      for (const char* kind : {"kill-after", "EIO", "done-EIO"}) {
        const bool kill = std::string(kind) == "kill-after";
        // Within only after a kill: a flush that failed, and then power lost while the next process mends, is beyond
        // what can be asked of a disk.
        const bool within = step > 0 && kill && (Full() || (step == 2 && unflushed));
        if (Full() || within || met++ % 17 == 0) jobs.push_back({step, {told.operations[i].number, kind}, within});
      }
    }
  }
  return jobs;
}

TEST(PowerLoss, WhatALaterProcessFoundInTheCacheIsMadeDurableBeforeItIsAcknowledged) {
  const std::vector<Job> jobs = AllJobs();
  const size_t count = jobs.size();
  std::atomic<int> states{0};
  const auto problems = Sweep(count, [&](Desk& desk, size_t i) {
    const Job& job = jobs[i];
    return FaultAgainPowerLoss(desk, job.step, job.fault, job.within, &states);
  });
  Counted("fault, again, power loss, states of the disk", static_cast<size_t>(states));
  EXPECT_EQ(problems.size(), 0);
  for (size_t i = 0; i < problems.size() && i < 20; ++i) ADD_FAILURE() << problems[i];
}

}  // namespace
}  // namespace tallystick
