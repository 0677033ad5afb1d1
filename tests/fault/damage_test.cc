// Files cut short, and several processes at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

// A tree in which the write-ahead log holds something: the program killed before it put it back into casebook.db.
Tree WithWriteAheadLog(Desk& desk) {
  const Undisturbed& told = TheStory();
  Disk disk;
  Tree tree;
  for (size_t i = 0; i < told.operations.size(); ++i) {
    if (i > told.marks[5].operations && told.operations[i].path == "/book/casebook.db") return disk.Cached();
    disk.Follow(told.operations[i]);
  }
  ADD_FAILURE() << "casebook.db is never written";
  return desk.Take();
}

std::set<size_t> Lengths(size_t full, size_t page, size_t header) {
  std::set<size_t> lengths = {0,        1,        header - 1, header,      page - 1, page,
                              page + 1, 2 * page, full / 2,   full - page, full - 1};
  std::erase_if(lengths, [full](size_t n) { return n >= full; });
  return lengths;
}

TEST(CutShort, NoFileOfACasebookIsCutShortUnnoticed) {
  Desk desk;
  const Tree whole = WithWriteAheadLog(desk);
  int cuts = 0;
  for (const auto& [path, bytes] : whole) {
    const bool database = path == "/book/casebook.db", wal = path == "/book/casebook.db-wal";
    const bool head = absl::EndsWith(path, ".head");
    if (!database && !wal && !head) continue;
    for (size_t length : Lengths(bytes.size(), wal ? 4096 + 24 : 4096, wal ? 32 : 100)) {
      SCOPED_TRACE(absl::StrCat(path, " cut to ", length, " of ", bytes.size()));
      ++cuts;
      Tree cut = whole;
      cut[path].resize(length);
      for (const bool records : {false, true}) {
        desk.Put(cut);
        const Ended ended = records ? desk.Run({"source", "add", "Later", "--kind", "outlet"}) : desk.Run({"check"});
        EXPECT_EQ(ended.signal, 0);
        EXPECT_TRUE(ended.code != 0 || ended.err.empty() || absl::StrContains(ended.err, "interrupted")) << ended.err;
        if (ended.code != 0) continue;
        // It may pass when all that was acknowledged is there: what was not, and zeros, can be cut off.
        EXPECT_EQ(CheckPasses(desk), "");
        const std::map<std::string, int> names = NamesIn(desk);
        for (size_t step = 0; step < 5; ++step) {
          for (const std::string& name : Story()[step].names) EXPECT_EQ(names.count(name), 1) << name;
        }
      }
    }
  }
  Counted("files cut short, looked at and recorded in", static_cast<size_t>(2 * cuts));
  EXPECT_GE(cuts, 20);
}

TEST(SeveralAtOnce, NothingIsLostOrRecordedTwice) {
  constexpr int kProcesses = 4, kEach = 10;
  Desk desk;
  desk.Put(TheStory().marks[1].tree);
  std::set<std::string> acknowledged;
  int refused = 0;
  for (int round = 0; round < kEach; ++round) {
    std::vector<std::pair<int, std::string>> running;
    for (int p = 0; p < kProcesses; ++p) {
      const std::string name = absl::StrCat("S", p, "-", round);
      running.emplace_back(desk.Start({"source", "add", name, "--kind", "outlet"}, name), name);
    }
    for (const auto& [process, name] : running) {
      const Ended ended = desk.Wait(process, name);
      EXPECT_EQ(ended.signal, 0);
      EXPECT_THAT(ended.code, testing::AnyOf(0, 6)) << ended.err;
      if (ended.code == 0) acknowledged.insert(name);
      refused += ended.code == 6;
    }
  }
  Counted(absl::StrCat("recordings at once (", refused, " refused)"), kProcesses * kEach);
  const std::map<std::string, int> names = NamesIn(desk);
  for (const std::string& name : acknowledged) EXPECT_EQ(names.count(name), 1) << name;
  for (const auto& [name, times] : names) EXPECT_EQ(times, 1) << name;
  EXPECT_EQ(names.size(), acknowledged.size());
  EXPECT_EQ(CheckPasses(desk), "");
}

}  // namespace
}  // namespace tallystick
