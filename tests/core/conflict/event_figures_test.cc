// All figures of one event: what is a row, what takes no part, which rows share an origin, what is to paste.
#include "core/conflict/event_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

v1::EventDocument Figures(Casebook* book, const Digest& subject, bool all = false, uint32_t shuffle_seed = 0,
                          std::optional<CivilSpan> when = std::nullopt) {
  const RecordSet records = book->Records(shuffle_seed);
  const ConflictTables tables = ShippedTables();
  return FiguresOf(records, tables, FindConflicts(records, tables), {subject, when, all});
}

// "killed/persons/A: 60 [45–75]" for each row.
std::vector<std::string> Rows(const v1::EventDocument& d) {
  std::vector<std::string> rows;
  for (const v1::EventMeasure& m : d.measures()) {
    for (const v1::EventScope& s : m.scopes()) {
      for (const v1::EventGroup& g : s.groups()) {
        for (const v1::EventRow& r : g.rows()) {
          rows.push_back(absl::StrCat(m.predicate(), "/", s.what(), "/", g.speaker(), ": ", r.denied() ? "not " : "",
                                      r.words(), " [", r.range().hard_low(), "–",
                                      r.range().has_hard_high() ? absl::StrCat(r.range().hard_high()) : "", "]"));
        }
      }
    }
  }
  return rows;
}

std::vector<std::string> LeftOut(const v1::EventDocument& d) {
  std::vector<std::string> lines;
  for (const v1::EventLeftOut& c : d.left_out()) lines.push_back(absl::StrCat(c.words(), ": ", c.why()));
  return lines;
}

TEST(EventFigures, EachClaimIsARowUnderItsMeasureItsScopeAndItsOrigin) {
  Casebook book;
  const Digest battle = book.Event("battle"), other = book.Event("another battle");
  book.Add(Say("B", "injured").Number("dozens").Event(battle).SaidOn("2022-09-02"));
  book.Add(Say("A", "killed").Number("some 60").Event(battle).SaidOn("2022-09-02"));
  book.Add(Say("C", "killed").Number("63").Event(battle).SaidOn("2022-09-01"));
  book.Add(Say("C", "killed").Number("7").Class("civilians").Event(battle).SaidOn("2022-09-01"));
  book.Add(Say("C", "killed").Number("5").Event(other).SaidOn("2022-09-01"));
  const v1::EventDocument d = Figures(&book, battle);
  EXPECT_THAT(Rows(d),
              ElementsAre("killed/who is not stated/C: 63 [63–63]", "killed/who is not stated/A: some 60 [45–75]",
                          "killed/civilians/C: 7 [7–7]", "injured/who is not stated/B: dozens [12–]"));
  EXPECT_EQ(d.name(), "battle");
  EXPECT_EQ(d.claims(), 4);
  EXPECT_EQ(d.figures(), 4);
}

TEST(EventFigures, ReportsOfOneOriginStandTogetherAndOthersApart) {
  Casebook book;
  const Digest battle = book.Event("battle");
  book.Add(Say("Naba", "killed").Number("60").Event(battle).SaidOn("2022-09-01"));
  book.Add(Say("Chief", "killed").Number("20").Event(battle).SaidOn("2022-09-02"));
  book.Add(Say("Naba", "killed").Number("more than 60").Event(battle).CarriedBy("Agency").SaidOn("2022-09-01"));
  const v1::EventDocument d = Figures(&book, battle);
  ASSERT_EQ(d.measures_size(), 1);
  const v1::EventScope& scope = d.measures(0).scopes(0);
  EXPECT_EQ(scope.origins(), "3 reports, 2 origins");
  ASSERT_EQ(scope.groups_size(), 2);
  EXPECT_EQ(scope.groups(0).origins(), "2 reports, 1 origin");
  EXPECT_EQ(scope.groups(0).range().hard_low(), 60);
  EXPECT_FALSE(scope.groups(0).range().has_hard_high()) << "more than 60 has no end";
  EXPECT_EQ(scope.groups(1).speaker(), "Chief");
  EXPECT_THAT(d.closing(), HasSubstr("Naba puts the number killed at 60 and at “more than 60” (carried by Agency); "));
}

TEST(EventFigures, OneStatementAndOneArmyAreOneOrigin) {
  Casebook book;
  const Digest battle = book.Event("battle"), army = book.Actor("army");
  book.SpeakingFor("spokesman", army);
  book.SpeakingFor("general", army);
  const Digest x = book.Add(Say("X", "killed").Number("10").Event(battle));
  const Digest y = book.Add(Say("Y", "killed").Number("11").Event(battle));
  book.Link(v1::Link::same_statement, x, y);
  book.Add(Say("spokesman", "killed").Number("12").Event(battle));
  book.Add(Say("general", "killed").Number("13").Event(battle));
  const v1::EventDocument d = Figures(&book, battle);
  EXPECT_EQ(d.measures(0).scopes(0).groups_size(), 2) << d.DebugString();
  for (const v1::EventGroup& g : d.measures(0).scopes(0).groups()) EXPECT_EQ(g.reports(), 2);
}

TEST(EventFigures, WhatTakesNoPartIsListedWithTheReason) {
  Casebook book;
  const Digest battle = book.Event("battle");
  const Digest wrong = book.Add(Say("A", "killed").Number("10").Event(battle).SaidOn("2022-09-01"));
  const Digest right = book.Add(Say("A", "killed").Number("12").Event(battle).SaidOn("2022-09-02"));
  book.Link(v1::Link::corrects, right, wrong);
  const Digest gone = book.Add(Say("B", "killed").Number("13").Event(battle).SaidOn("2022-09-03"));
  book.Link(v1::Link::withdraws, book.Add(Say("B", "clash").Event(battle)), gone);
  book.Retract(book.Add(Say("C", "killed").Number("14").Event(battle)));
  book.Add(Say("D", "killed").Number("15").Event(battle).Modality(v1::Proposition::predicted));
  book.Add(Say("E", "killed").Number("an awful lot").Event(battle));
  const v1::EventDocument d = Figures(&book, battle);
  EXPECT_THAT(Rows(d), ElementsAre("killed/who is not stated/A: 12 [12–12]"));
  EXPECT_THAT(LeftOut(d), testing::UnorderedElementsAre("10: corrected by its source", "13: withdrawn by its source",
                                                        "14: retracted", "15: it is a prediction",
                                                        "an awful lot: no table reads these words"));
  EXPECT_EQ(d.without_figure(), 1) << "the clash";
}

TEST(EventFigures, NoneIsZeroAndADeniedFigureIsMarked) {
  Casebook book;
  const Digest battle = book.Event("battle");
  book.Add(Say("A", "killed").Class("civilians").Negated().Event(battle).SaidOn("2022-09-01"));
  book.Add(Say("B", "killed").Class("civilians").Number("0").Event(battle).SaidOn("2022-09-02"));
  book.Add(Say("C", "killed").Class("civilians").Number("60").Negated().Event(battle).SaidOn("2022-09-03"));
  EXPECT_THAT(Rows(Figures(&book, battle)), ElementsAre("killed/civilians/A: none [0–0]", "killed/civilians/B: 0 [0–0]",
                                                        "killed/civilians/C: not 60 [60–60]"));
}

TEST(EventFigures, AConflictNamesItsRowsAndTheSumThatIsTooMuch) {
  Casebook book;
  const Digest region = book.Place("region");
  const Digest a = book.Place("A", {.part_of = {region}}),
               b = book.Place("B", {.part_of = {region}, .disjoint_from = {a}});
  const Digest battle = book.Event("battle");
  book.Add(Say("X", "killed").Number("25").Event(battle).At(a).SaidOn("2022-09-01"));
  book.Add(Say("Y", "killed").Number("20").Event(battle).At(b).SaidOn("2022-09-01"));
  book.Add(Say("Z", "killed").Number("30").Full().Event(battle).At(region).SaidOn("2022-09-02"));
  const v1::EventDocument d = Figures(&book, battle);
  ASSERT_EQ(d.collisions_size(), 1) << d.DebugString();
  EXPECT_EQ(d.collisions(0).verdict(), "contradicts");
  EXPECT_EQ(d.collisions(0).excess(), 15);
  ASSERT_EQ(d.collisions(0).rows_size(), 3);
  EXPECT_EQ(d.collisions(0).rows(2).number(), 3);
  EXPECT_EQ(d.collisions(0).elsewhere(), 0);
  EXPECT_THAT(d.closing(), HasSubstr("Not all that was said can be right."));
  EXPECT_EQ(d.measures(0).scopes(0).groups(0).speaker(), "Z") << "the whole before its parts";
}

TEST(EventFigures, AnEventIsTheSameAsAnotherRecordOfItAndHoldsItsParts) {
  Casebook book;
  const Digest battle = book.Event("battle"), again = book.Event("the same battle", {.same_as = {battle}});
  const Digest assault = book.Event("first assault", {.part_of = {battle}});
  book.Add(Say("A", "killed").Number("3").Event(again));
  book.Add(Say("B", "killed").Number("2").Event(assault));
  EXPECT_THAT(Rows(Figures(&book, battle)),
              ElementsAre("killed/who is not stated/A: 3 [3–3]", "killed/first assault/B: 2 [2–2]"));
  EXPECT_THAT(Rows(Figures(&book, assault)), ElementsAre("killed/who is not stated/B: 2 [2–2]"));
}

TEST(EventFigures, APlaceHasWhatMayHaveHappenedInItInTheTimeAskedFor) {
  Casebook book;
  const Digest region = book.Place("region"), town = book.Place("town", {.part_of = {region}});
  book.Add(Say("A", "killed").Number("3").At(town).On("2022-09-06"));
  book.Add(Say("B", "killed").Number("4").At(town).On("2022-10-06"));
  const CivilSpan september = *ParseCivil("2022-09");
  EXPECT_THAT(Rows(Figures(&book, region, false, 0, september)), testing::SizeIs(1));
  EXPECT_THAT(Rows(Figures(&book, region)), testing::SizeIs(2));
}

TEST(EventFigures, TheOrderOfArrivalPlaysNoPart) {
  Casebook book;
  const Digest battle = book.Event("battle");
  for (int i = 0; i < 30; ++i) {
    Say say(absl::StrCat("source ", i % 7), i % 3 == 0 ? "injured" : "killed");
    say.Number(absl::StrCat(10 + i)).Event(battle).SaidOn(absl::StrCat("2022-09-0", 1 + i % 5));
    if (i % 4 == 0) say.CarriedBy("Agency");
    book.Add(say);
  }
  const std::string once = EncodeJson(Figures(&book, battle));
  for (uint32_t seed = 1; seed < 6; ++seed) EXPECT_EQ(EncodeJson(Figures(&book, battle, false, seed)), once) << seed;
}

TEST(EventFigures, TooManyFiguresAreGroupsWhoseRangesHideNoOutlier) {
  Casebook book;
  const Digest battle = book.Event("battle");
  for (int i = 0; i < 300; ++i) {
    book.Add(Say(absl::StrCat("source ", i < 250 ? 0 : i), "killed").Number(i == 299 ? "3000" : "20").Event(battle));
  }
  const v1::EventDocument d = Figures(&book, battle);
  EXPECT_TRUE(d.summary());
  EXPECT_THAT(Rows(d), IsEmpty());
  const v1::EventScope& scope = d.measures(0).scopes(0);
  ASSERT_EQ(scope.groups_size(), kEventItemsShown + 1);
  EXPECT_EQ(scope.groups(0).reports(), 250);
  EXPECT_EQ(scope.groups(0).origins(), "250 reports, 1 origin");
  int64_t most = 0, reports = 0;
  for (const v1::EventGroup& g : scope.groups()) {
    most = std::max(most, g.range().hard_high());
    reports += g.reports();
  }
  EXPECT_EQ(most, 3000);
  EXPECT_THAT(d.closing(), HasSubstr("source 0 puts the number killed at 20; "));
  EXPECT_EQ(reports, 300);
  EXPECT_THAT(Rows(Figures(&book, battle, true)), testing::SizeIs(300));
}

TEST(EventFigures, AnEventOfWhichNothingIsClaimedHasNoSentence) {
  Casebook book;
  const Digest battle = book.Event("battle");
  book.Add(Say("A", "killed").Number("3").Event(book.Event("other")));
  const v1::EventDocument d = Figures(&book, battle);
  EXPECT_EQ(d.claims(), 0);
  EXPECT_EQ(d.closing(), "");
  EXPECT_THAT(d.collisions(), IsEmpty());
}

}  // namespace
}  // namespace tallystick
