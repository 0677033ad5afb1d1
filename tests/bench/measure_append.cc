// Durable appends beside plain SQLite's.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"
#include "tests/bench/plain_sqlite.h"

namespace tallystick {
namespace {

// Ours and plain by turns, so that both meet the same state of the disk: what ours wrote is what plain writes next.
void MeasureOne(const char* what, const Folder& folder, const std::string& name, int times, int group) {
  BenchCasebook ours(folder / name);
  ours.CaptureTable();
  PlainSqlite plain(folder / (name + ".plain.db"));
  std::vector<double> our_times, commit_times, plain_times;
  for (int i = 0; i < times; ++i) {
    const uint64_t before = ours.View()->size();
    const Stopwatch our_watch;
    group == 1 ? ours.RecordOne(i) : ours.RecordGroup(i * group, group);
    our_times.push_back(our_watch.Seconds());
    commit_times.push_back(ours.commit_seconds());
    const std::vector<PlainRows> rows = ReadPlainRows(*ours.View(), ours.casebook().identity(), before);
    const Stopwatch plain_watch;
    plain.Insert(rows);
    plain_times.push_back(plain_watch.Seconds());
  }
  const double whole = Median(our_times), commit = Median(commit_times), floor = Median(plain_times);
  std::printf("  %-26s %9.3f ms %9.3f ms %9.3f ms %8.2f %8.2f\n", what, 1e3 * whole, 1e3 * commit, 1e3 * floor,
              floor / whole, floor / commit);
}

}  // namespace

void MeasureAppend(const Sizes& sizes, const Folder& folder) {
  std::printf("\nDurable append, medians of %d and %d: whole (encode, sign, commit) and the commit alone\n",
              sizes.singles, sizes.groups);
  std::printf("  %-26s %12s %12s %12s %8s %8s\n", "", "whole", "commit", "plain SQLite", "ratio", "ratio");
  MeasureOne("one submission of one claim", folder, "append", sizes.singles, 1);
  MeasureOne(absl::StrCat("a group of ", sizes.group).c_str(), folder, "group", sizes.groups, sizes.group);
}

}  // namespace tallystick
