#include "core/linear/feasible.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/linear/instances.h"

namespace tallystick {
namespace {

using Kind = Feasibility;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max(), kLeast = std::numeric_limits<int64_t>::min();

LinearDecision Checked(const LinearSystem& system, const LinearBudget& budget = {}) {
  LinearDecision decision = Feasible(system, budget);
  std::string why;
  EXPECT_EQ(CheckCertificate(system, decision.certificate, &why), decision.kind == Kind::kInfeasible) << why;
  EXPECT_EQ(Satisfies(system, decision.solution), decision.kind == Kind::kFeasible);
  EXPECT_EQ(decision.kind == Kind::kUndecided, !decision.reason.empty());
  return decision;
}

TEST(FeasibleTest, NamedSystemsAreDecided) {
  LinearSystem raised = WorkedCase();
  raised.rows[0].bound = 45;
  const struct {
    std::string name;
    LinearSystem system;
    Kind kind;
  } cases[] = {
      {"nothing", {0, {}}, Kind::kFeasible},
      {"no rows", {3, {}}, Kind::kFeasible},
      {"worked case", WorkedCase(), Kind::kInfeasible},
      {"worked case, the region raised", raised, Kind::kFeasible},
      {"pinwheel", Pinwheel(), Kind::kInfeasible},
      {"odd cycle", OddCycle(3), Kind::kInfeasible},
      {"longer odd cycle", OddCycle(31), Kind::kInfeasible},
      {"even cycle", OddCycle(8), Kind::kFeasible},
      {"below nothing", {1, {AtMost({0}, -1)}}, Kind::kInfeasible},
      {"nothing below nothing", {1, {AtMost({}, -1)}}, Kind::kInfeasible},
      {"something out of nothing", {1, {AtLeast({}, 1)}}, Kind::kInfeasible},
      {"nothing at least nothing", {1, {AtLeast({}, 0), AtMost({}, 0), AtLeast({0}, kLeast)}}, Kind::kFeasible},
      {"large", {1, {AtLeast({0}, kMost), AtMost({0}, kMost)}}, Kind::kFeasible},
      {"one too large", {1, {AtLeast({0}, kMost), AtMost({0}, kMost - 1)}}, Kind::kInfeasible},
      {"farthest apart", {2, {AtLeast({0, 1}, kMost), AtMost({0, 1}, kLeast)}}, Kind::kInfeasible},
      {"large sums", {3, {AtLeast({0}, kMost), AtLeast({1}, kMost), AtMost({0, 1, 2}, kMost)}}, Kind::kInfeasible},
      {"large without end", {2, {AtLeast({0, 1}, kMost), AtLeast({1}, kMost), AtMost({0}, 0)}}, Kind::kFeasible},
      {"half of the largest",
       {3,
        {AtLeast({0, 1}, kMost), AtMost({0, 1}, kMost), AtLeast({1, 2}, kMost), AtMost({1, 2}, kMost),
         AtLeast({0, 2}, kMost), AtMost({0, 2}, kMost)}},
       Kind::kInfeasible},
  };
  for (const auto& c : cases) EXPECT_EQ(Checked(c.system).kind, c.kind) << c.name;
}

TEST(FeasibleTest, OddCycleNeedsABranchAndEvenOnesDoNot) {
  EXPECT_GT(Checked(OddCycle(3)).branches, 0);
  EXPECT_EQ(Checked(OddCycle(4)).branches, 0);
}

// The fractional cell stands for cells that lie in fewer at-least rows, or in more at-most rows: the branch names them.
TEST(FeasibleTest, BranchOnMergedCellsIsOneOfTheSystem) {
  LinearSystem system = OddCycle(3);
  system.cells = 9;
  for (LinearRow& row : system.rows) {
    const std::vector<int> own = row.cells;
    for (int cell : own) row.cells.push_back(cell + 3);  // the same column once more
    for (int cell : own) {
      if (row.sense == LinearRow::Sense::kAtMost) row.cells.push_back(cell + 6);  // held down only
    }
  }
  system.rows.push_back(AtMost({3, 4, 5}, 100));
  EXPECT_EQ(Checked(system).kind, Kind::kInfeasible);
}

// Around the first three cells, halves are least; whole numbers fit there. The conflict lies in the other three.
TEST(FeasibleTest, BranchThatTheConflictDoesNotNeedIsLeftOut) {
  LinearSystem system = {6, {}};
  for (const std::vector<int>& two : std::vector<std::vector<int>>{{0, 1}, {1, 2}, {0, 2}}) {
    system.rows.push_back(AtLeast(two, 1));
    system.rows.push_back(AtMost(two, 2));
  }
  for (LinearRow row : OddCycle(3).rows) {
    for (int& cell : row.cells) cell += 3;
    system.rows.push_back(std::move(row));
  }
  const LinearDecision decision = Checked(system);
  ASSERT_EQ(decision.kind, Kind::kInfeasible);
  EXPECT_GT(decision.branches, 1);
  for (const Certificate::Node& node : decision.certificate.nodes) {
    for (int cell : node.cells) EXPECT_GE(cell, 3);
  }
}

TEST(FeasibleTest, RowsLeftOutDoNotCount) {
  const LinearSystem system = Pinwheel();
  for (size_t left_out = 0; left_out < system.rows.size(); ++left_out) {
    std::vector<int> rows;
    for (size_t r = 0; r < system.rows.size(); ++r) {
      if (r != left_out) rows.push_back(static_cast<int>(r));
    }
    EXPECT_EQ(FeasibleRows(system, rows).kind, Kind::kFeasible) << left_out;
  }
}

TEST(FeasibleTest, SpentBudgetIsNotDecided) {
  EXPECT_THAT(Checked(Pinwheel(), {.pivots = 2}).reason, testing::HasSubstr("2 steps"));
  EXPECT_THAT(Checked(OddCycle(3), {.branches = 0}).reason, testing::HasSubstr("0 cases"));
  EXPECT_THAT(Checked(Pinwheel(), {.rows = 3}).reason, testing::HasSubstr("more than 3"));
}

TEST(FeasibleTest, SameSystemGivesTheSameCertificate) {
  const LinearDecision a = Feasible(OddCycle(9)), b = Feasible(OddCycle(9));
  ASSERT_EQ(a.certificate.nodes.size(), b.certificate.nodes.size());
  EXPECT_EQ(a.pivots, b.pivots);
}

}  // namespace
}  // namespace tallystick
