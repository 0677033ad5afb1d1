// The same faults as system calls, by strace, in a sample: nothing of ours stands under the program here.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

// Calls that change files, and the flushes.
constexpr char kCalls[] =
    "write,pwrite64,writev,pwritev,pwritev2,ftruncate,fallocate,fsync,fdatasync,sync_file_range,msync,link,linkat,"
    "unlink,"
    "unlinkat,rename,renameat,renameat2,mkdir,mkdirat";

std::vector<std::string> Strace(std::vector<std::string> rest) {
  std::vector<std::string> words = {"strace", "-f", "-qq", "-y", "-o", "/dev/null"};
  words.insert(words.end(), rest.begin(), rest.end());
  return words;
}

// Why it cannot be used here; "" when it can.
std::string WhyNot(Desk& desk) {
  if (::access("/usr/bin/strace", X_OK) != 0) return "strace is not installed (Debian package strace)";
  const Ended ended = desk.Run({"--version"}, Strace({"-e", "trace=write"}));
  return ended.code == 0 && ended.signal == 0 ? "" : absl::StrCat("strace may not trace here: ", ended.err);
}

class StraceTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string why = WhyNot(desk_);
    if (why.empty()) return;
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string(ci) == "true" && !absl::StrContains(why, "may not trace")) FAIL() << why;
    GTEST_SKIP() << why;
  }
  Desk desk_;
};

// How often each call below the root occurs in a step, as strace sees it.
std::map<std::string, long> CountCalls(Desk& desk, size_t step, const std::string& calls, bool below_only) {
  desk.Put(TheStory().marks[step].tree);
  const std::string log = desk.root() + "/../strace";
  std::vector<std::string> before = {"strace", "-f", "-qq", "-y", "-o", log, "-e", "trace=" + calls};
  EXPECT_EQ(MustPass("strace", desk.Run(Story()[step].words, before)), "");
  std::map<std::string, long> counts;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(desk.ReadScratch("strace"), '\n'))) {
    const size_t call = line.find_first_not_of("0123456789 "), end = line.find('(');
    if (call == std::string::npos || end == std::string::npos) continue;
    const std::string name = line.substr(call, end - call);
    if (!below_only || absl::StrContains(line, desk.root())) ++counts[name];
  }
  return counts;
}

TEST_F(StraceTest, NothingBypassesTheShim) {
  const Undisturbed& told = TheStory();
  for (size_t step = 0; step < Story().size(); ++step) {
    std::map<std::string, long> journal, seen;
    using Kind = Operation::Kind;
    for (size_t i = told.marks[step].operations; i < told.marks[step + 1].operations; ++i) {
      const Kind kind = told.operations[i].kind;
      ++journal[kind == Kind::kWrite ? "write" : kind == Kind::kSync ? "sync" : "name or size"];
    }
    for (const auto& [call, count] : CountCalls(desk_, step, absl::StrCat(kCalls, ",creat"), true)) {
      seen[absl::StrContains(call, "write")  ? "write"
           : absl::StrContains(call, "sync") ? "sync"
                                             : "name or size"] += count;
    }
    for (size_t i = told.marks[step].operations; i < told.marks[step + 1].operations; ++i) {
      if (told.operations[i].kind == Kind::kCreate) --journal["name or size"];  // an open
    }
    // What SQLite removes of -shm and what is not there to be removed is no operation.
    EXPECT_EQ(journal["write"], seen["write"]) << Story()[step].words[0];
    EXPECT_EQ(journal["sync"], seen["sync"]) << Story()[step].words[0];
    EXPECT_LE(journal["name or size"], seen["name or size"]) << Story()[step].words[0];
    EXPECT_EQ(seen.size(), 3);
  }
}

// `mmap` is for reading: what is written through a mapping would be seen by nobody here.
TEST_F(StraceTest, NoFileButSharedMemoryIsMappedForWriting) {
  desk_.Put(TheStory().marks[2].tree);
  const std::string log = desk_.root() + "/../strace";
  EXPECT_EQ(
      MustPass("strace", desk_.Run(Story()[2].words, {"strace", "-f", "-qq", "-y", "-o", log, "-e", "trace=mmap"})),
      "");
  int mapped = 0;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(desk_.ReadScratch("strace"), '\n'))) {
    if (!absl::StrContains(line, desk_.root())) continue;
    ++mapped;
    EXPECT_TRUE(!absl::StrContains(line, "PROT_WRITE") || absl::StrContains(line, "-shm")) << line;
  }
  EXPECT_GT(mapped, 0);
}

TEST_F(StraceTest, AFailingOrDeadlySystemCallLeavesWhatWasAcknowledged) {
  struct Point {
    size_t step;
    std::string inject;
  };
  std::vector<Point> points;
  for (size_t step : {0, 2, 4}) {
    for (const auto& [call, count] : CountCalls(desk_, step, kCalls, false)) {
      for (long n = 1; n <= count; ++n) {
        for (const char* what : {"error=EIO", "error=ENOSPC", "signal=KILL"}) {
          points.push_back({step, absl::StrCat("inject=", call, ":", what, ":when=", n)});
        }
      }
    }
  }
  const size_t every = Full() ? 3 : 40;
  const size_t count = (points.size() + every - 1) / every;
  const auto problems = Sweep(count, [&](Desk& desk, size_t i) -> std::string {
    const Point& point = points[i * every];
    desk.Put(TheStory().marks[point.step].tree);
    const Ended ended =
        desk.Run(Story()[point.step].words, Strace({"-e", absl::StrCat("trace=", kCalls), "-e", point.inject}));
    const bool acknowledged = ended.signal == 0 && ended.code == 0;
    Acknowledged told = AfterSteps(point.step + (acknowledged ? 1 : 0));
    if (acknowledged) told.checkpoints = AfterSteps(point.step).checkpoints;
    if (acknowledged && point.step == 0) told.keys = KeysIn(desk.Take());
    std::string problem = acknowledged ? GatherCheckpoints(desk, &told.checkpoints) : "";
    if (problem.empty()) problem = Judge(desk, told);
    return problem.empty() ? "" : absl::StrCat(Story()[point.step].words[0], ", ", point.inject, ": ", problem);
  });
  Counted(absl::StrCat("strace, of ", points.size(), " system calls"), count);
  EXPECT_GE(points.size(), 300);
  EXPECT_EQ(problems.size(), 0);
  for (size_t i = 0; i < problems.size() && i < 12; ++i) ADD_FAILURE() << problems[i];
}

}  // namespace
}  // namespace tallystick
