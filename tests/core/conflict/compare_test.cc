#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

Say Killed(const std::string& by, const std::string& words) { return Say(by, "killed").Number(words); }

TEST(Compare, ThreeAxesInWords) {
  Casebook book;
  const auto battle = book.Event("the battle");
  const auto some60 = book.Add(Killed("Agence X", "some 60").Event(battle));
  const auto exactly63 = book.Add(Killed("Radio Y", "63").Event(battle));
  const auto again = book.Add(Killed("Agence X", "63").Event(battle));
  const auto told = book.Add(Killed("Blog Z", "63").Event(battle).Basis(v1::Attribution::told));
  const auto other = book.Add(Killed("Radio Y", "63").Event(book.Event("another battle")));
  const auto full = book.Add(Killed("the ministry", "200").Full().Event(battle));
  const auto most = book.Add(Killed("the army", "about 30").Full().Event(battle));
  struct Case {
    Digest a, b;
    ContentRelation content;
    std::string words;
  };
  for (const Case& c : std::vector<Case>{
           {some60, exactly63, ContentRelation::kRefines, "corroborates"},
           {exactly63, again, ContentRelation::kEqual, "corroborates"},
           {some60, again, ContentRelation::kRefines, "repeats"},
           {exactly63, told, ContentRelation::kEqual, "agrees, independence not shown"},
           {exactly63, full, ContentRelation::kTension, "in tension"},
           {exactly63, most, ContentRelation::kContradicts, "contradicts"},
           {exactly63, other, ContentRelation::kIncomparable,
            "not comparable: different events: the battle and another battle"},
       }) {
    for (const auto& [a, b] : {std::pair{c.a, c.b}, std::pair{c.b, c.a}}) {
      const Comparison got = book.Compare(a, b);
      EXPECT_EQ(ContentRelationName(got.content), ContentRelationName(c.content)) << c.words;
      EXPECT_THAT(got.in_words, StartsWith(c.words.substr(0, c.words.find(": different") + 1)));
    }
  }
  EXPECT_EQ(book.Compare(exactly63, other).in_words, "not comparable: different events: the battle and another battle");
}

TEST(Compare, ALaterFigureUpdatesAndStillShowsAFallingTotal) {
  Casebook book;
  const auto battle = book.Event("the battle");
  const auto noon = book.Add(Killed("Agence X", "18").AsOf("2022-09-06T12:00Z").Event(battle));
  const auto night = book.Add(Killed("Agence X", "12").AsOf("2022-09-06T22:00Z").Event(battle));
  const auto next_day = book.Add(Killed("Agence X", "25").AsOf("2022-09-07").Event(battle));
  EXPECT_EQ(book.Compare(noon, night).content, ContentRelation::kTension);
  EXPECT_EQ(book.Compare(noon, night).succession, SuccessionRelation::kUpdates);
  EXPECT_EQ(book.Compare(noon, next_day).content, ContentRelation::kCompatible);
  EXPECT_EQ(book.Compare(next_day, noon).succession, SuccessionRelation::kUpdates);
  book.Link(v1::Link::corrects, night, noon);
  EXPECT_EQ(book.Compare(noon, night).succession, SuccessionRelation::kCorrects);
  EXPECT_THAT(Conflicts(book.Find()), IsEmpty()) << Show(book.Find());
}

TEST(Compare, WhyTwoClaimsAreNotComparable) {
  Casebook book;
  const auto region = book.Place("the region"), a = book.Place("A", {.part_of = {region}}), b = book.Place("B");
  const auto in_march = book.Add(Killed("P", "several dozen").Class("civilians").At(a).On("2022-03"));
  const auto in_may = book.Add(Killed("P", "dozens").Class("combatants").At(a).On("2022-05"));
  const auto at_b = book.Add(Killed("P", "dozens").Class("civilians").At(b).On("2022-03"));
  const auto soldiers = book.Add(Killed("P", "dozens").Class("soldiers").At(a).On("2022-03"));
  const auto nowhere = book.Add(Killed("P", "dozens").On("2022-03"));
  const auto plan = book.Add(Say("P", "about-to-attack").At(a).On("2022-03"));
  EXPECT_THAT(book.Compare(in_march, in_may).in_words, HasSubstr("different times and no shared event"));
  EXPECT_THAT(book.Compare(in_march, at_b).in_words, HasSubstr("different places"));
  EXPECT_THAT(book.Compare(in_march, soldiers).in_words, HasSubstr("different victims"));
  EXPECT_THAT(book.Compare(in_march, nowhere).in_words, HasSubstr("does not say where"));
  EXPECT_THAT(book.Compare(in_march, plan).in_words, HasSubstr("it speaks of a plan"));
  EXPECT_THAT(book.Find().findings(), IsEmpty()) << Show(book.Find());
}

TEST(Names, AffiliationDoesNotMergeAndNotSameAsUndoesAMerger) {
  for (const bool not_same : {false, true}) {
    Casebook book;
    const auto battle = book.Event("the battle");
    const auto gsim = book.Actor("GSIM");
    const auto aqim = book.Actor("AQIM", {.affiliated_with = {gsim}});
    Traits same{.same_as = {gsim}};
    if (not_same) same.not_same_as = {gsim};
    const auto jnim = book.Actor("JNIM", same);
    book.Add(Killed("P", "70").Victims({{"", gsim}}).Event(battle));
    book.Add(Killed("Q", "63").Victims({{"", aqim}}).Full().Event(battle));
    const auto of_jnim = book.Add(Killed("R", "21").Victims({{"", jnim}}).Full().Event(battle));
    const auto found = Conflicts(book.Find());
    ASSERT_EQ(found.size(), not_same ? 0u : 1u) << Show(book.Find());
    if (not_same) continue;
    EXPECT_THAT(found[0].claims(), Contains(of_jnim.hex()));
    EXPECT_THAT(FindingInWords(found[0]), HasSubstr("It rests on: 21 is the full toll"));
    EXPECT_THAT(FindingInWords(found[0]), HasSubstr(" is the same as "));
  }
}

TEST(Scopes, PlacesBesideEachOtherPartAnEvent) {
  Casebook book;
  const auto region = book.Place("the region", {.partition = v1::Relations::disjoint});
  const auto a = book.Place("A", {.part_of = {region}}), b = book.Place("B", {.part_of = {region}});
  const auto offensive = book.Event("the offensive");
  book.Add(Killed("P", "63").Full().At(a).Event(offensive));
  book.Add(Killed("Q", "71").Full().At(b).Event(offensive));
  EXPECT_THAT(Conflicts(book.Find()), IsEmpty()) << Show(book.Find());
  book.Add(Killed("R", "99").Full().At(region).Event(offensive));
  const auto found = Conflicts(book.Find());
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), HasSubstr("63 (A) + 71 (B) = 134, and the offensive's total is 99"));
}

TEST(Scopes, OneBattleMayBeDatedAndPlacedMoreOrLessClosely) {
  Casebook book;
  const auto circle = book.Place("the circle"), village = book.Place("the village", {.part_of = {circle}});
  const auto battle = book.Event("the battle");
  book.Add(Killed("P", "63").Full().At(circle).On("2022-09-06").Event(battle));
  book.Add(Killed("Q", "71").At(village).Between("2022-09-06", "2022-09-08").Event(battle));
  ASSERT_EQ(Conflicts(book.Find()).size(), 1u);
  book.Add(Killed("R", "91").On("2022-09-07").Restricts().Event(battle));
  EXPECT_EQ(OfKind(book.Find(), "part-above-whole").size(), 1u) << "one day of the battle: " << Show(book.Find());
}

TEST(Readings, EachOrTogetherIsTensionUntilBothFail) {
  Casebook book;
  const auto battle = book.Event("the battle");
  const auto x = book.Actor("X"), y = book.Actor("Y", {.disjoint_from = {x}});
  const auto both = [&](Say say) { return say.Victims({{"", x}, {"", y}}).Event(battle); };
  book.Add(both(Killed("P", "dozens")));
  book.Add(Killed("Q", "5").Victims({{"", x}}).Full().Event(battle));
  auto found = Conflicts(book.Find());
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].verdict(), v1::Finding::tension);
  EXPECT_THAT(FindingInWords(found[0]), HasSubstr("“dozens” is the number of each side (nobody says so)"));
  book.Add(Killed("R", "6").Victims({{"", y}}).Full().Event(battle));
  book.Add(both(Killed("S", "11").Full()));
  EXPECT_FALSE(OfKind(book.Find(), "", v1::Finding::contradicts).empty()) << Show(book.Find());
}

TEST(Readings, BothSidesEachIsOneCertainReading) {
  Casebook book;
  const auto battle = book.Event("the battle");
  const auto x = book.Actor("X"), y = book.Actor("Y", {.disjoint_from = {x}});
  book.Add(Killed("P", "21").Victims({{"", x}, {"", y}}).Each().Event(battle));
  book.Add(Killed("Q", "37").Victims({{"", x}, {"", y}}).Together().Full().Event(battle));
  const auto found = Conflicts(book.Find());
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].verdict(), v1::Finding::contradicts);
  EXPECT_THAT(found[0].sentence(), HasSubstr("21 (members of X) + 21 (members of Y) = 42"));
}

TEST(Findings, SayWhatNoTableReadsAndTakeTheNominalNumberInstead) {
  Casebook book;
  const auto battle = book.Event("the battle");
  const auto mute = book.Add(Killed("P", "a carnage").Event(battle));
  book.Add(Killed("Q", "a bloodbath").Nominal(63).Event(battle));
  book.Add(Killed("R", "71").Full().Event(battle));
  const v1::Findings findings = book.Find();
  ASSERT_EQ(findings.unread_size(), 1);
  EXPECT_THAT(findings.unread(0), StartsWith(mute.hex()));
  ASSERT_EQ(Conflicts(findings).size(), 1u);
  EXPECT_EQ(Conflicts(findings)[0].cited(0).reading().substr(0, 2), "63");
}

TEST(Findings, MakeNothingOfAClaimThatIsPartlyWithheld) {
  Casebook book;
  const auto battle = book.Event("the battle");
  const auto denied = book.Add(Killed("P", "63").Event(battle).Negated());
  book.Add(Killed("Q", "71").Full().Event(battle));
  RecordSet partly;
  const RecordSet all = book.Records();
  for (Record record : all.records()) {
    const auto order = SlotsOf(v1::Header::claim);
    if (record.id == denied)
      record.slots[std::find(order.begin(), order.end(), v1::Slot::kQuantity) - order.begin()].reset();
    partly.Add(record);
  }
  EXPECT_THAT(Conflicts(FindConflicts(partly, ShippedTables())), IsEmpty()) << "no number shown is not the number zero";
}

TEST(Findings, SayWhenAnotherTableWouldDecideOtherwise) {
  Casebook book;
  const auto battle = book.Event("the battle");
  book.Add(Killed("P", "dozens").Full().Event(battle));
  book.Add(Killed("Q", "71").Event(battle));
  const auto found = OfKind(book.Find(), "agreement");
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].other_tables(), testing::ElementsAre("acled 1: contradicts", "airwars 1: contradicts"));
}

TEST(Findings, CiteQuoteAttributionAndReading) {
  Casebook book;
  const auto battle = book.Event("the battle");
  book.Add(Killed("al-Naba 356", "some 60").CarriedBy("Agence Sahel Info").Event(battle).Full().SaidOn("2022-09-15"));
  book.Add(Killed("", "210").CarriedBy("Radio Y").Event(battle).SaidOn("2022-09-16"));
  const auto found = Conflicts(book.Find());
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].cited(0).quote(), "al-Naba 356: some 60 killed");
  EXPECT_EQ(found[0].cited(0).attribution(), "al-Naba 356, carried by Agence Sahel Info");
  EXPECT_EQ(found[0].cited(0).reading(), "some 60: 45–75, usually 55–65");
  EXPECT_EQ(found[0].cited(1).attribution(), "an unnamed source, carried by Radio Y");
  EXPECT_EQ(found[0].scope(), "killed, the battle");
}

}  // namespace
}  // namespace tallystick
