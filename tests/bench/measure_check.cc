// Checks of the integrity: beside this machine's Ed25519, and beside `git fsck`.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/record/outline.h"
#include "store/last_seen.h"
#include "store/slot_lines.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"

namespace tallystick {
namespace {

constexpr int kTimes = 3;  // of which the median counts
constexpr int kTurns = 5;
constexpr int kSignatures = 20'000;

int Cores() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

struct SignedText {
  std::string text, signature;
};

std::vector<SignedText> SomeSigned(const Snapshot& snapshot) {
  std::vector<SignedText> texts;
  const uint64_t end = std::min<uint64_t>(snapshot.size(), kSignatures);
  Must(snapshot.ScanSubmissions(0, end, [&texts](uint64_t, const StoredSubmission& stored) {
    texts.push_back({Must(OutlineUnverified(stored)).manifest, stored.signature});
    return absl::OkStatus();
  }));
  return texts;
}

// Nothing but verifications, so many threads doing the same ones: a second, all threads together.
double VerifyRate(const std::vector<SignedText>& texts, const PublicKey& key, int threads) {
  const auto verify = [&] {
    for (const SignedText& s : texts) {
      if (!key.Verify(s.text, s.signature)) Must(absl::DataLossError("a signature does not verify"));
    }
  };
  const Stopwatch watch;
  std::vector<std::thread> others;
  for (int n = 1; n < threads; ++n) others.emplace_back(verify);
  verify();
  for (std::thread& other : others) other.join();
  return static_cast<double>(texts.size()) * threads / watch.Seconds();
}

double MedianCheck(BenchCasebook* casebook, const CheckOptions& options) {
  std::vector<double> times;
  for (int time = 0; time < kTimes; ++time) times.push_back(casebook->Check(options));
  return Median(times);
}

// Of /proc/self/status, in MB.
int StatusLine(absl::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    int kilobytes = 0;
    if (absl::StartsWith(line, name) &&
        absl::SimpleAtoi(absl::StripSuffix(absl::string_view(line).substr(name.size()), " kB"), &kilobytes)) {
      return kilobytes / 1024;
    }
  }
  return -1;
}

bool Succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

double CommandSeconds(const std::string& command) {
  std::vector<double> times;
  for (int time = 0; time < kTimes; ++time) {
    const Stopwatch watch;
    if (!Succeeds(command)) Must(absl::UnknownError(absl::StrCat("failed: ", command)));
    times.push_back(watch.Seconds());
  }
  return Median(times);
}

// One file a record, a thousand to a folder; the number of files.
int WriteRecordFiles(const Snapshot& snapshot, const std::string& folder) {
  int written = 0;
  Must(snapshot.ScanSubmissions(0, snapshot.size(), [&](uint64_t, const StoredSubmission& stored) {
    for (const auto& slots : stored.records) {
      const std::string path = absl::StrCat(folder, "/", written / 1000);
      if (written % 1000 == 0) std::filesystem::create_directories(path);
      std::ofstream(absl::StrCat(path, "/", written++), std::ios::binary) << FormatSlotLines(slots);
    }
    return absl::OkStatus();
  }));
  return written;
}

}  // namespace

void PrintMemoryOfCheck(const std::string& casebook_folder) {
  const Casebook casebook = Must(Casebook::Open(casebook_folder));
  const absl::StatusOr<std::string> seen = ReadLastSeen(casebook_folder + "/state", casebook.identity().key.id());
  const auto view = Must(casebook.store().OpenSnapshot());
  const CheckOptions options{true, Cores(), &casebook.store()};
  const CheckReport report = Must(CheckCasebook(*view, casebook.captures(), casebook.identity(), seen, options));
  if (report.damaged()) Must(absl::DataLossError("the casebook is damaged"));
  const int peak = StatusLine("VmHWM:"), mapped = StatusLine("RssFile:");
  std::printf("  %-52s %10d MB, without the mapped database %d MB\n", "its peak memory in a process of its own", peak,
              peak - mapped);
}

void MeasureCheckOfSingles(const Sizes& sizes, const Folder& folder) {
  BenchCasebook ours(folder / "singles");
  ours.CaptureTable();
  constexpr int kInOneCommit = 500;
  for (int done = 0; done < sizes.checked; done += kInOneCommit) {
    ours.RecordGroup(done, std::min(kInOneCommit, sizes.checked - done));
  }
  const int cores = Cores();
  const double submissions = static_cast<double>(ours.View()->size());
  const std::vector<SignedText> texts = SomeSigned(*ours.View());
  // Floors and checks by turns, since the machine is not equally fast all the time.
  const PublicKey& key = ours.author().public_key();
  std::vector<double> ones, alls, alones, checks, alone_ratios, core_ratios, all_ratios;
  const int turns = sizes.checked > 100'000 ? 1 : kTurns;
  for (int time = 0; time < turns; ++time) {
    ones.push_back(VerifyRate(texts, key, 1));
    alones.push_back(submissions / ours.Check({true, 1, nullptr}));
    alls.push_back(VerifyRate(texts, key, cores));
    checks.push_back(submissions / ours.Check({true, cores, &ours.casebook().store()}));
    alone_ratios.push_back(alones.back() / ones.back());
    core_ratios.push_back(checks.back() / (cores * ones.back()));
    all_ratios.push_back(checks.back() / alls.back());
  }
  const double whole = submissions / ours.Check({false, cores, &ours.casebook().store()});
  std::printf("\nCheck of %.0f submissions of one claim, medians of %d turns\n", submissions, turns);
  std::printf("  %-52s %10.0f /s\n", "floor: Ed25519 verifications, one thread", Median(ones));
  std::printf("  %-52s %10.0f /s\n", absl::StrCat("       the same on ", cores, " threads at once").c_str(), Median(alls));
  std::printf("  %-52s %10.0f /s  ratio %.2f\n", "check --integrity, one thread", Median(alones),
              Median(alone_ratios));
  std::printf("  %-52s %10.0f /s  ratio %.2f to %d times the first floor, %.2f to the second\n",
              absl::StrCat("check --integrity, ", cores, " threads").c_str(), Median(checks), Median(core_ratios), cores,
              Median(all_ratios));
  std::fflush(stdout);
  const std::string itself = std::filesystem::read_symlink("/proc/self/exe");
  if (!Succeeds(absl::StrCat("'", itself, "' --check '", folder / "singles", "'"))) {
    Must(absl::UnknownError("the check in a process of its own failed"));
  }
  std::printf("  %-52s %10.0f /s\n", absl::StrCat("check of everything, ", cores, " threads").c_str(), whole);
}

void MeasureCheckBesideGit(const Sizes& sizes, const Folder& folder) {
  BenchCasebook ours(folder / "many");
  ours.Import(MakeDataset(sizes.files, 1000, /*starts=*/true));
  const std::string git = absl::StrCat("git -c core.fsync=none -c gc.auto=0 -C '", folder / "git", "' ");
  const std::string quiet = " >/dev/null 2>&1";
  std::filesystem::create_directories(folder / "git");
  const int records = WriteRecordFiles(*ours.View(), folder / "git");
  const int cores = Cores();
  const double integrity = records / MedianCheck(&ours, {true, cores, &ours.casebook().store()});
  const double alone = records / MedianCheck(&ours, {true, 1, nullptr});
  std::printf("\nCheck of %d records in submissions of 128, medians of %d\n", records, kTimes);
  std::printf("  %-52s %10.0f records/s\n", "check --integrity, one thread", alone);
  std::printf("  %-52s %10.0f records/s\n", absl::StrCat("check --integrity, ", cores, " threads").c_str(), integrity);
  if (!Succeeds(git + "init -q" + quiet) || !Succeeds(git + "add -A" + quiet) ||
      !Succeeds(git + "-c user.name=bench -c user.email=bench@example.org commit -q -m records" + quiet)) {
    std::printf("  git is not to be had here: no comparison\n");
    return;
  }
  const double loose = records / CommandSeconds(git + "fsck" + quiet);
  std::printf("  %-52s %10.0f records/s  ratio %.2f\n", "git fsck, one file a record, as git add left them", loose,
              integrity / loose);
  if (!Succeeds(git + "repack -a -d -q" + quiet)) return;
  const double packed = records / CommandSeconds(git + "fsck" + quiet);
  std::printf("  %-52s %10.0f records/s  ratio %.2f\n", "git fsck, the same in one pack", packed, integrity / packed);
}

}  // namespace tallystick
