// The relations that a careful analyst found in the seed article, its propositions coded by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

constexpr char kApa[] = "APA";
constexpr char kArticle[] = "the article";

class Seed : public testing::Test {
 protected:
  Seed() {
    mali = book.Place("Mali", {.level = "country"});
    menaka = book.Place("Menaka region", {.part_of = {mali}, .level = "region"});
    ansongo = book.Place("Ansongo circle", {.part_of = {mali}, .level = "circle"});
    south_east = book.Place("the east and south-east of Menaka", {.part_of = {menaka}});
    anderamboukane = book.Place("Anderamboukane", {.part_of = {south_east}, .level = "town"});
    insinane = book.Place("Insinane", {.part_of = {south_east}, .level = "town"});
    insinsnane = book.Place("Insinsnane", {.same_as = {insinane}});
    tamalat = book.Place("Tamalat", {.part_of = {south_east}, .level = "town"});
    talataye = book.Place("Talataye", {.part_of = {ansongo}, .level = "village"});
    gsim = book.Actor("GSIM");
    jnim = book.Actor("JNIM", {.same_as = {gsim}});
    militia = book.Actor("the al-Qaeda militia", {.same_as = {gsim}});
    aqim = book.Actor("AQIM", {.not_same_as = {gsim}, .affiliated_with = {gsim}});
    islamic_state = book.Actor("Islamic State");
    eis = book.Actor("EIS", {.part_of = {islamic_state}});
    daesh = book.Actor("DAESH", {.same_as = {eis}});
    battle = book.Event("the battle of Talataye");
    book.SpeakingFor("al-Naba 356", islamic_state);
    const auto status = [](Say say) { return say.Between("2022-10-29", "2022-11-01").Mode(v1::ClaimTime::as_of); };
    const auto now = [&](const std::string& by, const std::string& predicate) {
      return by == kApa ? status(Say(kApa, predicate).In(kArticle))
                        : status(Say(by, predicate).In(kArticle).CarriedBy(kApa));
    };
    s02 = book.Add(Say(kApa, "clash").In(kArticle).Parties(gsim, eis).At(menaka).Between("2022-10-23", "2022-10-31"));
    s03 = book.Add(Say(kApa, "clash").In(kArticle).Parties(gsim, eis).At(menaka).Between("2022-10-28", "2022-10-31"));
    s04 = book.Add(Say("Fahad Ag Almahmoud", "clash")
                       .In(kArticle)
                       .CarriedBy(kApa)
                       .Parties(jnim, daesh)
                       .Place(v1::PlaceTerm::direction_of, {insinsnane})
                       .Between("2022-10-29T12:00Z", "2022-10-29T18:00Z")
                       .Modality(v1::Proposition::hearsay)
                       .Basis(v1::Attribution::told));
    s06 = book.Add(now("SRC-1", "has-advantage").Parties(gsim, eis).At(menaka).Modality(v1::Proposition::provisional));
    s07 = book.Add(now(kApa, "affiliated-with").Parties(gsim, aqim));
    s08 = book.Add(now("SRC-1", "controls")
                       .Holder(gsim)
                       .At(south_east)
                       .Entire()
                       .AsFarAs(tamalat)
                       .AsFarAs(insinsnane)
                       .Quote("taken over the entire eastern and south-eastern area"));
    s09 = book.Add(Say(kApa, "killed")
                       .In(kArticle)
                       .Number("several dozen")
                       .Class("civilians")
                       .Agent(eis)
                       .At(south_east)
                       .Between("2022-03-01", "2022-03-31"));
    s11 = book.Add(
        now("SRC-1", "controls").Holder(eis).At(anderamboukane).Only().Quote("EIS is holding only Anderamboukane"));
    s12 = book.Add(now("SRC-1", "retreated").Holder(eis).At(anderamboukane));
    s13 = book.Add(
        now("SRC-1", "about-to-attack").Parties(gsim, eis).At(anderamboukane).Modality(v1::Proposition::predicted));
    s14 = book.Add(Say(kApa, "ceasefire").In(kArticle).Parties(gsim, eis).At(menaka).On("2022-10-30"));
    s16 = book.Add(Say(kApa, "expelled")
                       .In(kArticle)
                       .Agent(eis)
                       .Role("expelled", {gsim})
                       .At(talataye)
                       .Between("2022-09-06", "2022-09-08")
                       .Event(battle));
    s19 = book.Add(Say(kApa, "duration")
                       .In(kArticle)
                       .Number("several")
                       .Unit("h")
                       .Event(battle)
                       .At(talataye)
                       .Between("2022-09-06", "2022-09-08"));
    s20 = book.Add(Say(kApa, "lost")
                       .In(kArticle)
                       .Number("dozens")
                       .Event(battle)
                       .At(talataye)
                       .Between("2022-09-06", "2022-09-08")
                       .Victims({{"combatants", eis}, {"combatants", gsim}}));
    s21 = book.Add(Say("al-Naba 356", "killed")
                       .In(kArticle)
                       .CarriedBy(kApa)
                       .Number("some 60")
                       .Event(battle)
                       .At(talataye)
                       .Agent(islamic_state)
                       .Victims({{"combatants", militia}})
                       .Modality(v1::Proposition::claimed));
    s22 = book.Add(now("SRC-2", "assessment").At(talataye));
    s24 = book.Add(now("SRC-2", "intends-to-capture").Agent(gsim).Quote("attack and take the stronghold of the EIS"));
    const auto between = [&](Say say) {
      return say.Holder(eis)
          .Place(v1::PlaceTerm::between, {ansongo, menaka})
          .Quote("the stronghold of the EIS located between Ansongo and Menaka");
    };
    stronghold = book.Add(between(now("SRC-2", "controls")));
    book.Link(v1::Link::presupposes, s24, stronghold);
    book.Link(v1::Link::presupposes, s22, s16);
  }

  Casebook book;
  Digest mali, menaka, ansongo, south_east, anderamboukane, insinane, insinsnane, tamalat, talataye;
  Digest gsim, jnim, militia, aqim, islamic_state, eis, daesh, battle;
  Digest s02, s03, s04, s06, s07, s08, s09, s11, s12, s13, s14, s16, s19, s20, s21, s22, s24, stronghold;
};

std::string Content(const Comparison& c) { return std::string(ContentRelationName(c.content)); }

TEST_F(Seed, OneArticleHoldsNoRetellingCircleOrSuspectedCopy) {
  const v1::Findings findings = book.Find();
  for (const char* kind : {"retelling-drift", "circular-reporting", "suspected-copy", "grade-1-unsupported"}) {
    EXPECT_TRUE(OfKind(findings, kind).empty()) << Show(findings);
  }
}

TEST_F(Seed, RelationsComeOutAsTheAnalystJudgedThem) {
  struct Case {
    const char* name;
    Digest a, b;
    std::vector<std::string> allowed;
  };
  const std::vector<Case> cases = {
      {"S03/S04 agree, never corroborate", s03, s04, {"refines", "agrees"}},
      {"S02/S03 one author", s02, s03, {"refines"}},
      {"S03/S14 clash and ceasefire", s03, s14, {"tension"}},
      {"S06/S08", s06, s08, {"compatible"}},
      {"S08/S11 entire against an exception", s08, s11, {"tension"}},
      {"S11/S24 only against a presupposed stronghold", s11, s24, {"tension"}},
      {"S11/S12", s11, s12, {"compatible"}},
      {"S13/S11 a prediction never counts as control", s13, s11, {"compatible", "incomparable"}},
      {"S04/S08", s04, s08, {"compatible", "incomparable"}},
      {"S16/S22 presupposed", s16, s22, {"compatible", "agrees"}},
      {"S16/S19 hours in a window of days", s16, s19, {"compatible"}},
      {"S20/S21 each or together", s20, s21, {"compatible", "refines"}},
      {"S09/S20 never compared", s09, s20, {"incomparable"}},
      {"S09/S21 never compared", s09, s21, {"incomparable"}},
      {"S07/S21 names do not merge", s07, s21, {"compatible", "incomparable"}},
  };
  for (const Case& c : cases) {
    for (const auto& [a, b] : {std::pair{c.a, c.b}, std::pair{c.b, c.a}}) {
      const Comparison got = book.Compare(a, b);
      EXPECT_THAT(c.allowed, testing::Contains(Content(got))) << c.name << ": " << got.in_words;
      EXPECT_NE(got.in_words, "corroborates") << c.name;
    }
  }
}

TEST_F(Seed, OnlyTheThreeTensionsAreFoundAndNothingContradicts) {
  const v1::Findings findings = book.Find();
  std::vector<std::string> kinds;
  for (const v1::Finding& f : Conflicts(findings)) {
    kinds.push_back(f.kind());
    EXPECT_EQ(f.verdict(), v1::Finding::tension) << FindingInWords(f);
  }
  EXPECT_THAT(kinds, testing::UnorderedElementsAre("exclusive-predicates", "entire-against-exception",
                                                   "only-against-elsewhere"))
      << Show(findings);
  const auto entire = OfKind(findings, "entire-against-exception");
  ASSERT_EQ(entire.size(), 1u);
  EXPECT_THAT(FindingInWords(entire[0]), HasSubstr("Anderamboukane lay beyond the limit “as far as"));
  EXPECT_THAT(testing::PrintToString(entire[0].notes(0)), HasSubstr("one source"));
  const auto only = OfKind(findings, "only-against-elsewhere");
  ASSERT_EQ(only.size(), 1u);
  EXPECT_THAT(FindingInWords(only[0]),
              HasSubstr("“only” covers the area between Ansongo circle and Menaka region (nobody says so)"));
  EXPECT_THAT(only[0].notes(0), HasSubstr("presupposes it, even as an intention"));
  EXPECT_THAT(only[0].claims(), testing::UnorderedElementsAre(s11.hex(), stronghold.hex()));
}

TEST_F(Seed, OnlyContradictsOnceItsDomainIsAsserted) {
  const auto asserted = book.Add(Say("SRC-1", "controls")
                                     .In(kArticle)
                                     .CarriedBy(kApa)
                                     .Holder(eis)
                                     .At(anderamboukane)
                                     .Only({menaka, ansongo})
                                     .Between("2022-10-29", "2022-11-01")
                                     .Mode(v1::ClaimTime::as_of));
  EXPECT_EQ(book.Compare(asserted, s24).content, ContentRelation::kContradicts);
  EXPECT_EQ(book.Compare(s24, asserted).content, ContentRelation::kContradicts);
}

TEST_F(Seed, SomeSixtyIsReadWithItsTolerance) {
  const v1::Findings findings = book.Find();
  EXPECT_EQ(findings.unread_size(), 0) << Show(findings);
  const Comparison c = book.Compare(s20, s21);
  EXPECT_THAT(c.reasons, testing::Contains(HasSubstr("Omission"))) << testing::PrintToString(c.reasons);
  EXPECT_THAT(c.reasons, testing::Contains(HasSubstr("Self-interest: al-Naba 356")));
}

TEST_F(Seed, RepeatsByOneAuthorDoNotCorroborate) {
  const auto agreements = OfKind(book.Find(), "agreement");
  ASSERT_EQ(agreements.size(), 1u);  // S02 and S03
  EXPECT_THAT(agreements[0].sentence(), HasSubstr("2 reports, 1 origin: repeats, not corroborates"));
  EXPECT_EQ(book.Compare(s02, s03).in_words, "repeats");
  EXPECT_EQ(book.Compare(s03, s04).in_words, "agrees, independence not shown");
}

}  // namespace
}  // namespace tallystick
