// Durable appends beside plain SQLite's.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"
#include "tests/bench/plain_sqlite.h"

namespace tallystick {
namespace {

struct Medians {
  double whole, commit, plain;
};

// Ours and plain by turns, so that both meet the same state of the disk: what ours wrote is what plain writes next.
Medians MeasureOne(const char* what, const Folder& folder, const std::string& name, int times, int group) {
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
  const Medians m{Median(our_times), Median(commit_times), Median(plain_times)};
  std::printf("  %-26s %9.3f ms %9.3f ms %9.3f ms %8.2f %8.2f\n", what, 1e3 * m.whole, 1e3 * m.commit, 1e3 * m.plain,
              m.plain / m.whole, m.plain / m.commit);
  return m;
}

// What no way of committing can save: each submission carries its author's signature.
double SignaturesSeconds(int count) {
  const PrivateKey key = Must(PrivateKey::FromSeed(std::string(kEd25519KeySize, 'a')));
  const std::string manifest(3 * 100, 'm');
  std::vector<double> times;
  for (int time = 0; time < 20; ++time) {
    const Stopwatch watch;
    for (int i = 0; i < count; ++i) Must(key.Sign(manifest));
    times.push_back(watch.Seconds());
  }
  return Median(times);
}

}  // namespace

void MeasureAppend(const Sizes& sizes, const Folder& folder) {
  std::printf("\nDurable append, medians of %d and %d: whole (encode, sign, commit) and the commit alone\n",
              sizes.singles, sizes.groups);
  std::printf("  %-26s %12s %12s %12s %8s %8s\n", "", "whole", "commit", "plain SQLite", "ratio", "ratio");
  const Medians one = MeasureOne("one submission of one claim", folder, "append", sizes.singles, 1);
  const Medians group =
      MeasureOne(absl::StrCat("a group of ", sizes.group).c_str(), folder, "group", sizes.groups, sizes.group);
  std::printf("  a claim of the group beside plain commits of one claim: ratio %.2f\n",
              one.plain / (group.whole / sizes.group));
  std::printf("  the group's %d author signatures alone: %.3f ms\n", sizes.group, 1e3 * SignaturesSeconds(sizes.group));
}

}  // namespace tallystick
