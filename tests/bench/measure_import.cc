// Imports: beside plain SQLite, by size, and one table as one capture.
#include <sys/resource.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "store/checker.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"
#include "tests/bench/plain_sqlite.h"

namespace tallystick {
namespace {

constexpr int kRowsPerCapture = 1000;

double PlainSeconds(const std::string& path, const std::vector<PlainRows>& rows) {
  PlainSqlite plain(path);
  const Stopwatch watch;
  plain.Insert(rows);
  return watch.Seconds();
}

long PeakMegabytes() {
  rusage usage;
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace

void MeasureImport(const Sizes& sizes, const Folder& folder) {
  BenchCasebook ours(folder / "import");
  const Dataset set = MakeDataset(sizes.import, kRowsPerCapture, /*starts=*/false);
  const double import = ours.Import(set);
  const std::vector<PlainRows> rows = ReadPlainRows(*ours.View(), ours.casebook().identity(), 0);
  const double plain = PlainSeconds(folder / "plain.db", rows);
  const double check = ours.Check({});
  const int n = sizes.import;
  std::printf("\nImport of %d claims in one commit, %d submissions, %zu captures\n", n, static_cast<int>(rows.size()),
              set.files.size());
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "read, resolve, quote, sign, store, derive", import, n / import);
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "floor: plain SQLite, same bytes and indexes", plain, n / plain);
  std::printf("  %-44s %8.2f\n", "ratio", plain / import);
  std::printf("  %-44s %8.0f B a claim\n", "database", static_cast<double>(ours.DatabaseBytes()) / n);
  const double again = ours.Import(set);
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "the same import again: adds nothing", again, n / again);
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "a whole check of it, one thread", check, n / check);
}

void MeasureScaling(const Sizes& sizes, const Folder& folder) {
  std::printf("\nPer claim, in µs: no column may grow with the number\n");
  std::printf("  %8s %10s %10s %10s %10s %10s %10s\n", "claims", "import", "plain", "again", "check", "rebuild",
              "peak MB");
  for (const int n : sizes.scaling) {
    BenchCasebook ours(folder / absl::StrCat("scaling", n));
    const Dataset set = MakeDataset(n, kRowsPerCapture, /*starts=*/false);
    const double import = ours.Import(set), again = ours.Import(set), check = ours.Check({});
    const Stopwatch watch;
    Must(RebuildDerived(&ours.casebook().store(), ours.casebook().identity()));
    const double rebuild = watch.Seconds();
    const long peak = PeakMegabytes();
    const double plain = PlainSeconds(folder / absl::StrCat("scaling", n, ".db"),
                                      ReadPlainRows(*ours.View(), ours.casebook().identity(), 0));
    const double each = 1e6 / n;
    std::printf("  %8d %10.1f %10.1f %10.1f %10.1f %10.1f %10ld\n", n, import * each, plain * each, again * each,
                check * each, rebuild * each, peak);
  }
}

void MeasureOneTable(const Sizes& sizes, const Folder& folder) {
  std::printf("\nImport of one table as one capture, per claim, in µs\n");
  std::printf("  %8s %22s %22s\n", "claims", "lines give \"start\"", "quotes are looked for");
  for (const int n : sizes.table) {
    double seconds[2];
    for (const bool starts : {true, false}) {
      BenchCasebook ours(folder / absl::StrCat("table", n, starts ? "starts" : ""));
      seconds[starts] = ours.Import(MakeDataset(n, n, starts));
    }
    std::printf("  %8d %22.1f %22.1f\n", n, 1e6 * seconds[1] / n, 1e6 * seconds[0] / n);
  }
}

}  // namespace tallystick
