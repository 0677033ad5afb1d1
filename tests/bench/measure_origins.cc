// How many origins and routes stand behind a set of claims, beside what a plain program does over the same edges:
// SQLite's recursive query, and a walk from each claim. Neither knows bounds, routes or choke points.
#include <cstdio>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "core/provenance/provenance.h"
#include "store/sqlite/database.h"
#include "tests/bench/attribution_world.h"
#include "tests/bench/bench_casebook.h"
#include "tests/bench/measure.h"
#include "tests/bench/must.h"

namespace tallystick {
namespace {

constexpr std::pair<WorldShape, const char*> kLines[] = {
    {WorldShape::kOneSource, "all said by one source"},
    {WorldShape::kOneCapture, "one article that cites as many"},
    {WorldShape::kSameLine, "a line of same links"},
    {WorldShape::kCitationLine, "a circle of citations"},
    {WorldShape::kControlLine, "a line of controllers"},
    {WorldShape::kOneStatement, "a line of same-statement links"},
    {WorldShape::kCopies, "copies of one original"},
    {WorldShape::kUnnamed, "unnamed, each held apart from the next"},
};

// The vertices reached from all claims at once.
double SecondsOfSqlite(const AttributionWorld& world, const std::string& path, int64_t* reached) {
  Database database = Must(Database::Open(path, Database::Mode::kCreate));
  Must(
      database.Execute("CREATE TABLE starts(v INTEGER PRIMARY KEY);"
                       "CREATE TABLE edges(a INTEGER, b INTEGER, PRIMARY KEY(a, b)) WITHOUT ROWID; BEGIN"));
  Statement first = Must(database.Prepare("INSERT OR IGNORE INTO starts VALUES(?1)"));
  Statement edge = Must(database.Prepare("INSERT OR IGNORE INTO edges VALUES(?1, ?2)"));
  for (const int v : world.starts) Must(first.Bind(1, v).Run());
  for (const auto& [a, b] : world.edges) Must(edge.Bind(1, a).Bind(2, b).Run());
  Must(database.Execute("COMMIT"));
  Statement count = Must(database.Prepare(
      "WITH RECURSIVE reached(v) AS (SELECT v FROM starts UNION SELECT b FROM edges JOIN reached ON a = v) "
      "SELECT count(*) FROM reached"));
  const std::clock_t start = std::clock();
  Must(count.Step());
  *reached = count.Integer(0);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

// A walk from each of the first `claims`.
double SecondsOfWalks(const AttributionWorld& world, int claims) {
  std::vector<std::vector<int>> next(static_cast<size_t>(world.vertices));
  for (const auto& [a, b] : world.edges) next[static_cast<size_t>(a)].push_back(b);
  const std::clock_t start = std::clock();
  std::vector<int> seen(next.size(), -1), open;
  for (int claim = 0; claim < claims; ++claim) {
    open = {world.starts[static_cast<size_t>(claim)]};
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      for (const int to : next[static_cast<size_t>(at)]) {
        if (seen[static_cast<size_t>(to)] == claim) continue;
        seen[static_cast<size_t>(to)] = claim;
        open.push_back(to);
      }
    }
  }
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

// Processor time, in which other programs play no part.
double SecondsOfCount(const AttributionWorld& world, OriginCount* count) {
  const std::clock_t start = std::clock();
  *count = CountOrigins(world.records, world.claims);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

void MeasureOrigins(const Sizes& sizes, const Folder& folder) {
  OriginCount count;
  {
    const AttributionWorld world = MakeWorld(WorldShape::kMixed, sizes.reports);
    const double ours =
        Median({SecondsOfCount(world, &count), SecondsOfCount(world, &count), SecondsOfCount(world, &count)});
    std::printf("\nOrigins and routes of %d reports, %zu edges, %d vertices, in memory, one thread, processor time\n", count.reports,
                world.edges.size(), world.vertices);
    std::printf("  %-44s %9.3f s   %s, %d routes\n", "counted, with the choke points", ours,
                OriginCountInWords(count).c_str(), count.routes);
    int64_t reached = 0;
    const double sqlite = SecondsOfSqlite(world, folder / "edges.db", &reached);
    std::printf("  %-44s %9.3f s   %lld vertices; ratio %.2f\n", "a recursive query in SQLite: what is reached", sqlite,
                static_cast<long long>(reached), sqlite / ours);
    const int walked = std::min(count.reports, 200);
    const double walks = SecondsOfWalks(world, walked) * count.reports / walked;
    std::printf("  %-44s %9.1f s   from %d of them; ratio %.0f\n", "a walk from each report", walks, walked,
                walks / ours);
  }
  std::printf("  what could grow faster than the reports:\n");
  for (const auto& [shape, what] : kLines) {
    const AttributionWorld half = MakeWorld(shape, sizes.reports / 2), whole = MakeWorld(shape, sizes.reports);
    const double before = SecondsOfCount(half, &count), ours = SecondsOfCount(whole, &count);
    std::printf("  %-44s %9.3f s   %.1f times that of half; %s, %d routes\n", what, ours, ours / before,
                OriginCountInWords(count).c_str(), count.routes);
    std::fflush(stdout);
  }
}

}  // namespace tallystick
