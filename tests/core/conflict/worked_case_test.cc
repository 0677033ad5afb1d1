#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A region with a stated total, and two parts of it that share nothing.
struct WorkedCase {
  std::string region = "30", a = "25", b = "20";
  bool stated_as_full = true;
  bool stated_as_disjoint = true;

  v1::Findings Find() const {
    Casebook book;
    const auto whole = book.Place(
        "the region", {.partition = stated_as_disjoint ? v1::Relations::disjoint : v1::Relations::partition_unstated});
    const auto place_a = book.Place("A", {.part_of = {whole}});
    const auto place_b = book.Place("B", {.part_of = {whole}});
    Say total = Say("the ministry", "killed").Number(region).At(whole).On("2022-09");
    if (stated_as_full) total.Full();
    book.Add(total);
    book.Add(Say("Agence X", "killed").Number(a).At(place_a).On("2022-09"));
    book.Add(Say("Radio Y", "killed").Number(b).At(place_b).On("2022-09"));
    return book.Find();
  }
};

TEST(WorkedCase, ThreeReportsCannotAllBeRight) {
  const auto found = Conflicts(WorkedCase().Find());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind(), "disjoint-parts-above-whole");
  EXPECT_EQ(found[0].verdict(), v1::Finding::contradicts);
  EXPECT_EQ(found[0].excess(), 15);
  EXPECT_EQ(found[0].claims_size(), 3);
  EXPECT_EQ(
      FindingInWords(found[0]),
      "These three reports cannot all be right: 25 (A) + 20 (B) = 45, and the region's total is 30. Each pair alone "
      "fits. "
      "Agence X says 25 (A); Radio Y says 20 (B); the ministry says 30 (the region). "
      "It would be resolved if the region were ≥ 45, or A ≤ 10, or B ≤ 5, or A and B shared victims, or the region's "
      "figure were not the full toll. It rests on: A and B are different places in the region; 30 is the full toll.");
  EXPECT_EQ(found[0].assumptions(0).asserter(), "analyst");
  EXPECT_EQ(found[0].assumptions(1).asserter().size(), 64u) << "the source that states the toll as full";
}

TEST(WorkedCase, AFloorOfThirtyRisesToFortyFive) {
  WorkedCase c;
  c.region = "at least 30";
  const v1::Findings findings = c.Find();
  EXPECT_TRUE(Conflicts(findings).empty()) << Show(findings);
  const auto raised = OfKind(findings, "floor-raised");
  ASSERT_EQ(raised.size(), 1u) << Show(findings);
  EXPECT_THAT(raised[0].sentence(), StartsWith("25 (A) + 20 (B) = 45: the region's floor rises to 45."));
  EXPECT_EQ(raised[0].verdict(), v1::Finding::note);
}

TEST(WorkedCase, AboutThirtyIsExceededByEight) {
  WorkedCase c;
  c.region = "about 30";
  const auto found = Conflicts(c.Find());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict(), v1::Finding::contradicts);
  EXPECT_EQ(found[0].excess(), 8);
  EXPECT_THAT(found[0].sentence(),
              StartsWith("These three reports cannot all be right: 25 (A) + 20 (B) = 45, and the region's "
                         "total is at most 37 (“about 30”). Each pair alone fits."));
}

TEST(WorkedCase, DozensAreTwoTooMany) {
  WorkedCase c;
  c.a = "dozens";
  const auto found = Conflicts(c.Find());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict(), v1::Finding::contradicts);
  EXPECT_EQ(found[0].excess(), 2);
  EXPECT_THAT(found[0].sentence(),
              StartsWith("These three reports cannot all be right: 12 (A) + 20 (B) = 32, and the region's total is 30. "
                         "Each pair alone fits. Agence X says “dozens” (A), at least 12;"));
}

TEST(WorkedCase, WithoutAFullTollItIsTensionAndSaysWhichAssumptionDecides) {
  WorkedCase c;
  c.stated_as_full = false;
  const auto found = Conflicts(c.Find());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict(), v1::Finding::tension);
  EXPECT_THAT(FindingInWords(found[0]), HasSubstr("30 is the full toll (nobody says so)"));
}

TEST(WorkedCase, WithoutStatedDisjointnessItIsTension) {
  WorkedCase c;
  c.stated_as_disjoint = false;
  const auto found = Conflicts(c.Find());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict(), v1::Finding::tension);
  EXPECT_THAT(FindingInWords(found[0]), HasSubstr("A and B are different places in the region (nobody says so)"));
}

}  // namespace
}  // namespace tallystick
