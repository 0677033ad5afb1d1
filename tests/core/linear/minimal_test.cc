#include "core/linear/minimal.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/linear/instances.h"

namespace tallystick {
namespace {

using Kind = Feasibility;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(MinimalMembersTest, AssumptionsAreMembersToo) {
  // 0: the region; 1: A; 2: B; 3: 30 is the full toll.
  const MemberConflict conflict = MinimalMembers(WorkedCase(), {{0, 3}, {1}, {2}}, {});
  EXPECT_EQ(conflict.kind, Kind::kInfeasible);
  EXPECT_THAT(conflict.members, ElementsAre(0, 1, 2, 3));
  EXPECT_TRUE(CheckCertificate(WorkedCase(), conflict.certificate, nullptr));
}

TEST(MinimalMembersTest, RowsOutsideTheFirstCertificateCount) {
  // Either of the first two rows is enough against the third; the tighter one needs two members, one of them shared.
  const LinearSystem system = {1, {AtMost({0}, 1), AtMost({0}, 5), AtLeast({0}, 9)}};
  const MemberConflict conflict = MinimalMembers(system, {{0, 1}, {0}, {2}}, {});
  EXPECT_THAT(conflict.members, ElementsAre(0, 2));
  EXPECT_THAT(RowsOf(system, conflict.certificate), ElementsAre(1, 2));
}

TEST(MinimalMembersTest, DropOrderDecidesWhatIsLeftOut) {
  // The certificate takes the tightest row, of two members; either of them alone will do.
  const LinearSystem system = {1, {AtMost({0}, 5), AtLeast({0}, 9), AtLeast({0}, 8), AtLeast({0}, 7)}};
  const std::vector<std::vector<int>> members = {{0}, {1, 2}, {1}, {2}};
  EXPECT_THAT(MinimalMembers(system, members, {1, 0}).members, ElementsAre(0, 2));
  EXPECT_THAT(MinimalMembers(system, members, {2, 0}).members, ElementsAre(0, 1));
}

TEST(MinimalMembersTest, RowsWithoutMembersAreNobodysFault) {
  const MemberConflict conflict = MinimalMembers(WorkedCase(), {{}, {}, {}}, {});
  EXPECT_EQ(conflict.kind, Kind::kInfeasible);
  EXPECT_THAT(conflict.members, IsEmpty());
}

TEST(MinimalMembersTest, FeasibleSystemHasNoConflict) {
  const MemberConflict conflict = MinimalMembers(OddCycle(4), std::vector<std::vector<int>>(8, {0}), {});
  EXPECT_EQ(conflict.kind, Kind::kFeasible);
  EXPECT_THAT(conflict.members, IsEmpty());
  EXPECT_THAT(conflict.certificate.nodes, IsEmpty());
}

TEST(MinimalMembersTest, SpentBudgetIsNotDecided) {
  const MemberConflict conflict = MinimalMembers(WorkedCase(), {{0}, {1}, {2}}, {}, {.pivots = 0});
  EXPECT_EQ(conflict.kind, Kind::kUndecided);
  EXPECT_THAT(conflict.reason, testing::HasSubstr("0 steps"));
}

TEST(NearestFitTest, EachRowOfTheWorkedCaseHasItsFix) {
  const int64_t fits[] = {45, 10, 5};
  for (int r = 0; r < 3; ++r) {
    const RowFit fit = NearestFit(WorkedCase(), r);
    EXPECT_EQ(fit.kind, RowFit::Kind::kFits);
    EXPECT_EQ(fit.bound, fits[r]) << r;
  }
}

TEST(NearestFitTest, NoBoundHelpsWhenTheOthersConflict) {
  LinearSystem system = WorkedCase();
  system.rows.push_back(AtLeast({2}, 1));
  EXPECT_EQ(NearestFit(system, 3).kind, RowFit::Kind::kNever);
}

TEST(NearestFitTest, WholeNumbersCount) {
  // Around an odd cycle two of three rows may hold at 1; the third is then 0 or 2.
  EXPECT_EQ(NearestFit(OddCycle(3), 0).bound, 0);
  EXPECT_EQ(NearestFit(OddCycle(3), 1).bound, 2);
}

TEST(NearestFitTest, LargeBounds) {
  const int64_t most = std::numeric_limits<int64_t>::max(), least = std::numeric_limits<int64_t>::min();
  const LinearSystem apart = {1, {AtLeast({0}, most), AtMost({0}, least)}};
  EXPECT_EQ(NearestFit(apart, 1).bound, most);
  EXPECT_EQ(NearestFit(apart, 0).kind, RowFit::Kind::kNever);
  const LinearSystem sums = {2, {AtLeast({0}, most), AtLeast({1}, most), AtMost({0, 1}, 5)}};
  EXPECT_EQ(NearestFit(sums, 2).kind, RowFit::Kind::kUndecided);
}

}  // namespace
}  // namespace tallystick
