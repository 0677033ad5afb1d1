// Measures the store beside floors of the same run: plain SQLite with the same bytes, and this machine's Ed25519.
//   tallystick_bench [--smoke]     --smoke: tiny sizes, to see that it runs
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "store/checker.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/must.h"
#include "tests/bench/plain_sqlite.h"

namespace tallystick {
namespace {

constexpr int kRowsPerCapture = 1000;

struct Sizes {
  int import = 10'000;
  std::vector<int> scaling = {1'000, 10'000, 40'000};
  std::vector<int> table = {1'000, 4'000, 16'000, 64'000};
  int singles = 200, groups = 20, group = 32, checked = 4'000;
};

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / absl::StrCat("tallystick_bench.", ::getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Seconds that a whole check takes; a casebook that fails it is no casebook to measure.
double CheckSeconds(BenchCasebook* made) {
  const auto view = made->View();
  const Stopwatch watch;
  const CheckReport report = Must(CheckCasebook(*view, made->casebook().captures(), made->casebook().identity(), made->seen()));
  const double seconds = watch.Seconds();
  for (const CheckProblem& problem : report.problems)
    Must(absl::DataLossError(absl::StrCat(problem.where, ": ", problem.what)));
  return seconds;
}

// Seconds to do nothing but verify every submission's signature.
double VerifySeconds(const Snapshot& snapshot, const PublicKey& key) {
  std::vector<std::pair<std::string, std::string>> signed_texts;
  Must(snapshot.ScanSubmissions(0, snapshot.size(), [&](uint64_t index, const StoredSubmission& stored) {
    signed_texts.emplace_back(Must(OpenUnverified(stored, index)).manifest, stored.signature);
    return absl::OkStatus();
  }));
  const Stopwatch watch;
  for (const auto& [text, signature] : signed_texts) {
    if (!key.Verify(text, signature)) Must(absl::DataLossError("a signature does not verify"));
  }
  return watch.Seconds();
}

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

void MeasureImport(const Sizes& sizes, const Folder& folder) {
  BenchCasebook ours(folder / "import");
  const Dataset set = MakeDataset(sizes.import, kRowsPerCapture, /*starts=*/false);
  const double import = ours.Import(set);
  const std::vector<PlainRows> rows = ReadPlainRows(*ours.View(), ours.casebook().identity(), 0);
  const double plain = PlainSeconds(folder / "plain.db", rows);
  const double check = CheckSeconds(&ours), verify = VerifySeconds(*ours.View(), ours.author().public_key());
  const int n = sizes.import;
  std::printf("\nImport of %d claims in one commit, %d submissions, %zu captures\n", n, static_cast<int>(rows.size()),
              set.files.size());
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "read, resolve, quote, sign, store, derive", import, n / import);
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "floor: plain SQLite, same bytes and indexes", plain, n / plain);
  std::printf("  %-44s %8.2f\n", "ratio", plain / import);
  std::printf("  %-44s %8.0f B a claim\n", "database", static_cast<double>(ours.DatabaseBytes()) / n);
  const double again = ours.Import(set);
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "the same import again: adds nothing", again, n / again);
  std::printf("\nCheck of it\n");
  std::printf("  %-44s %8.2f s %10.0f claims/s\n", "everything", check, n / check);
  std::printf("  %-44s %8.2f s\n", "floor: verifying its signatures alone", verify);
}

void MeasureCheckOfSingles(const Sizes& sizes, const Folder& folder) {
  BenchCasebook ours(folder / "singles");
  ours.CaptureTable();
  for (int done = 0; done < sizes.checked; done += sizes.group) ours.RecordGroup(done, sizes.group);
  const double submissions = static_cast<double>(ours.View()->size());
  const double check = CheckSeconds(&ours), verify = VerifySeconds(*ours.View(), ours.author().public_key());
  std::printf("\nCheck of %.0f submissions of one claim, one core\n", submissions);
  std::printf("  %-44s %8.2f s %10.0f /s\n", "everything", check, submissions / check);
  std::printf("  %-44s %8.2f s %10.0f /s\n", "floor: Ed25519 verifications", verify, submissions / verify);
  std::printf("  %-44s %8.2f\n", "ratio", verify / check);
}

// Ours and plain by turns, so that both meet the same state of the disk: what ours wrote is what plain writes next.
void MeasureAppend(const char* what, const Folder& folder, const std::string& name, int times, int group) {
  BenchCasebook ours(folder / name);
  ours.CaptureTable();
  PlainSqlite plain(folder / (name + ".plain.db"));
  std::vector<double> our_times, plain_times;
  for (int i = 0; i < times; ++i) {
    const uint64_t before = ours.View()->size();
    const Stopwatch our_watch;
    group == 1 ? ours.RecordOne(i) : ours.RecordGroup(i * group, group);
    our_times.push_back(our_watch.Seconds());
    const std::vector<PlainRows> rows = ReadPlainRows(*ours.View(), ours.casebook().identity(), before);
    const Stopwatch plain_watch;
    plain.Insert(rows);
    plain_times.push_back(plain_watch.Seconds());
  }
  const double median = Median(our_times), floor = Median(plain_times);
  std::printf("  %-34s %9.3f ms %9.3f ms %8.2f\n", what, 1e3 * median, 1e3 * floor, floor / median);
}

void MeasureScaling(const Sizes& sizes, const Folder& folder) {
  std::printf("\nPer claim, in µs: no column may grow with the number\n");
  std::printf("  %8s %10s %10s %10s %10s %10s %10s\n", "claims", "import", "plain", "again", "check", "rebuild",
              "peak MB");
  for (const int n : sizes.scaling) {
    BenchCasebook ours(folder / absl::StrCat("scaling", n));
    const Dataset set = MakeDataset(n, kRowsPerCapture, /*starts=*/false);
    const double import = ours.Import(set), again = ours.Import(set), check = CheckSeconds(&ours);
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

void MeasureAppends(const Sizes& sizes, const Folder& folder) {
  std::printf("\nDurable append, medians of %d and %d\n", sizes.singles, sizes.groups);
  std::printf("  %-34s %12s %12s %8s\n", "", "ours", "plain SQLite", "ratio");
  MeasureAppend("one submission of one claim", folder, "append", sizes.singles, 1);
  MeasureAppend(absl::StrCat("a group of ", sizes.group).c_str(), folder, "group", sizes.groups, sizes.group);
}

struct Part {
  const char* name;
  void (*measure)(const Sizes&, const Folder&);
};
constexpr Part kParts[] = {{"import", MeasureImport},
                           {"check", MeasureCheckOfSingles},
                           {"append", MeasureAppends},
                           {"scaling", MeasureScaling},
                           {"table", MeasureOneTable}};

// All parts, or the one called `only`; whether there was any.
bool Run(const Sizes& sizes, const char* only) {
  const Folder folder;
  std::printf("tallystick_bench: one process, one thread; ratio 1 means as fast as the floor\n");
  bool ran = false;
  for (const Part& part : kParts) {
    if (only != nullptr && std::strcmp(only, part.name) != 0) continue;
    part.measure(sizes, folder);
    ran = true;
  }
  return ran;
}

}  // namespace
}  // namespace tallystick

int main(int argc, char** argv) {
  tallystick::Sizes sizes;
  const char* only = nullptr;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--smoke") == 0) {
      sizes = {200, {50, 100, 200}, {50, 100, 200}, 3, 2, 4, 20};
    } else if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
      only = argv[++i];
    } else {
      std::fprintf(stderr, "usage: tallystick_bench [--smoke] [--only import|check|append|scaling|table]\n");
      return 2;
    }
  }
  if (tallystick::Run(sizes, only)) return 0;
  std::fprintf(stderr, "tallystick_bench: no part is called %s\n", only);
  return 2;
}
