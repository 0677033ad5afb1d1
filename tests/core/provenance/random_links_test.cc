// Counts and routes against exhaustive search over random casebooks of up to 12 sources and captures, with every kind
// of link that changes who is who.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "tests/core/provenance/literal_count.h"

namespace tallystick {
namespace {

constexpr int kRounds = 10000;
constexpr unsigned kSeed = 20221124;

struct Tally {
  int exact = 0, least = 0, independent = 0, several_routes = 0;
};

void CheckCount(const Story& story, const Written& written, const RecordSet& records, Tally* tally) {
  Literal literal(story, written.ids);
  const OriginCount count = CountOf(records, written.claims);
  const auto [low, high] = literal.Bounds();
  ASSERT_EQ(count.origins_high, high);
  ASSERT_LE(count.origins_low, low) << "\"at least\" must be a bound";
  if (!literal.has_choices() && story.different.empty()) {
    ASSERT_EQ(count.origins_low, low);
    ++tally->exact;
  }
  tally->least += count.origins_low == low;
  ASSERT_EQ(count.routes, literal.MostDisjoint());
  ASSERT_EQ(static_cast<int>(count.choke_points.size()), count.routes);
  unsigned cut = 0;
  for (const Digest& id : count.choke_points) {
    cut |= 1u << (std::find(written.ids.begin(), written.ids.end(), id) - written.ids.begin());
  }
  ASSERT_TRUE(literal.AllMeet(cut));
  tally->several_routes += count.routes > 1;
}

void CheckPairs(const Written& written, const RecordSet& records, Tally* tally) {
  for (size_t i = 0; i < written.claims.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Digest &a = written.claims[i], &b = written.claims[j];
      const OriginRelation relation = RelationOf(records, a, b);
      ASSERT_EQ(relation, RelationOf(records, b, a));
      if (relation != OriginRelation::kIndependent) continue;
      ++tally->independent;
      ASSERT_GE(CountOf(records, {a, b}).origins_low, 2)
          << "independent claims have two origins: " << i << " and " << j;
    }
  }
}

// What is suspected to be one lowers the least number, never below what the suspicions allow, and nothing else.
TEST(RandomLinks, SuspicionsLowerTheLeastNumberToABound) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed + 1));
  Dice dice(kSeed + 1);
  int lowered = 0, least = 0, rounds = kRounds / 4;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    const Story story = Roll(dice);
    SCOPED_TRACE(Describe(story));
    Written written;
    Write(story, &written);
    Pairs suspected;
    std::vector<MayBeOne> sets;
    for (int n = 1 + dice.Below(2); n > 0; --n) {
      const int a = dice.Below(static_cast<int>(story.claims.size()));
      const int b = dice.Below(static_cast<int>(story.claims.size()));
      if (a == b) continue;
      suspected.push_back({a, b});
      sets.push_back({{written.claims[a], written.claims[b]}, absl::StrCat("figure ", n)});
    }
    const RecordSet records = written.desk.Records();
    const OriginCount plain = CountOf(records, written.claims);
    const OriginCount count = CountOf(records, written.claims, SharedOrigins(sets));
    const auto [low, high] = Literal(story, written.ids, suspected).Bounds();
    ASSERT_LE(count.origins_low, low) << "\"at least\" must be a bound";
    ASSERT_EQ(count.origins_high, high);
    ASSERT_EQ(count.origins_high, plain.origins_high);
    ASSERT_EQ(count.low_if_unsuspected, plain.origins_low);
    ASSERT_EQ(count.routes, plain.routes);
    if (count.origins_low < plain.origins_low) {
      ++lowered;
      ASSERT_FALSE(count.suspicions.empty());
    }
    least += count.origins_low == low;
    std::reverse(sets.begin(), sets.end());
    std::reverse(written.claims.begin(), written.claims.end());
    const OriginCount again =
        CountOf(written.desk.Records(/*order=*/1 + static_cast<unsigned>(round)), written.claims, SharedOrigins(sets));
    ASSERT_EQ(OriginCountInWords(again), OriginCountInWords(count));
    ASSERT_EQ(again.reasons, count.reasons);
  }
  std::cout << "the least number is exact in " << least << " of " << rounds << ", lowered in " << lowered << "\n";
  EXPECT_GT(lowered, rounds / 20);
  EXPECT_GT(least, rounds * 8 / 10);
}

TEST(RandomLinks, CountsAndRoutesAgreeWithExhaustiveSearch) {
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  Dice dice(kSeed);
  Tally tally;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(absl::StrCat("round ", round));
    const Story story = Roll(dice);
    SCOPED_TRACE(Describe(story));
    Written written;
    Write(story, &written);
    const RecordSet records = written.desk.Records();
    CheckCount(story, written, records, &tally);
    if (round % 4 == 0) CheckPairs(written, records, &tally);
    if (round % 4 == 1) {
      const OriginCount count = CountOf(records, written.claims);
      std::reverse(written.claims.begin(), written.claims.end());
      const OriginCount again =
          CountOf(written.desk.Records(/*order=*/1 + static_cast<unsigned>(round)), written.claims);
      ASSERT_EQ(OriginCountInWords(again), OriginCountInWords(count));
      ASSERT_EQ(again.choke_points, count.choke_points);
      ASSERT_EQ(again.reasons, count.reasons);
    }
    if (testing::Test::HasFatalFailure()) return;
  }
  std::cout << kRounds << " random casebooks of seed " << kSeed << ": the least number is exact in " << tally.least
            << ", as it must be in " << tally.exact << "; " << tally.several_routes << " with several routes, "
            << tally.independent << " independent pairs\n";
  EXPECT_GT(tally.least, kRounds * 9 / 10);
  EXPECT_GT(tally.exact, kRounds / 5) << "too few to mean anything";
  EXPECT_GT(tally.several_routes, kRounds / 10);
  EXPECT_GT(tally.independent, 200);
}

}  // namespace
}  // namespace tallystick
