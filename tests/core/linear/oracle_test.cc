// Random systems against z3 and, when small, against trying everything. A slice runs with the other tests; all of it
// with TALLYSTICK_LINEAR=full in the environment.
#include "tests/core/linear/oracle.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <set>

#include "core/linear/minimal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/linear/instances.h"

namespace tallystick {
namespace {

bool Full() {
  const char* asked = std::getenv("TALLYSTICK_LINEAR");
  return asked && std::string(asked) == "full";
}

std::vector<int> RowsHolding(const MemberSystem& made, const std::vector<int>& members) {
  std::vector<int> rows;
  for (int r = 0; r < static_cast<int>(made.system.rows.size()); ++r) {
    const std::vector<int>& needed = made.members_of_row[r];
    if (std::includes(members.begin(), members.end(), needed.begin(), needed.end())) rows.push_back(r);
  }
  return rows;
}

std::vector<int> Without(std::vector<int> members, int member) {
  members.erase(std::find(members.begin(), members.end(), member));
  return members;
}

struct Tally {
  int instances = 0, infeasible = 0, laminar = 0, branched = 0, brute = 0, largest = 0;
};

void Compare(const MemberSystem& made, Tally* tally) {
  const LinearDecision decision = Feasible(made.system);
  ASSERT_NE(decision.kind, Feasibility::kUndecided) << decision.reason;
  const bool feasible = decision.kind == Feasibility::kFeasible;
  ASSERT_EQ(feasible, OracleFeasible(made.system));
  if (const std::optional<bool> brute = BruteFeasible(made.system)) {
    ASSERT_EQ(feasible, *brute);
    ++tally->brute;
  }
  ++tally->instances;
  tally->infeasible += !feasible;
  tally->laminar += Laminar(made.system);
  tally->branched += decision.branches > 0;
  std::string why;
  if (feasible) {
    ASSERT_TRUE(Satisfies(made.system, decision.solution));
    return;
  }
  ASSERT_TRUE(CheckCertificate(made.system, decision.certificate, &why)) << why;
  const MemberConflict conflict = MinimalMembers(made.system, made.members_of_row, {});
  ASSERT_EQ(conflict.kind, Feasibility::kInfeasible) << conflict.reason;
  ASSERT_TRUE(CheckCertificate(made.system, conflict.certificate, &why)) << why;
  tally->largest = std::max(tally->largest, static_cast<int>(conflict.members.size()));
  const std::vector<int> rows = RowsHolding(made, conflict.members);
  const std::vector<int> used = RowsOf(made.system, conflict.certificate);
  ASSERT_TRUE(std::includes(rows.begin(), rows.end(), used.begin(), used.end()));
  ASSERT_FALSE(OracleFeasible(made.system, rows));
  for (int member : conflict.members) {
    ASSERT_TRUE(OracleFeasible(made.system, RowsHolding(made, Without(conflict.members, member)))) << member;
  }
}

TEST(LinearOracleTest, RandomSystemsAgreeWithTheOracle) {
  const int count = Full() ? 10'000 : 400;
  const InstanceShape shapes[] = {{4, 6, 4}, {8, 10, 12}, {12, 16, 30}, {20, 30, 12}};
  Tally tally;
  for (int i = 0; i < count; ++i) {
    const uint64_t seed = 1000 + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    MemberSystem made = i % 8 == 7 ? RandomEqualities(&random) : RandomMembers(&random, shapes[i % 4], i % 5 < 2);
    // Beyond what 64 bits can be reckoned with.
    if (i % 10 == 9) {
      for (LinearRow& row : made.system.rows) row.bound = row.bound * 100'000'000'000'000'000 + row.bound % 3;
    }
    Compare(made, &tally);
    if (HasFatalFailure()) return;
  }
  std::printf(
      "seeds 1000..%d: %d infeasible, %d laminar, %d needed branches, %d tried by brute force; largest set %d\n",
      999 + count, tally.infeasible, tally.laminar, tally.branched, tally.brute, tally.largest);
  EXPECT_GT(tally.infeasible, count / 5);
  EXPECT_LT(tally.infeasible, count * 4 / 5);
  EXPECT_GT(tally.branched, count / 200);
  EXPECT_GT(tally.laminar, count / 5);
  EXPECT_GT(count - tally.laminar, count / 5);
}

TEST(LinearOracleTest, FitIsTheNearestBoundThatFits) {
  const int count = Full() ? 2'000 : 50;
  int fits = 0;
  for (int i = 0; i < count; ++i) {
    const uint64_t seed = 50'000 + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    LinearSystem system = RandomMembers(&random, {8, 10, 12}, i % 5 == 0).system;
    if (Feasible(system).kind != Feasibility::kInfeasible) continue;
    for (int r = 0; r < static_cast<int>(system.rows.size()); ++r) {
      const RowFit fit = NearestFit(system, r);
      LinearSystem moved = system;
      LinearRow& row = moved.rows[r];
      const bool at_most = row.sense == LinearRow::Sense::kAtMost;
      ASSERT_NE(fit.kind, RowFit::Kind::kUndecided);
      row.bound = at_most ? 1000 : -1000;
      ASSERT_EQ(fit.kind == RowFit::Kind::kFits, OracleFeasible(moved)) << r;
      if (fit.kind != RowFit::Kind::kFits) continue;
      ++fits;
      row.bound = fit.bound;
      ASSERT_TRUE(OracleFeasible(moved)) << r;
      row.bound += at_most ? -1 : 1;
      ASSERT_FALSE(OracleFeasible(moved)) << r;
    }
  }
  EXPECT_GT(fits, count / 8);
}

TEST(LinearOracleTest, RandomDifferencesAgreeWithTheOracle) {
  const int count = Full() ? 10'000 : 400;
  int infeasible = 0, branched = 0;
  for (int i = 0; i < count; ++i) {
    const uint64_t seed = 100'000 + i;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const int points = 2 + static_cast<int>(random() % 9);
    const DifferenceSystem system =
        RandomDifferences(&random, points, 2 + static_cast<int>(random() % 24), static_cast<int>(random() % 5));
    std::set<int> all;
    for (const Difference& d : system.differences) all.insert(d.members.begin(), d.members.end());
    const DifferenceConflict conflict = MinimalDifferences(system, {});
    ASSERT_NE(conflict.kind, Feasibility::kUndecided) << conflict.reason;
    const bool feasible = conflict.kind == Feasibility::kFeasible;
    ASSERT_EQ(feasible, OracleFeasible(system, {all.begin(), all.end()}));
    if (feasible) continue;
    ++infeasible;
    branched += conflict.certificate.nodes.size() > 1;
    std::string why;
    ASSERT_TRUE(CheckDifferences(system, conflict.certificate, &why)) << why;
    ASSERT_FALSE(OracleFeasible(system, conflict.members));
    for (int member : conflict.members) {
      ASSERT_TRUE(OracleFeasible(system, Without(conflict.members, member))) << member;
    }
  }
  std::printf("seeds 100000..%d: %d infeasible, %d with more than one case\n", 99'999 + count, infeasible, branched);
  EXPECT_GT(infeasible, count / 5);
  EXPECT_LT(infeasible, count * 4 / 5);
  EXPECT_GT(branched, 0);
}

}  // namespace
}  // namespace tallystick
