#include "core/provenance/disjoint_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

PathGraph Graph(int vertices, const std::vector<std::pair<int, int>>& edges, std::vector<int> starts,
                std::vector<int> ends) {
  PathGraph graph;
  for (int v = 0; v < vertices; ++v) graph.AddVertex();
  for (const auto& [from, to] : edges) graph.next[from].push_back(to);
  graph.starts = std::move(starts);
  graph.ends = std::move(ends);
  return graph;
}

// The vertex sets of all simple paths, found by walking every one.
void Walk(const PathGraph& graph, int at, unsigned used, std::set<unsigned>* paths) {
  used |= 1u << at;
  if (std::count(graph.ends.begin(), graph.ends.end(), at) != 0) paths->insert(used);
  for (const int to : graph.next[at]) {
    if ((used >> to & 1) == 0) Walk(graph, to, used, paths);
  }
}

std::set<unsigned> AllPaths(const PathGraph& graph) {
  std::set<unsigned> paths;
  for (const int start : graph.starts) Walk(graph, start, 0, &paths);
  return paths;
}

int MostDisjoint(const std::set<unsigned>& paths, unsigned used, std::map<unsigned, int>* known) {
  if (const auto it = known->find(used); it != known->end()) return it->second;
  int most = 0;
  for (const unsigned path : paths) {
    if ((path & used) == 0) most = std::max(most, 1 + MostDisjoint(paths, used | path, known));
  }
  return (*known)[used] = most;
}

unsigned AsSet(const std::vector<int>& vertices) {
  unsigned set = 0;
  for (const int v : vertices) set |= 1u << v;
  return set;
}

bool MeetsAll(unsigned cut, const std::set<unsigned>& paths) {
  return std::all_of(paths.begin(), paths.end(), [cut](unsigned path) { return (path & cut) != 0; });
}

TEST(DisjointPaths, NoPathNeedsNoCut) {
  EXPECT_EQ(FindDisjointPaths(PathGraph()).count, 0);
  const DisjointPaths found = FindDisjointPaths(Graph(3, {{0, 1}}, {0}, {2}));
  EXPECT_EQ(found.count, 0);
  EXPECT_THAT(found.cut, IsEmpty());
}

TEST(DisjointPaths, AStartThatIsAnEndIsAPath) {
  EXPECT_THAT(FindDisjointPaths(Graph(1, {}, {0}, {0})).cut, ElementsAre(0));
}

TEST(DisjointPaths, TheCutIsTheOneNearestToTheEnds) {
  EXPECT_THAT(FindDisjointPaths(Graph(4, {{0, 1}, {1, 2}, {2, 3}}, {0}, {3})).cut, ElementsAre(3));
}

TEST(DisjointPaths, OneToAvoidIsInTheCutOnlyWhenNothingElseServes) {
  PathGraph chain = Graph(3, {{0, 1}, {1, 2}}, {0}, {2});
  chain.avoid[2] = true;
  EXPECT_THAT(FindDisjointPaths(chain).cut, ElementsAre(1));
  PathGraph funnel = Graph(5, {{0, 2}, {1, 3}, {2, 4}, {3, 4}}, {0, 1}, {4});
  funnel.avoid[4] = true;
  EXPECT_THAT(FindDisjointPaths(funnel).cut, ElementsAre(4));
}

TEST(DisjointPaths, AreAsManyAsAnExhaustiveSearchFindsAndTheCutMeetsThemAll) {
  constexpr unsigned kSeed = 20221030;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937 random(kSeed);
  int several = 0;
  for (int round = 0; round < 3000; ++round) {
    const int n = 2 + static_cast<int>(random() % 8);
    PathGraph graph = Graph(n, {}, {}, {});
    for (int v = 0; v < n; ++v) {
      if (random() % 3 == 0) graph.starts.push_back(v);
      if (random() % 3 == 0) graph.ends.push_back(v);
      graph.avoid[v] = random() % 3 == 0;
      for (int to = 0; to < n; ++to) {
        if (to != v && random() % 4 == 0) graph.next[v].push_back(to);
      }
    }
    const std::set<unsigned> paths = AllPaths(graph);
    std::map<unsigned, int> known;
    const DisjointPaths found = FindDisjointPaths(graph);
    ASSERT_EQ(found.count, MostDisjoint(paths, 0, &known)) << "round " << round;
    ASSERT_EQ(static_cast<int>(found.cut.size()), found.count) << "round " << round;
    const unsigned cut = AsSet(found.cut);
    ASSERT_TRUE(MeetsAll(cut, paths)) << "round " << round;
    unsigned avoid = 0;
    for (int v = 0; v < n; ++v) avoid |= graph.avoid[v] ? 1u << v : 0;
    for (unsigned other = 0; other < 1u << n; ++other) {
      if (__builtin_popcount(other) != found.count || !MeetsAll(other, paths)) continue;
      ASSERT_LE(__builtin_popcount(cut & avoid), __builtin_popcount(other & avoid)) << "round " << round;
    }
    several += found.count > 1;
  }
  EXPECT_GT(several, 500) << "the graphs are too poor to test anything";
}

TEST(DisjointPaths, AHundredThousandSeparateWaysAreFoundTogether) {
  constexpr int kWays = 100'000;
  PathGraph graph = Graph(3 * kWays, {}, {}, {});
  for (int i = 0; i < kWays; ++i) {
    graph.starts.push_back(3 * i);
    graph.next[3 * i].push_back(3 * i + 1);
    graph.next[3 * i + 1].push_back(3 * i + 2);
    graph.ends.push_back(3 * i + 2);
  }
  EXPECT_EQ(FindDisjointPaths(graph).count, kWays);
}

}  // namespace
}  // namespace tallystick
