// Retellings of one statement: what changed on the way, in whose favour, and what is no drift.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

std::string NotesOf(const v1::Finding& finding) {
  return absl::StrJoin(finding.notes().begin(), finding.notes().end(), "\n");
}

// The same with a slot of one record withheld.
RecordSet Without(SlotCase slot, const Digest& id, const RecordSet& all) {
  RecordSet records;
  for (Record record : all.records()) {
    const auto order = SlotsOf(record.kind());
    if (record.id == id) record.slots[std::find(order.begin(), order.end(), slot) - order.begin()].reset();
    records.Add(record);
  }
  return records;
}

// One magazine claim, told by an agency and by a council's report.
class Magazine : public testing::Test {
 protected:
  Magazine() {
    battle = book.Event("the battle of Talataye");
    is = book.Actor("Islamic State");
    militia = book.Actor("the militia");
    allies = book.Actor("its allies");
    book.Standing("al-Naba 356", v1::Identity::statement, battle, is);
    book.Capture("APA, 31 October", "2022-10-31");
    book.Capture("Report S/2022", "2022-12-01");
    book.Capture("The magazine", "2022-09-15");
  }

  Say Told(const std::string& words, const std::string& by, const std::string& capture) {
    Say say("al-Naba 356", "killed");
    if (!by.empty()) say.CarriedBy(by);
    return say.Number(words).In(capture).Event(battle).Agent(is).Modality(v1::Proposition::claimed);
  }
  Say Agency() {
    return Told("some 60", "APA", "APA, 31 October")
        .Victims({{"", militia}})
        .Words("the al-Qaeda militia")
        .Quote("claimed to have killed some 60 members of the al-Qaeda militia");
  }
  Say Council() {
    return Told("more than 60", "the council", "Report S/2022")
        .Victims({{"", militia}, {"", allies}})
        .Words("the militia and its allies")
        .Quote("more than 60 of the militia and its allies");
  }
  std::vector<v1::Finding> Drifts() { return OfKind(book.Find(), "retelling-drift"); }

  Casebook book;
  Digest battle, is, militia, allies;
};

TEST_F(Magazine, BothReadingsAreQuotedAndNeitherIsChosen) {
  book.Add(Council());
  book.Add(Agency());
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].verdict(), v1::Finding::note);
  EXPECT_EQ(found[0].sentence(),
            "One statement, by al-Naba 356, is told in two ways: “claimed to have killed some 60 members of the "
            "al-Qaeda militia” (“APA, 31 October”, 2022-10-31; al-Naba 356, carried by APA), then “more than 60 of the "
            "militia and its allies” (“Report S/2022”, 2022-12-01; al-Naba 356, carried by the council). Changed: the "
            "number's hedge: “some 60” → “more than 60”; the victims: “the al-Qaeda militia” → “the militia and its "
            "allies”. Neither is preferred here.");
  EXPECT_EQ(found[0].claims_size(), 2);
  EXPECT_EQ(found[0].origins().high(), 1);
  EXPECT_THAT(FindingInWords(found[0]), HasSubstr("It rests on: all go back to al-Naba 356 (statement)."));
  EXPECT_THAT(NotesOf(found[0]), HasSubstr("The statement itself is not among these reports"));
}

TEST_F(Magazine, TheOriginalIsNamedWhereItIsThere) {
  book.Add(Agency());
  book.Add(Council());
  book.Add(
      Told("about 60", "", "The magazine").Victims({{"", militia}}).Words("militia").Quote("about 60 of the militia"));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].claims_size(), 2) << "“some 60” tells what “about 60” tells";
  EXPECT_THAT(found[0].sentence(), HasSubstr("is told in two ways by three reports: “about 60 of the militia”"));
  EXPECT_THAT(NotesOf(found[0]), HasSubstr("“The magazine”, 2022-09-15 has it in the source's own name."));
}

TEST_F(Magazine, ALinkMakesOneStatementOfClaimsThatNameNoStatement) {
  const auto a = book.Add(Say("a spokesman", "killed").Number("60").Event(battle).SaidOn("2022-09-10"));
  const auto b = book.Add(Say("the army", "killed").Number("63").SaidOn("2022-09-12"));
  EXPECT_TRUE(Drifts().empty());
  book.Link(v1::Link::same_statement, b, a);
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].sentence(), HasSubstr("Changed: the number: “60” → “63”."));
  EXPECT_THAT(found[0].sentence(), HasSubstr("Not in all of them: the event (the battle of Talataye) is left out."));
  EXPECT_EQ(found[0].assumptions(0).text(), "they are one statement");
}

TEST_F(Magazine, ACopyThatChangesItsOriginalDrifts) {
  book.Add(Say("the prefect", "killed").Number("12").CarriedBy("A").In("A's page").Event(battle));
  book.Add(Say("the prefect", "killed").Number("21").CarriedBy("B").In("B's page").Event(battle));
  EXPECT_TRUE(Drifts().empty()) << "he may have spoken twice";
  book.Link(v1::Link::copies, book.Capture("B's page"), book.Capture("A's page"));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].sentence(), AnyOf(HasSubstr("the number: “12” / “21”"), HasSubstr("the number: “21” / “12”")))
      << "neither page has a date";
  EXPECT_THAT(NotesOf(found[0]), HasSubstr("published first is not recorded"));
}

TEST_F(Magazine, TheChangeThatSuitsAPartyIsNoted) {
  book.Add(Agency());
  book.Add(Told("more than 100", "the council", "Report S/2022").Victims({{"", militia}}));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]),
              HasSubstr("told later, the other side's losses grow. al-Naba 356, who is quoted so, is a "
                        "party, with Islamic State."));
}

TEST_F(Magazine, AnActorThatIsNotHereIsNobodysSide) {
  book.Standing("the channel", v1::Identity::outlet, Digest(), Sha256("an entity that was left out"));
  book.Add(Told("63", "APA", "APA, 31 October").Victims({{"", militia}}));
  book.Add(Told("83", "the channel", "Report S/2022").Victims({{"", militia}}));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]), Not(HasSubstr("the channel, who")));
}

TEST_F(Magazine, TheChangeAgainstAPartyIsNotNoted) {
  book.Add(Agency());
  book.Add(Told("some 40", "the council", "Report S/2022").Victims({{"", militia}}));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]), Not(HasSubstr("told later")));
}

TEST_F(Magazine, ATellerWhoLeavesOutTheLossesOfItsOwnSideIsNoted) {
  book.SpeakingFor("the militia's channel", militia);
  book.Add(Told("60", "APA", "APA, 31 October").Victims({{"", militia}, {"", is}}));
  book.Add(Told("60", "the militia's channel", "Report S/2022").Victims({{"", is}}));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]),
              HasSubstr("the losses of the militia are left out. the militia's channel, who tells it "
                        "so, speaks for the militia."));
}

TEST_F(Magazine, LossesAreNotSaidToBeLeftOutWhereThePropositionIsWithheld) {
  book.SpeakingFor("the militia's channel", militia);
  const auto whole = book.Add(Told("60", "APA", "APA, 31 October").Victims({{"", militia}, {"", is}}));
  const auto part = book.Add(Told("61", "the militia's channel", "Report S/2022").Victims({{"", militia}}));
  book.Link(v1::Link::same_statement, part, whole);
  const auto found =
      OfKind(FindConflicts(Without(v1::Slot::kProposition, part, book.Records()), ShippedTables()), "retelling-drift");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]), Not(HasSubstr("left out")));
}

TEST_F(Magazine, AnEstimateThatBecameExactIsFalsePrecision) {
  book.Add(Told("about 30", "APA", "APA, 31 October"));
  book.Add(Told("33", "the council", "Report S/2022"));
  auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]), HasSubstr("False precision: “about 30” became “33”."));
  EXPECT_THAT(found[0].sentence(), HasSubstr("Changed: the number: “about 30” → “33”."));
}

TEST_F(Magazine, AnEstimateThatBecameAnotherIsNot) {
  book.Add(Told("about 30", "APA", "APA, 31 October"));
  book.Add(Told("about 33", "the council", "Report S/2022"));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(NotesOf(found[0]), Not(HasSubstr("False precision")));
}

struct Pair {
  const char* name;
  Say (*alter)(Say, const Digest& inner, const Digest& outer);
  const char* says;  // "" for no finding
};

class Aspects : public testing::TestWithParam<Pair> {};

TEST_P(Aspects, AreTestedForEquality) {
  Casebook book;
  const auto battle = book.Event("the battle"), outer = book.Place("Menaka"),
             inner = book.Place("Talataye", {.part_of = {outer}});
  book.Source("Communiqué 14", v1::Identity::statement);
  book.Capture("one", "2022-10-30"), book.Capture("two", "2022-10-31");
  const auto say = [&](const char* by, const char* capture) {
    return Say("Communiqué 14", "killed").Number("60").CarriedBy(by).In(capture).Event(battle);
  };
  book.Add(say("A", "one").At(outer).Between("2022-09-06", "2022-09-08").Modality(v1::Proposition::claimed).Full());
  book.Add(GetParam().alter(say("B", "two"), inner, outer));
  const v1::Findings findings = book.Find();
  const auto found = OfKind(findings, "retelling-drift");
  ASSERT_EQ(found.size(), *GetParam().says == '\0' ? 0u : 1u) << Show(findings);
  for (const v1::Finding& f : found) EXPECT_THAT(f.sentence(), HasSubstr(GetParam().says));
}

const Pair kPairs[] = {
    {"AllEqual",
     [](Say s, const Digest&, const Digest& outer) {
       return s.At(outer).Between("2022-09-06", "2022-09-08").Modality(v1::Proposition::claimed).Full();
     },
     ""},
    {"MuchLeftOut", [](Say s, const Digest&, const Digest&) { return s; }, ""},
    {"NearerPlaceAndLongerTime", [](Say s, const Digest& inner, const Digest&) { return s.At(inner).On("2022-09"); },
     ""},
    {"AnotherDate", [](Say s, const Digest&, const Digest&) { return s.On("2022-09-09"); },
     "Changed: the date: 2022-09-06 to 2022-09-08 → 2022-09-09."},
    {"NearThePlace", [](Say s, const Digest&, const Digest& outer) { return s.Place(v1::PlaceTerm::near, {outer}); },
     "Changed: the place: Menaka → near Menaka."},
    {"AllOfThePlace", [](Say s, const Digest&, const Digest& outer) { return s.At(outer).Entire(); },
     "Changed: the place: Menaka → all of Menaka."},
    {"ClaimedThenAsserted", [](Say s, const Digest&, const Digest&) { return s.Modality(v1::Proposition::asserted); },
     "Changed: how surely it is said: claimed → asserted."},
    {"Denied", [](Say s, const Digest&, const Digest&) { return s.Negated(); },
     "Changed: whether it is so: affirmed → denied."},
    {"KnownSoFar", [](Say s, const Digest&, const Digest&) { return s.KnownSoFar(); },
     "Changed: how full the count is: full → known so far."},
    {"OnlyIsAdded", [](Say s, const Digest&, const Digest&) { return s.Only(); },
     "“only” (only) is added. Neither is preferred here."},
    {"TheNumberIsLeftOut", [](Say s, const Digest&, const Digest&) { return s.Number(""); },
     "the number (“60”) is left out"},
    {"HedgeAdded", [](Say s, const Digest&, const Digest&) { return s.Number("up to 60"); },
     "the number's hedge: “60” → “up to 60”"},
    {"TheSameInOtherWords", [](Say s, const Digest&, const Digest&) { return s.Number("exactly 60"); }, ""},
};

INSTANTIATE_TEST_SUITE_P(Drift, Aspects, testing::ValuesIn(kPairs),
                         [](const testing::TestParamInfo<Pair>& p) { return std::string(p.param.name); });

TEST(Drift, TwoFiguresOfOneStatementInOneDocumentStayApart) {
  Casebook book;
  const auto war = book.Event("the war"), a = book.Place("A"), b = book.Place("B");
  book.Source("Communiqué 14", v1::Identity::statement);
  for (const char* outlet : {"Radio", "Agency"}) {
    book.Add(Say("Communiqué 14", "killed").Number("12").At(a).Event(war).CarriedBy(outlet).In(outlet));
    book.Add(Say("Communiqué 14", "killed").Number("21").At(b).Event(war).CarriedBy(outlet).In(outlet));
  }
  EXPECT_TRUE(OfKind(book.Find(), "retelling-drift").empty()) << Show(book.Find());
}

// Communiqué 7, told by the radio and by the agency in documents of their own.
class TwoFacts : public testing::Test {
 protected:
  TwoFacts() {
    raid = book.Event("the raid");
    county = book.Place("County"), north = book.Place("North Town", {.part_of = {county}});
    south = book.Place("South Town", {.part_of = {county}});
    book.Source("Communiqué 7", v1::Identity::statement);
  }
  Say Told(const char* number, const char* outlet) {
    return Say("Communiqué 7", "killed").Number(number).CarriedBy(outlet).In(outlet).Event(raid);
  }
  std::vector<v1::Finding> Drifts() { return OfKind(book.Find(), "retelling-drift"); }

  Casebook book;
  Digest raid, county, north, south;
};

TEST_F(TwoFacts, OfDisjointVictimsAreNoDrift) {
  book.Add(Told("5", "Radio").Class("civilians"));
  book.Add(Told("12", "Agency").Class("combatants"));
  EXPECT_TRUE(Drifts().empty()) << Show(book.Find());
}

TEST_F(TwoFacts, OfDifferentPlacesAreNoDrift) {
  book.Add(Told("5", "Radio").At(north));
  book.Add(Told("12", "Agency").At(south));
  EXPECT_TRUE(Drifts().empty()) << Show(book.Find());
}

TEST_F(TwoFacts, AreDriftOnceALinkSaysThatTheyAreOne) {
  const auto a = book.Add(Told("5", "Radio").Class("civilians").At(north));
  const auto b = book.Add(Told("12", "Agency").Class("combatants").At(south));
  EXPECT_TRUE(Drifts().empty()) << Show(book.Find());
  book.Link(v1::Link::same_statement, b, a);
  EXPECT_EQ(Drifts().size(), 1u) << Show(book.Find());
}

TEST_F(TwoFacts, AreOneWhereTheOtherTellsItLessExactly) {
  book.Add(Told("5", "Radio").Class("civilians").At(north));
  book.Add(Told("12", "Agency").Class("persons").At(county));
  EXPECT_EQ(Drifts().size(), 1u) << Show(book.Find());
}

TEST_F(TwoFacts, EachDriftsByItself) {
  book.Add(Told("5", "Radio").At(north));
  book.Add(Told("12", "Agency").At(south));
  book.Add(Told("6", "Paper").At(north));
  const auto found = Drifts();
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_EQ(found[0].claims_size(), 2);
}

// One communiqué told in three documents; `alter` says what the i-th of them tells.
v1::Findings ToldThreeTimes(const std::function<Say(Say, int)>& alter, const std::vector<int>& order) {
  Casebook book;
  const auto battle = book.Event("the battle");
  book.Source("Communiqué 14", v1::Identity::statement);
  for (size_t at = 0; at < order.size(); ++at) {
    const std::string outlet = absl::StrCat("outlet ", at);
    book.Capture(outlet, absl::StrCat("2022-10-", 10 + at));
    book.Add(alter(Say("Communiqué 14", "killed").Number("60").CarriedBy(outlet).In(outlet).Event(battle), order[at]));
  }
  return book.Find();
}

TEST(Drift, OfThreeDatesOfDifferentExactnessIsTheSameInEveryOrder) {
  struct Case {
    std::vector<const char*> dates;
    bool drifts;
  };
  const Case cases[] = {
      {{"2022-09-06", "2022-09", "2022-09-08"}, true},  // each lies in September, and yet they are two days
      {{"2022-09-06", "2022-09", "2022"}, false},       // the same, told more and less exactly
      {{"2022-09-06", "2022-09", "2022-09"}, false},
      {{"2022-09-06", "2022-10", "2022"}, true},
  };
  for (const Case& c : cases) {
    std::vector<int> order = {0, 1, 2};
    do {
      const v1::Findings findings = ToldThreeTimes([&](Say say, int i) { return say.On(c.dates[i]); }, order);
      const auto found = OfKind(findings, "retelling-drift");
      ASSERT_EQ(found.size(), c.drifts ? 1u : 0u) << absl::StrJoin(order, " ") << "\n" << Show(findings);
      for (const v1::Finding& f : found) {
        EXPECT_EQ(f.claims_size(), 3);
        EXPECT_THAT(f.sentence(), HasSubstr("is told in three ways"));
        EXPECT_THAT(f.sentence(), HasSubstr("Changed: the date: "));
      }
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST(Drift, OfThreePlacesOfDifferentExactnessIsTheSameInEveryOrder) {
  for (const bool beside : {false, true}) {
    std::vector<int> order = {0, 1, 2};
    do {
      Casebook book;
      const auto battle = book.Event("the battle"), region = book.Place("the region"),
                 town = book.Place("the town", {.part_of = {region}}),
                 third = book.Place("the quarter", {.part_of = {beside ? region : town}});
      const Digest places[] = {town, region, third};
      std::vector<Digest> told;
      for (size_t at = 0; at < order.size(); ++at) {
        const std::string outlet = absl::StrCat("outlet ", at);
        book.Capture(outlet, absl::StrCat("2022-10-", 10 + at));
        told.push_back(
            book.Add(Say("the prefect", "killed").Number("60").In(outlet).Event(battle).At(places[order[at]])));
        if (at > 0) book.Link(v1::Link::same_statement, told[at], told[0]);
      }
      const v1::Findings findings = book.Find();
      EXPECT_EQ(OfKind(findings, "retelling-drift").size(), beside ? 1u : 0u) << absl::StrJoin(order, " ") << "\n"
                                                                              << Show(findings);
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST(Drift, WordsThatNoTableReadsOpenNoVersion) {
  const char* const numbers[] = {"60", "a heap of", "63", "60"};
  const v1::Findings findings = ToldThreeTimes([&](Say say, int i) { return say.Number(numbers[i]); }, {0, 1, 2, 3});
  const auto found = OfKind(findings, "retelling-drift");
  ASSERT_EQ(found.size(), 1u) << Show(findings);
  EXPECT_EQ(found[0].claims_size(), 2) << Show(findings);
  EXPECT_THAT(found[0].sentence(), HasSubstr("is told in two ways by four reports"));
}

TEST(Drift, WordsThatNoTableReadsAreQuotedWhereSomethingElseIsTold) {
  const v1::Findings findings = ToldThreeTimes(
      [&](Say say, int i) {
        if (i == 2) return say.Number("a heap of").Modality(v1::Proposition::asserted);
        return say.Modality(v1::Proposition::claimed);
      },
      {2, 0, 1});
  const auto found = OfKind(findings, "retelling-drift");
  ASSERT_EQ(found.size(), 1u) << Show(findings);
  EXPECT_EQ(found[0].claims_size(), 2) << Show(findings);
  EXPECT_THAT(found[0].sentence(), HasSubstr("how surely it is said: asserted → claimed"));
}

// Left out, added, or neither: what the dates of publication tell.
TEST(Drift, OnlyKnownDatesSayWhatWasLeftOutOrAdded) {
  struct Case {
    const char* name;
    std::vector<std::pair<const char*, const char*>> told;  // published, number
    const char* says;
  };
  const Case cases[] = {
      {"LeftOut", {{"2022-10-10", "60"}, {"2022-10-11", ""}}, "Not in all of them: the number (“60”) is left out."},
      {"Added", {{"2022-10-10", ""}, {"2022-10-11", "60"}}, "Not in all of them: the number (“60”) is added."},
      {"LeftOutOnce",
       {{"2022-10-10", "60"}, {"2022-10-11", ""}, {"2022-10-12", "60"}},
       "Not in all of them: the number (“60”) is left out."},
      {"OneDay", {{"2022-10-10", "60"}, {"2022-10-10", ""}}, "Told in some, not in others: the number (“60”)."},
      {"DatesOverlap", {{"2022-10", "60"}, {"2022-10-11", ""}}, "Told in some, not in others: the number (“60”)."},
      {"Undated", {{"2022-10-10", ""}, {"", "60"}}, "Told in some, not in others: the number (“60”)."},
      {"OneOfThemUndated",
       {{"2022-10-10", ""}, {"2022-10-11", "60"}, {"", "60"}},
       "Told in some, not in others: the number (“60”)."},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Casebook book;
    const auto battle = book.Event("the battle");
    book.Source("Communiqué 14", v1::Identity::statement);
    int n = 0;
    for (const auto& [published, number] : c.told) {
      const std::string outlet = absl::StrCat("outlet ", ++n);
      book.Capture(outlet, published);
      book.Add(Say("Communiqué 14", "killed").Number(number).CarriedBy(outlet).In(outlet).Event(battle));
    }
    const auto found = OfKind(book.Find(), "retelling-drift");
    ASSERT_EQ(found.size(), 1u) << Show(book.Find());
    EXPECT_THAT(found[0].sentence(), HasSubstr(absl::StrCat(" ", c.says, " Neither is preferred here.")));
  }
}

TEST(Drift, APartyOfALossIsWhoLost) {
  Casebook book;
  const auto battle = book.Event("the battle"), militia = book.Actor("the militia"), other = book.Actor("the army");
  book.Source("Communiqué 14", v1::Identity::statement);
  const auto say = [&](const char* outlet) {
    return Say("Communiqué 14", "lost").Number("60").CarriedBy(outlet).In(outlet).Event(battle);
  };
  book.Add(say("Radio").Victims({{"", militia}}));
  book.Add(say("Agency").Role("party", {militia}));
  EXPECT_TRUE(OfKind(book.Find(), "retelling-drift").empty()) << Show(book.Find());
  book.Add(say("Paper").Role("party", {other}));
  const auto found = OfKind(book.Find(), "retelling-drift");
  ASSERT_EQ(found.size(), 1u) << Show(book.Find());
  EXPECT_THAT(found[0].sentence(), HasSubstr("Changed: the victims: "));
}

TEST(Drift, AClaimWhoseCaptureIsWithheldLeavesTheOthersCompared) {
  Casebook book;
  const auto battle = book.Event("the battle");
  book.Source("Communiqué 14", v1::Identity::statement);
  Digest hidden;
  for (const char* number : {"60", "63", "70"}) {
    const std::string outlet = absl::StrCat("outlet ", number);
    hidden = book.Add(Say("Communiqué 14", "killed").Number(number).CarriedBy(outlet).In(outlet).Event(battle));
  }
  const RecordSet records = Without(v1::Slot::kQuote, hidden, book.Records());
  ASSERT_TRUE(records.Find(hidden)->IsWithheld(v1::Slot::kQuote));
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  const auto found = OfKind(findings, "retelling-drift");
  ASSERT_EQ(found.size(), 1u) << Show(findings);
  EXPECT_EQ(found[0].claims_size(), 2) << Show(findings);
}

TEST(Drift, ManyRetellingsMakeOneFindingInAnyOrder) {
  Casebook book;
  const auto battle = book.Event("the battle");
  book.Source("Communiqué 14", v1::Identity::statement);
  for (int i = 0; i < 300; ++i) {
    const std::string outlet = absl::StrCat("outlet ", i);
    book.Capture(outlet, absl::StrCat("2022-10-", 10 + i % 20));
    book.Add(
        Say("Communiqué 14", "killed").Number(absl::StrCat(30 + i % 3)).Event(battle).CarriedBy(outlet).In(outlet));
  }
  const auto found = OfKind(book.Find(), "retelling-drift");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].claims_size(), 3);
  EXPECT_THAT(found[0].sentence(), HasSubstr("is told in three ways by 300 reports"));
  EXPECT_EQ(EncodeJson(book.Find(7)), EncodeJson(book.Find()));
}

}  // namespace
}  // namespace tallystick
