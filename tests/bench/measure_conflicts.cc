// Bounds on counts added one at a time, beside the join of the same rows with themselves that an analyst would write in
// SQLite. The join finds pairs alone; it cannot add up.
#include <malloc.h>

#include <cstdio>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "core/conflict/count_solver.h"
#include "core/conflict/standing_counts.h"
#include "store/sqlite/database.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/count_world.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"

namespace tallystick {
namespace {

StandingCounts::Bound BoundOf(const CountWorld& world, const CountClaim& c, int claim, bool lower) {
  return {world.ScopeOf(c), kEndOfTime, lower, lower ? c.low : c.high, claim};
}

void AddClaim(const CountWorld& world, const CountClaim& c, int claim, StandingCounts* counts) {
  if (c.low > 0) counts->Add(BoundOf(world, c, claim, true));
  if (c.high >= 0) counts->Add(BoundOf(world, c, claim, false));
}

void RemoveClaim(const CountWorld& world, const CountClaim& c, int claim, StandingCounts* counts) {
  if (c.low > 0) counts->Remove(BoundOf(world, c, claim, true));
  if (c.high >= 0) counts->Remove(BoundOf(world, c, claim, false));
}

// Microseconds that a share of them stays below.
double Percentile(std::vector<float>* micros, double share) {
  const auto at = micros->begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(micros->size() - 1));
  std::nth_element(micros->begin(), at, micros->end());
  return *at;
}

size_t BytesInUse() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Seconds for all of them.
double MeasureStanding(const CountWorld& world, int number) {
  std::vector<CountClaim> planted;
  const std::vector<CountClaim> claims = world.Claims(number, &planted);
  const int n = static_cast<int>(claims.size());
  std::vector<float> micros(claims.size());
  const size_t before = BytesInUse();
  StandingCounts counts(world.lattices(), true);
  const std::clock_t start = std::clock();
  for (int i = 0; i < n; ++i) {
    const Stopwatch one;
    AddClaim(world, claims[static_cast<size_t>(i)], i, &counts);
    micros[static_cast<size_t>(i)] = static_cast<float>(one.Seconds() * 1e6);
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const double bytes = static_cast<double>(BytesInUse() - before) / n;
  const int heavy = static_cast<int>(counts.HeavySites().size());
  int seen = 0;
  for (const CountClaim& c : planted) seen += counts.IsHeavy(counts.SiteOf(world.ScopeOf(c), kEndOfTime));
  // Taken back and said again, all over the world.
  std::vector<float> again;
  for (int k = 0; k < 20'000; ++k) {
    const int i = static_cast<int>(static_cast<int64_t>(k) * 7919 % n);
    const Stopwatch one;
    RemoveClaim(world, claims[static_cast<size_t>(i)], i, &counts);
    AddClaim(world, claims[static_cast<size_t>(i)], i, &counts);
    again.push_back(static_cast<float>(one.Seconds() * 1e6));
  }
  if (static_cast<int>(counts.HeavySites().size()) != heavy) Must(absl::InternalError("taking back left a trace"));
  std::printf(
      "  %9d claims %9.0f claims/s   p50 %5.1f µs   p99 %6.1f µs   %5.0f bytes a claim   %d scopes, %d heavy; %d of "
      "%zu "
      "planted\n",
      n, n / seconds, Percentile(&micros, 0.5), Percentile(&micros, 0.99), bytes, counts.sites(), heavy, seen,
      planted.size());
  std::printf("  %38s p50 %5.1f µs   p99 %6.1f µs\n", "taken back and said again", Percentile(&again, 0.5),
              Percentile(&again, 0.99));
  return seconds;
}

void FillAbove(Database* database, const char* table, const std::vector<int>& above) {
  Must(database->Execute(absl::StrCat("CREATE TABLE ", table,
                                      "(x INTEGER, above INTEGER, PRIMARY KEY(x, above)) "
                                      "WITHOUT ROWID")
                             .c_str()));
  Statement insert = Must(database->Prepare(absl::StrCat("INSERT INTO ", table, " VALUES(?1, ?2)")));
  for (int x = 0; x < static_cast<int>(above.size()); ++x) {
    for (int a = x; a >= 0; a = above[static_cast<size_t>(a)]) Must(insert.Bind(1, x).Bind(2, a).Run());
  }
}

// Each lower bound against the upper bounds of all that holds it. `hinted`: led from the lower bounds up, by an index
// on the upper ones alone; otherwise as one writes it down, with an index on the scope. Seconds; nothing beyond
// kLongestJoin.
constexpr double kLongestJoin = 120;

struct Join {
  std::optional<double> seconds;
  int64_t pairs = 0;
};

Join MeasureJoin(const CountWorld& world, int number, const std::string& path, bool hinted) {
  Database database = Must(Database::Open(path, Database::Mode::kCreate));
  Must(database.Execute("BEGIN"));
  FillAbove(&database, "places", world.places());
  FillAbove(&database, "times", world.times());
  FillAbove(&database, "classes", world.classes());
  Must(
      database.Execute("CREATE TABLE claims(id INTEGER PRIMARY KEY, place INTEGER, time INTEGER, class INTEGER, "
                       "low INTEGER, high INTEGER)"));
  std::vector<CountClaim> planted;
  {
    Statement insert =
        Must(database.Prepare("INSERT INTO claims(place, time, class, low, high) "
                              "VALUES(?1, ?2, ?3, ?4, nullif(?5, -1))"));
    for (const CountClaim& c : world.Claims(number, &planted))
      Must(insert.Bind(1, c.place).Bind(2, c.time).Bind(3, c.of_class).Bind(4, c.low).Bind(5, c.high).Run());
  }
  Must(database.Execute("COMMIT"));
  const std::clock_t start = std::clock();
  const auto seconds = [start] { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; };
  const auto too_long = [](void* since) {
    const std::clock_t took = std::clock() - *static_cast<const std::clock_t*>(since);
    return static_cast<double>(took) / CLOCKS_PER_SEC > kLongestJoin ? 1 : 0;
  };
  Must(database.Execute(hinted ? "CREATE INDEX scopes ON claims(place, time, class, high) WHERE high IS NOT NULL"
                               : "CREATE INDEX scopes ON claims(place, time, class)"));
  Must(database.Execute("ANALYZE"));
  Statement join = Must(database.Prepare(
      hinted ? "SELECT count(*) FROM claims l CROSS JOIN places p ON p.x = l.place CROSS JOIN times t ON t.x = l.time "
               "CROSS JOIN classes c ON c.x = l.class CROSS JOIN claims h ON h.place = p.above AND h.time = t.above "
               "AND h.class = c.above AND h.high IS NOT NULL AND h.high < l.low WHERE l.low > 0"
             : "SELECT count(*) FROM claims h JOIN claims l ON l.low > h.high "
               "JOIN places p ON p.x = l.place AND p.above = h.place JOIN times t ON t.x = l.time AND "
               "t.above = h.time JOIN classes c ON c.x = l.class AND c.above = h.class"));
  sqlite3_progress_handler(database.handle(), 100'000, too_long, const_cast<std::clock_t*>(&start));
  if (!join.Step().ok()) return {};
  return {seconds(), join.Integer(0)};
}

void PrintJoin(const char* what, const Join& join, double ours) {
  if (join.seconds) {
    std::printf("  %44s %8.2f s, %.1f times as long; %lld pairs\n", what, *join.seconds, *join.seconds / ours,
                static_cast<long long>(join.pairs));
  } else {
    std::printf("  %44s given up after %.0f s, %.1f times as long\n", what, kLongestJoin, kLongestJoin / ours);
  }
  std::fflush(stdout);
}

// Floors of as many scopes that share nobody, inside one whole that admits one fewer than all of them: hours of one
// place or, with `across`, days of several places.
void MeasureExplanation(const CountWorld& world, int number, bool across) {
  StandingCounts counts(world.lattices(), true);
  std::vector<StandingCounts::Bound> bounds;
  for (int i = 0; i + 1 < number; ++i) {
    CountClaim c{157 + (across ? i / 30 : 0), 61 + i % 30, 1};
    c.low = 1 + i % 7;
    bounds.push_back(BoundOf(world, c, i, true));
    if (!across) bounds.back().scope.begin = i * 3600, bounds.back().scope.end = (i + 1) * 3600;
  }
  int64_t sum = 0;
  for (const auto& b : bounds) sum += b.value;
  CountClaim whole{0, 0, 0, 0, sum - 1};
  bounds.push_back(BoundOf(world, whole, number - 1, false));
  for (const auto& b : bounds) counts.Add(b);
  const std::clock_t start = std::clock();
  const std::vector<int> claims = counts.ClaimsAround(counts.SiteOf(bounds.back().scope, kEndOfTime));
  const double around = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  CountProblem problem(world.lattices());
  for (int claim : claims) {
    const StandingCounts::Bound& b = bounds[static_cast<size_t>(claim)];
    CountBound bound;
    bound.claim = static_cast<int>(problem.bounds.size());
    bound.node = problem.scopes.Add(b.scope);
    bound.lower = b.lower;
    bound.hard = bound.usual = bound.soft = b.lower ? Range{b.value, std::nullopt} : Range{0, b.value};
    bound.upper = b.lower ? CountBound::Upper::kNone : CountBound::Upper::kAsserted;
    bound.from = bound.by = kBeginningOfTime;
    problem.bounds.push_back(bound);
  }
  problem.readings.resize(claims.size());
  problem.figures.resize(claims.size());
  const CountSolution solution = SolveCounts(problem);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const size_t members = solution.conflicts.empty() ? 0 : solution.conflicts[0].lowers.size() + 1;
  const auto undecided = std::find_if(solution.remarks.begin(), solution.remarks.end(),
                                      [](const Remark& r) { return r.kind == kNotDecided; });
  const std::string outcome = !solution.conflicts.empty()           ? absl::StrCat("a conflict of ", members)
                              : undecided != solution.remarks.end() ? absl::StrCat("not decided: ", undecided->reason)
                                                                    : "nothing";
  std::printf("  %6zu claims, %-22s found in %6.2f ms, explained in %8.2f ms   %s\n", claims.size(),
              across ? "days of several places" : "hours of one place", around * 1e3, seconds * 1e3, outcome.c_str());
}

}  // namespace

void MeasureConflicts(const Sizes& sizes, const Folder& folder) {
  const CountWorld world;
  std::printf(
      "\nCounts of 4 levels of places, 4 of times, 3 of victims, added one at a time, one thread, processor time\n");
  std::vector<double> each;
  for (int number : sizes.counts) {
    const double seconds = MeasureStanding(world, number);
    each.push_back(seconds / number);
    std::fflush(stdout);
    if (number > sizes.joined) continue;
    const std::string path = folder / absl::StrCat("counts", number);
    PrintJoin("joined in SQLite, hinted", MeasureJoin(world, number, path + "h.db", true), seconds);
    PrintJoin("joined in SQLite as written", MeasureJoin(world, number, path + "w.db", false), seconds);
  }
  std::printf("  a claim costs at %d %.2f times what it costs at %d\n", sizes.counts.back(), each.back() / each.front(),
              sizes.counts.front());
  for (const bool across : {false, true}) {
    for (int number : sizes.explained) MeasureExplanation(world, number, across);
  }
}

}  // namespace tallystick
