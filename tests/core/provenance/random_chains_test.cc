// Counts and comparisons against exhaustive search over small random casebooks.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

constexpr int kMostSources = 6, kMostCaptures = 4;
constexpr int kRounds = 2500;
constexpr unsigned kSeed = 20221031;

struct PlainClaim {
  int capture;
  std::vector<std::vector<int>> steps;
  bool any_of;  // of the last step
  bool first_hand;
};

// Sources are numbered from 0; captures follow them as vertices.
struct Plain {
  int sources, captures;
  std::vector<bool> named;
  std::vector<int> controller;  // a smaller number, or -1
  std::vector<std::pair<int, int>> different;
  std::vector<PlainClaim> claims;

  int RootOf(int source) const {
    while (controller[source] >= 0) source = controller[source];
    return source;
  }
};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }

 private:
  std::mt19937 random_;
};

Plain Roll(Dice& dice) {
  Plain plain;
  plain.sources = 2 + dice.Below(kMostSources - 1);
  plain.captures = 1 + dice.Below(kMostCaptures);
  for (int s = 0; s < plain.sources; ++s) {
    plain.named.push_back(!dice.OneIn(3));
    plain.controller.push_back(s > 0 && dice.OneIn(4) ? dice.Below(s) : -1);
  }
  for (int links = dice.OneIn(2) ? dice.Below(5) : 0; links > 0; --links) {
    const int a = dice.Below(plain.sources), b = dice.Below(plain.sources);
    if (a != b) plain.different.push_back({a, b});
  }
  for (int claims = 1 + dice.Below(5); claims > 0; --claims) {
    PlainClaim claim{dice.Below(plain.captures), {}, false, !dice.OneIn(3)};
    for (int steps = 1 + dice.Below(3); steps > 0; --steps) {
      claim.steps.push_back({dice.Below(plain.sources)});
      const int other = dice.Below(plain.sources);
      if (dice.OneIn(4) && other != claim.steps.back()[0]) claim.steps.back().push_back(other);
    }
    claim.any_of = claim.steps.back().size() > 1 && dice.OneIn(2);
    plain.claims.push_back(claim);
  }
  return plain;
}

// --- the literal reference -----------------------------------------------------------------------------------------

using Matrix = std::array<std::array<bool, kMostSources>, kMostSources>;

// Who reaches whom by steps that lead from one controller to another.
Matrix Citations(const Plain& plain) {
  Matrix reach{};
  for (const PlainClaim& claim : plain.claims) {
    for (size_t i = 1; i < claim.steps.size(); ++i) {
      for (const int from : claim.steps[i - 1]) {
        for (const int to : claim.steps[i]) reach[from][to] = reach[from][to] || plain.RootOf(from) != plain.RootOf(to);
      }
    }
  }
  for (int k = 0; k < plain.sources; ++k) {
    for (int i = 0; i < plain.sources; ++i) {
      for (int j = 0; j < plain.sources; ++j) reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
    }
  }
  return reach;
}

std::vector<int> SpeakersOf(const PlainClaim& claim, const Matrix& reach) {
  std::vector<int> speakers;
  for (const int source : claim.steps.back()) {
    if (claim.first_hand || !reach[source][source]) speakers.push_back(source);
  }
  return speakers;
}

bool IsKnownDifferent(const Plain& plain, int a, int b) {
  if (a == b) return false;
  if (plain.named[a] && plain.named[b]) return true;
  for (const auto& [x, y] : plain.different) {
    for (const auto& [from, to] : {std::pair(x, y), std::pair(y, x)}) {
      for (const auto& [unnamed, other] : {std::pair(a, b), std::pair(b, a)}) {
        const bool about_other = to == other || (plain.named[other] && plain.RootOf(to) == other);
        if (!plain.named[unnamed] && from == unnamed && about_other) return true;
      }
    }
  }
  return false;
}

// The fewest people that these can be: tries every way of putting each with others or alone.
int FewestPeople(const Plain& plain, const std::vector<int>& roots, size_t at, std::vector<std::vector<int>>& people) {
  if (at == roots.size()) return static_cast<int>(people.size());
  people.push_back({roots[at]});
  int fewest = FewestPeople(plain, roots, at + 1, people);
  people.pop_back();
  for (size_t i = 0; i < people.size(); ++i) {
    const bool fits = std::none_of(people[i].begin(), people[i].end(),
                                   [&](int other) { return IsKnownDifferent(plain, roots[at], other); });
    if (!fits) continue;
    people[i].push_back(roots[at]);
    fewest = std::min(fewest, FewestPeople(plain, roots, at + 1, people));
    people[i].pop_back();
  }
  return fewest;
}

// Every way of choosing who spoke: calls `visit` with the set of roots.
template <typename Visit>
void EveryChoice(const std::vector<std::vector<int>>& choices, size_t at, unsigned roots, const Visit& visit) {
  if (at == choices.size()) return visit(roots);
  for (const int root : choices[at]) EveryChoice(choices, at + 1, roots | 1u << root, visit);
}

struct Bounds {
  int low, high;
};

Bounds TrueBounds(const Plain& plain) {
  const Matrix reach = Citations(plain);
  std::vector<std::vector<int>> all, first_hand;
  for (const PlainClaim& claim : plain.claims) {
    std::vector<std::vector<int>> ends;
    for (const int source : SpeakersOf(claim, reach)) {
      if (claim.any_of && !ends.empty()) {
        ends[0].push_back(plain.RootOf(source));
      } else {
        ends.push_back({plain.RootOf(source)});
      }
    }
    all.insert(all.end(), ends.begin(), ends.end());
    if (claim.first_hand) first_hand.insert(first_hand.end(), ends.begin(), ends.end());
  }
  Bounds bounds{kMostSources, 0};
  EveryChoice(all, 0, 0, [&](unsigned roots) { bounds.high = std::max(bounds.high, __builtin_popcount(roots)); });
  EveryChoice(first_hand, 0, 0, [&](unsigned roots) {
    std::vector<int> chosen;
    for (int r = 0; r < plain.sources; ++r) {
      if (roots >> r & 1) chosen.push_back(r);
    }
    std::vector<std::vector<int>> people;
    bounds.low = std::min(bounds.low, FewestPeople(plain, chosen, 0, people));
  });
  return bounds;
}

class Paths {
 public:
  explicit Paths(const Plain& plain) : next_(plain.sources + plain.captures), end_(next_.size()) {
    const Matrix reach = Citations(plain);
    for (const PlainClaim& claim : plain.claims) {
      std::vector<int> at = {plain.sources + claim.capture};
      starts_.insert(at[0]);
      for (const std::vector<int>& step : claim.steps) {
        for (const int from : at) next_[from].insert(step.begin(), step.end());
        at = step;
      }
      for (const int source : SpeakersOf(claim, reach)) {
        next_[source].insert(plain.RootOf(source));
        end_[plain.RootOf(source)] = true;
      }
    }
    for (const int start : starts_) Walk(start, 0);
  }

  int MostDisjoint(unsigned used = 0) {
    if (const auto it = known_.find(used); it != known_.end()) return it->second;
    int most = 0;
    for (const unsigned path : all_) {
      if ((path & used) == 0) most = std::max(most, 1 + MostDisjoint(used | path));
    }
    return known_[used] = most;
  }

  bool AllMeet(unsigned cut) const {
    return std::all_of(all_.begin(), all_.end(), [cut](unsigned path) { return (path & cut) != 0; });
  }

 private:
  void Walk(int at, unsigned used) {
    used |= 1u << at;
    if (end_[at]) all_.insert(used);
    for (const int to : next_[at]) {
      if ((used >> to & 1) == 0) Walk(to, used);
    }
  }

  std::vector<std::set<int>> next_;
  std::vector<bool> end_;
  std::set<int> starts_;
  std::set<unsigned> all_;
  std::map<unsigned, int> known_;
};

// --- the same as records -------------------------------------------------------------------------------------------

struct Written {
  Desk desk;
  std::vector<Digest> vertices;  // sources, then captures
  std::vector<Digest> claims;
};

void Write(const Plain& plain, Written* written) {
  Desk& desk = written->desk;
  std::vector<Digest>& ids = written->vertices;
  for (int s = 0; s < plain.sources; ++s) {
    const std::optional<Digest> run_by =
        plain.controller[s] < 0 ? std::nullopt : std::optional(ids[plain.controller[s]]);
    ids.push_back(plain.named[s] ? desk.Source(v1::Identity::person, absl::StrCat("S", s), run_by)
                                 : desk.Source(v1::Identity::unnamed, "", run_by));
  }
  for (int c = 0; c < plain.captures; ++c) ids.push_back(desk.Capture(absl::StrCat("C", c)));
  for (const auto& [a, b] : plain.different) desk.Link(v1::Link::different, ids[a], ids[b]);
  for (const PlainClaim& claim : plain.claims) {
    std::vector<Said> steps;
    for (const std::vector<int>& step : claim.steps) {
      Said said;
      for (const int s : step) said.by.push_back(ids[s]);
      steps.push_back(said);
    }
    if (claim.any_of) steps.back().joined = v1::Step::any_of;
    written->claims.push_back(desk.Claim(ids[plain.sources + claim.capture], steps,
                                         claim.first_hand ? v1::Attribution::witnessed : v1::Attribution::told));
  }
}

void CheckCount(const Plain& plain, const Written& written, const RecordSet& records, int* narrow) {
  const OriginCount count = CountOf(records, written.claims);
  const Bounds bounds = TrueBounds(plain);
  ASSERT_EQ(count.origins_high, bounds.high);
  ASSERT_LE(count.origins_low, bounds.low);
  const bool choices =
      std::any_of(plain.claims.begin(), plain.claims.end(), [](const PlainClaim& claim) { return claim.any_of; });
  if (!choices && plain.different.empty()) {
    ASSERT_EQ(count.origins_low, bounds.low);
  }
  *narrow += count.origins_low == bounds.low;
  Paths paths(plain);
  ASSERT_EQ(count.routes, paths.MostDisjoint());
  ASSERT_EQ(static_cast<int>(count.choke_points.size()), count.routes);
  unsigned cut = 0;
  for (const Digest& id : count.choke_points) {
    cut |= 1u << (std::find(written.vertices.begin(), written.vertices.end(), id) - written.vertices.begin());
  }
  ASSERT_TRUE(paths.AllMeet(cut));
}

void CheckPairs(const Written& written, const RecordSet& records, int* independent) {
  for (const Digest& a : written.claims) {
    for (const Digest& b : written.claims) {
      if (a == b) continue;
      const OriginRelation relation = RelationOf(records, a, b);
      ASSERT_EQ(relation, RelationOf(records, b, a));
      if (relation != OriginRelation::kIndependent) continue;
      ++*independent;
      ASSERT_GE(CountOf(records, {a, b}).origins_low, 2) << "independent claims have two origins";
    }
  }
}

TEST(RandomChains, CountsAgreeWithExhaustiveSearchInEveryOrderOfArrival) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  Dice dice(kSeed);
  int narrow = 0, independent = 0;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    const Plain plain = Roll(dice);
    Written written;
    Write(plain, &written);
    const RecordSet records = written.desk.Records();
    CheckCount(plain, written, records, &narrow);
    CheckPairs(written, records, &independent);
    if (testing::Test::HasFatalFailure()) return;
    const OriginCount count = CountOf(records, written.claims);
    const RecordSet shuffled = written.desk.Records(/*order=*/1 + static_cast<unsigned>(round));
    std::reverse(written.claims.begin(), written.claims.end());
    const OriginCount again = CountOf(shuffled, written.claims);
    ASSERT_EQ(OriginCountInWords(again), OriginCountInWords(count));
    ASSERT_EQ(again.routes, count.routes);
    ASSERT_EQ(again.choke_points, count.choke_points);
    ASSERT_EQ(again.reasons, count.reasons);
  }
  std::cout << kRounds << " random casebooks of seed " << kSeed << ": the least number is exact in " << narrow << ", "
            << independent / 2 << " independent pairs\n";
  EXPECT_GT(narrow, kRounds * 9 / 10);
  EXPECT_GT(independent, 200) << "too few to mean anything";
}

}  // namespace
}  // namespace tallystick
