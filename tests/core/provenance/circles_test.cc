#include "core/provenance/circles.h"

#include <gtest/gtest.h>

#include <algorithm>
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

TEST(FindCircles, AreTheLargestSetsThatReachEachOther) {
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
    std::set<std::set<Digest>> expected;
    for (int i = 0; i < n; ++i) {
      std::set<Digest> circle;
      for (int j = 0; j < n; ++j) {
        if (reach[i][j] && reach[j][i]) circle.insert(Node(j));
      }
      if (!circle.empty()) expected.insert(circle);
    }
    const std::vector<std::set<Digest>> found = FindCircles(graph);
    ASSERT_EQ(std::set(found.begin(), found.end()), expected) << "round " << round;
    ASSERT_TRUE(std::is_sorted(found.begin(), found.end()));
  }
}

TEST(FindCircles, ALongChainNeedsNoDeepStack) {
  CitationGraph graph;
  for (int i = 0; i < 100'000; ++i) graph[Node(i)].insert(Node(i + 1));
  EXPECT_TRUE(FindCircles(graph).empty());
  graph[Node(100'000)].insert(Node(0));
  ASSERT_EQ(FindCircles(graph).size(), 1u);
  EXPECT_EQ(FindCircles(graph)[0].size(), 100'001u);
}

}  // namespace
}  // namespace tallystick
