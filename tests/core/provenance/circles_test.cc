#include "core/provenance/circles.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

Digest Node(int i) {
  Digest digest;
  std::memcpy(digest.bytes.data(), &i, sizeof i);
  return digest;
}

TEST(NodesOnCircles, AreThoseThatReachThemselves) {
  constexpr unsigned kSeed = 20221029;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    const int n = 2 + static_cast<int>(random() % 7);
    std::vector<std::vector<bool>> reach(n, std::vector<bool>(n));
    CitationGraph graph;
    for (int edges = static_cast<int>(random() % (2 * n)); edges > 0; --edges) {
      const int from = static_cast<int>(random() % n), to = static_cast<int>(random() % n);
      if (from == to) continue;
      graph[Node(from)].insert(Node(to));
      reach[from][to] = true;
    }
    for (int k = 0; k < n; ++k) {
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
      }
    }
    std::set<Digest> expected;
    for (int i = 0; i < n; ++i) {
      if (reach[i][i]) expected.insert(Node(i));
    }
    ASSERT_EQ(NodesOnCircles(graph), expected) << "round " << round;
  }
}

TEST(NodesOnCircles, ALongChainNeedsNoDeepStack) {
  CitationGraph graph;
  for (int i = 0; i < 100'000; ++i) graph[Node(i)].insert(Node(i + 1));
  EXPECT_TRUE(NodesOnCircles(graph).empty());
  graph[Node(100'000)].insert(Node(0));
  EXPECT_EQ(NodesOnCircles(graph).size(), 100'001u);
}

}  // namespace
}  // namespace tallystick
