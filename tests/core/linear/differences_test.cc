#include "core/linear/differences.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tallystick {
namespace {

using Kind = Feasibility;
using testing::ElementsAre;
using testing::IsEmpty;

// value[a] < value[b], or <= value[b] - gap.
Difference Before(int a, int b, std::vector<int> members, int64_t gap = 1) { return {b, a, -gap, std::move(members)}; }
Difference Option(Difference d, int either, int option) {
  d.either = either, d.option = option;
  return d;
}

DifferenceConflict Checked(const DifferenceSystem& system, const std::vector<int>& drop_order = {},
                           const DifferenceBudget& budget = {}) {
  DifferenceConflict conflict = MinimalDifferences(system, drop_order, budget);
  std::string why;
  EXPECT_EQ(CheckDifferences(system, conflict.certificate, &why), conflict.kind == Kind::kInfeasible) << why;
  EXPECT_EQ(conflict.kind == Kind::kUndecided, !conflict.reason.empty());
  return conflict;
}

TEST(DifferencesTest, OrderCycleIsTheConflict) {
  const DifferenceSystem system = {4, {Before(0, 1, {7}), Before(1, 2, {8}), Before(3, 1, {5}), Before(2, 0, {9})}, {}};
  const DifferenceConflict conflict = Checked(system);
  EXPECT_THAT(conflict.members, ElementsAre(7, 8, 9));
  ASSERT_EQ(conflict.certificate.nodes.size(), 1u);
  EXPECT_EQ(conflict.certificate.nodes[0].sum, -3);
}

TEST(DifferencesTest, FewestDifferencesAreTold) {
  DifferenceSystem system = {10, {}, {}};
  for (int p = 0; p < 10; ++p) system.differences.push_back(Before(p, (p + 1) % 10, {p}, 1000));
  system.differences.push_back(Before(4, 3, {20}));
  EXPECT_THAT(Checked(system).members, ElementsAre(3, 20));
}

TEST(DifferencesTest, MembersAreMinimalAcrossCycles) {
  // The shortest cycle needs three members; a longer one two of these.
  const DifferenceSystem system = {
      3, {Before(0, 1, {0}), Before(1, 0, {1, 2}), Before(1, 2, {1}), Before(2, 0, {1})}, {}};
  EXPECT_THAT(Checked(system).members, ElementsAre(0, 1));
}

TEST(DifferencesTest, ValuesKeepWhatFits) {
  const DifferenceSystem system = {3, {Before(0, 1, {}), {0, 2, 10, {}}, Before(1, 2, {}, 9)}, {}};
  const DifferenceConflict conflict = Checked(system);
  EXPECT_EQ(conflict.kind, Kind::kFeasible);
  for (const Difference& d : system.differences) EXPECT_LE(conflict.values[d.to] - conflict.values[d.from], d.most);
}

// Two stays of which neither can be before the other: each lasts, both lie within a day.
DifferenceSystem BeforeOrAfter(int64_t day) {
  return {5,
          {{0, 4, day, {3}},
           Before(0, 1, {}, 15),
           Before(2, 3, {}, 12),
           Before(0, 2, {}, 0),
           Before(1, 4, {}, 0),
           Before(3, 4, {}, 0),
           Option(Before(1, 2, {1}), 0, 0),
           Option(Before(3, 0, {1}), 0, 1)},
          {2}};
}

TEST(DifferencesTest, DisjunctionFailsWhenEachOptionDoes) {
  const DifferenceConflict conflict = Checked(BeforeOrAfter(24));
  EXPECT_EQ(conflict.kind, Kind::kInfeasible);
  EXPECT_THAT(conflict.members, ElementsAre(1, 3));
  EXPECT_EQ(conflict.certificate.nodes.size(), 3u);
  EXPECT_EQ(Checked(BeforeOrAfter(28)).kind, Kind::kFeasible);
}

TEST(DifferencesTest, TooManyCombinationsAreNotDecided) {
  // Stays of one day each, all different, in one day fewer than there are: no few of them conflict.
  DifferenceSystem system = {7, {}, {}};
  for (int p = 1; p < 7; ++p) {
    system.differences.push_back(Before(0, p, {}, 0));
    system.differences.push_back({0, p, 4, {}});
    for (int q = 1; q < p; ++q) {
      const int either = static_cast<int>(system.options.size());
      system.options.push_back(2);
      system.differences.push_back(Option(Before(p, q, {}), either, 0));
      system.differences.push_back(Option(Before(q, p, {}), either, 1));
    }
  }
  EXPECT_THAT(Checked(system).reason, testing::HasSubstr("64 combinations"));
  EXPECT_EQ(Checked(system, {}, {.cases = 100'000}).kind, Kind::kInfeasible);
}

TEST(DifferencesTest, SpentStepsAreNotDecided) {
  EXPECT_THAT(Checked(BeforeOrAfter(24), {}, {.steps = 3}).reason, testing::HasSubstr("3 steps"));
}

TEST(DifferencesTest, LargestDifferencesDoNotOverflow) {
  DifferenceSystem system = {200, {}, {}};
  for (int p = 0; p < 200; ++p) system.differences.push_back({p, (p + 1) % 200, -kLargestDifference, {p}});
  EXPECT_EQ(Checked(system).certificate.nodes[0].sum, -200 * kLargestDifference);
  system.differences[0].most = kLargestDifference + 1;
  EXPECT_EQ(Checked(system).kind, Kind::kUndecided);
}

TEST(DifferencesTest, ChangedOrHostileCertificateIsRefused) {
  const DifferenceSystem system = BeforeOrAfter(24);
  const DifferenceCertificate good = Checked(system).certificate;
  std::vector<DifferenceCertificate> bad = {{}, {{{-1, {}, 0}}}, {{{-1, {}, -1}}}};
  for (int either : {1, -2, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    bad.push_back(good);
    bad.back().nodes[0].either = either;
  }
  bad.push_back(good);
  std::swap(bad.back().nodes[1], bad.back().nodes[2]);  // each under the other's option
  bad.push_back({std::vector<DifferenceCertificate::Node>(1'000'000, {0, {}, 0})});
  for (size_t n = 0; n < good.nodes.size(); ++n) {
    bad.push_back(good);
    bad.back().nodes.erase(bad.back().nodes.begin() + n);
    bad.push_back(good);
    bad.back().nodes.insert(bad.back().nodes.begin() + n, good.nodes[n]);
    for (size_t i = 0; i < good.nodes[n].cycle.size(); ++i) {
      bad.push_back(good);
      bad.back().nodes[n].cycle.erase(bad.back().nodes[n].cycle.begin() + i);
      for (int d : {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, std::numeric_limits<int>::max()}) {
        if (d == good.nodes[n].cycle[i]) continue;
        bad.push_back(good);
        bad.back().nodes[n].cycle[i] = d;
      }
    }
    if (good.nodes[n].either >= 0) continue;
    for (int64_t sum : {good.nodes[n].sum + 1, good.nodes[n].sum - 1, int64_t{0}}) {
      bad.push_back(good);
      bad.back().nodes[n].sum = sum;
    }
  }
  for (size_t i = 0; i < bad.size(); ++i) EXPECT_FALSE(CheckDifferences(system, bad[i], nullptr)) << i;
}

TEST(DifferencesTest, MalformedSystemIsNotDecided) {
  for (const Difference& d : std::vector<Difference>{{-1, 0, 0, {}}, {0, 2, 0, {}}, {0, 1, 0, {}, 0, 0}}) {
    EXPECT_EQ(Checked({2, {d}, {}}).kind, Kind::kUndecided);
  }
  EXPECT_EQ(Checked({2, {}, {0}}).kind, Kind::kUndecided);
}

}  // namespace
}  // namespace tallystick
