// Links and judgements follow a record to its corrections, one correction of two counts, and a retraction can be taken
// back: what the findings make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/conflict/changes.h"
#include "core/conflict/grades.h"
#include "core/conflict/retraction.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Versions : public testing::Test {
 protected:
  Versions() : battle(book.Event("the battle")) {}

  Say Toll(const std::string& by, const std::string& number) { return Say(by, "killed").Number(number).Event(battle); }
  // 10 and 70, both final, of one battle.
  void Collide() {
    low = book.Add(Toll("Army", "10").Full());
    high = book.Add(Toll("Militia", "70").Full());
  }
  std::vector<v1::Finding> Of(const std::string& kind) { return OfKind(book.Find(), kind); }
  std::vector<std::string> ChangesOf(const Digest& claim) {
    const RecordSet records = book.Records();
    const v1::Findings findings = FindConflicts(records, ShippedTables());
    std::vector<std::string> names;
    for (const ClaimChange& change : ChangeFinder(records, ShippedTables(), findings).Of(*records.Find(claim))) {
      names.emplace_back(ChangeName(change.what));
    }
    return names;
  }

  Casebook book;
  Digest battle, low, high;
};

TEST_F(Versions, AClaimThatItsSourceWithdrewStaysOutWhenWeCorrectIt) {
  Collide();
  ASSERT_THAT(Conflicts(book.Find()), SizeIs(1));
  const Digest statement = book.Add(Say("Army", "clash").Event(battle).SaidOn("2022-11-02"));
  book.Link(v1::Link::withdraws, statement, low);
  ASSERT_THAT(Conflicts(book.Find()), IsEmpty());
  const Digest corrected = book.Correct(low);
  book.Correct(statement);
  EXPECT_THAT(Conflicts(book.Find()), IsEmpty()) << Show(book.Find());
  ASSERT_THAT(Of("withdrawn"), SizeIs(1)) << "by the corrected statement, of the corrected claim";
  EXPECT_THAT(Of("withdrawn")[0].claims(), testing::Contains(corrected.hex()));
  for (const Digest& version : {low, corrected}) EXPECT_THAT(ChangesOf(version), testing::Contains("withdrawn"));
}

TEST_F(Versions, OurOwnCorrectionIsNotTheSourcesOwn) {
  Collide();
  const Digest corrected = book.Correct(low);
  book.Link(v1::Link::corrects, corrected, low);  // of itself: no source corrected anything
  EXPECT_THAT(Conflicts(book.Find()), SizeIs(1));
}

TEST_F(Versions, OneOfTwoCorrectionsTakesPart) {
  Collide();
  book.Correct(high);
  ASSERT_THAT(Conflicts(book.Find()), SizeIs(1));
  const Digest second = book.Correct(high);
  const auto found = Conflicts(book.Find());
  ASSERT_THAT(found, SizeIs(1)) << Show(book.Find());
  EXPECT_THAT(found[0].claims(), testing::UnorderedElementsAre(low.hex(), second.hex()));
}

TEST_F(Versions, ARetractionTakenBackBringsTheConflictBack) {
  Collide();
  const std::string before = EncodeJson(book.Find());
  const Digest retraction = book.Retract(high);
  EXPECT_THAT(Conflicts(book.Find()), IsEmpty());
  EXPECT_THAT(ChangesOf(high), ElementsAre("retracted"));
  const RecordSet records = book.Records();
  const Digest ids[] = {retraction};
  const RetractionEffect effect =
      EffectOfRetracting(records, ShippedTables(), FindConflicts(records, ShippedTables()), ids);
  EXPECT_THAT(effect.findings.appeared, SizeIs(1));
  const Digest back = book.Retract(retraction);
  EXPECT_EQ(EncodeJson(book.Find()), before);
  EXPECT_THAT(ChangesOf(high), ElementsAre("disputed"));
  const Digest no = book.Retract(back);
  EXPECT_THAT(Conflicts(book.Find()), IsEmpty());
  book.Retract(no);
  EXPECT_EQ(EncodeJson(book.Find()), before);
}

TEST_F(Versions, WhatAClaimNamesFallsWithTheVersionThatCounts) {
  const Digest capture = book.Capture("Menaka");
  const Digest claim = book.Add(Toll("Army", "10").In("Menaka"));
  const Digest better = book.Correct(capture);
  EXPECT_THAT(ChangesOf(claim), IsEmpty());
  const Digest retraction = book.Retract(better);
  EXPECT_THAT(ChangesOf(claim), ElementsAre("base retracted"));
  book.Retract(retraction);
  EXPECT_THAT(ChangesOf(claim), IsEmpty());
}

TEST_F(Versions, AJudgementFollowsAClaimToItsCorrection) {
  const Digest claim = book.Add(Toll("Army", "10"));
  book.Grade(claim, 3, "alone");
  const Digest corrected = book.Correct(claim);
  EXPECT_THAT(ChangesOf(claim), ElementsAre("replaced", "judged"));
  EXPECT_THAT(ChangesOf(corrected), ElementsAre("judged"));
  book.Retract(corrected);
  EXPECT_THAT(ChangesOf(claim), ElementsAre("retracted", "replaced", "judged"));
}

TEST_F(Versions, AGradeOfOneFollowsAClaimToItsCorrection) {
  const Digest claim = book.Add(Toll("Army", "10"));
  book.Grade(claim, 1, "sure");
  ASSERT_THAT(Of(kGradeUnsupported), SizeIs(1));
  const Digest corrected = book.Correct(claim);
  const auto found = Of(kGradeUnsupported);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].claims(), ElementsAre(corrected.hex()));
  book.Grade(corrected, 2, "not so sure");
  EXPECT_THAT(Of(kGradeUnsupported), IsEmpty());
}

TEST_F(Versions, ACircleOfCitationsOutlivesACorrectedCapture) {
  const Digest radio = book.Capture("Radio"), agency = book.Capture("Agency");
  book.Add(Say("Radio", "killed").Number("10").Event(battle).In("Radio").Basis(v1::Attribution::told));
  book.Link(v1::Link::cites, radio, agency);
  book.Link(v1::Link::cites, agency, radio);
  ASSERT_THAT(Of("circular-reporting"), SizeIs(1));
  book.Correct(radio);
  book.Correct(agency);
  const auto found = Of("circular-reporting");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].origins().high(), 0) << "counting sees the circle, too";
}

TEST_F(Versions, ASuspicionThatALinkExplainsStaysAwayAfterACorrection) {
  const Digest radio = book.Capture("Radio", "2022-10-10"), agency = book.Capture("Agency", "2022-10-11");
  for (const char* outlet : {"Radio", "Agency"}) {
    book.Add(Say(outlet, "killed").Number("1283").Event(battle).In(outlet).Basis(v1::Attribution::compiled));
  }
  ASSERT_THAT(Of("suspected-copy"), SizeIs(1));
  book.Link(v1::Link::cites, agency, radio);
  ASSERT_THAT(Of("suspected-copy"), IsEmpty());
  book.Correct(agency);
  book.Correct(radio);
  EXPECT_THAT(Of("suspected-copy"), IsEmpty());
}

TEST_F(Versions, AnEntityIsOneThroughSeveralCorrections) {
  low = book.Add(Toll("Army", "10").Full());
  const Digest renamed = book.Correct(battle), again = book.Correct(renamed);
  book.Add(Say("Militia", "killed").Number("70").Event(again).Full());
  EXPECT_THAT(Conflicts(book.Find()), SizeIs(1));
}

}  // namespace
}  // namespace tallystick
