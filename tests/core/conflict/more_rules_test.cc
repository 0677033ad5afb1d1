// Kinds beside counts and states: each fires once, and has a near miss (docs/conflict-rules.md).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "absl/strings/str_cat.h"
#include "tests/core/conflict/rule_case.h"
#include "tests/sizes.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Say Massacre(const std::string& by, const Digest& who, const Digest& event) {
  return Killed(by, "20").Class("civilians").Agent(who).Event(event);
}

const RuleCase kCases[] = {
    {"OneDeedOfTwoGroups", "exclusive-perpetrators", kTension,
     "Agence X says that it was the work of EIS, and Radio Y that it was the work of GSIM",
     [](Casebook* b) {
       const auto e = b->Event("the massacre");
       b->Add(Massacre("Agence X", b->Actor("EIS"), e).SaidOn("2022-09-07"));
       b->Add(Massacre("Radio Y", b->Actor("GSIM"), e).SaidOn("2022-09-08"));
     },
     [](Casebook* b) {  // a faction, and the group that it belongs to
       const auto e = b->Event("the massacre");
       const auto gsim = b->Actor("GSIM");
       b->Add(Massacre("Agence X", gsim, e));
       b->Add(Massacre("Radio Y", b->Actor("Katiba Macina", {.member_of = {gsim}}), e));
     }},
    {"OneGroupAlone", "exclusive-perpetrators", kContradicts, "the work of EIS alone",
     [](Casebook* b) {
       const auto e = b->Event("the massacre");
       b->Add(Massacre("Agence X", b->Actor("EIS"), e).Alone().SaidOn("2022-09-07"));
       b->Add(Massacre("Radio Y", b->Actor("GSIM"), e).SaidOn("2022-09-08"));
     },
     [](Casebook* b) {  // both name both
       const auto e = b->Event("the massacre");
       const auto x = b->Actor("EIS"), y = b->Actor("GSIM");
       b->Add(Killed("Agence X", "20").Class("civilians").Role("agent", {x, y}).Event(e));
       b->Add(Massacre("Radio Y", y, e));
     }},
    {"SharesOfTwoGroups", "exclusive-perpetrators", kTension, "the same victims",
     [](Casebook* b) {
       const auto e = b->Event("the massacre");
       b->Add(Killed("Agence X", "some 20").Class("civilians").Agent(b->Actor("EIS")).Event(e));
       b->Add(Killed("Radio Y", "21").Class("civilians").Agent(b->Actor("GSIM")).Event(e));
     },
     [](Casebook* b) {  // 20 by the one, 50 by the other
       const auto e = b->Event("the massacre");
       b->Add(Killed("Agence X", "20").Class("civilians").Agent(b->Actor("EIS")).Event(e));
       b->Add(Killed("Radio Y", "50").Class("civilians").Agent(b->Actor("GSIM")).Event(e));
     }},
    {"OpenFiguresFarApart", "figures-out-of-order", kNote, "which is usually at most 25",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "17+").KnownSoFar().Event(e));
       b->Add(Killed("Radio Y", "60+").KnownSoFar().Event(e));
     },
     [](Casebook* b) {  // it grew
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "17+").KnownSoFar().AsOf("2022-09-06").Event(e));
       b->Add(Killed("Radio Y", "60+").KnownSoFar().AsOf("2022-09-08").Event(e));
     }},
    {"UndercutClaim", "undercut", kNote, "takes away a ground of what Agence X says",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       const auto count = b->Add(Killed("Agence X", "63").Event(e).Quote("63 were killed, the mayor said."));
       const auto doubt = b->Add(Say("Radio Y", "x-was-away").Quote("The mayor was abroad that week."));
       b->Link(v1::Link::undercuts, doubt, count);
     },
     [](Casebook* b) {  // taken back
       const auto e = b->Event("the battle");
       const auto count = b->Add(Killed("Agence X", "63").Event(e));
       const auto doubt = b->Add(Say("Radio Y", "x-was-away").Quote("The mayor was abroad that week."));
       b->Link(v1::Link::undercuts, doubt, count);
       b->Retract(doubt);
     }},
    {"PlaceOnABorder", "border-place", kNote, "Labbezanga is recorded as part of both Gao and Tillaberi",
     [](Casebook* b) {
       const auto gao = b->Place("Gao"), tillaberi = b->Place("Tillaberi", {.disjoint_from = {gao}});
       const auto town = b->Place("Labbezanga", {.part_of = {gao, tillaberi}});
       b->Add(Killed("Agence X", "7").At(town).On("2022-09-06"));
       b->Add(Killed("Radio Y", "7").At(town).On("2022-09-06"));
     },
     [](Casebook* b) {  // a town is in its district and in its region
       const auto gao = b->Place("Gao"), ansongo = b->Place("Ansongo", {.part_of = {gao}});
       b->Add(Killed("Agence X", "7").At(b->Place("Labbezanga", {.part_of = {gao, ansongo}})).On("2022-09-06"));
     }},
};

Say Fought(const std::string& by, const Digest& event) { return Say(by, "clash").Event(event); }
Say Lasted(const std::string& by, const std::string& words, const std::string& unit, const Digest& event) {
  return Say(by, "duration").Number(words).Unit(unit).Event(event);
}

const RuleCase kTimes[] = {
    {"BattleOfTwoWeeks", "event-dates-disjoint", kTension, "with 4 days between them",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Fought("Agence X", e).Between("2022-09-06", "2022-09-07"));
       b->Add(Fought("Radio Y", e).On("2022-09-12"));
     },
     [](Casebook* b) {  // 6, 6 to 7, 6 to 8
       const auto e = b->Event("the battle");
       b->Add(Fought("Agence X", e).On("2022-09-06"));
       b->Add(Fought("Radio Q", e).On("2022-09-07"));  // through the night
       b->Add(Fought("Radio Y", e).Between("2022-09-06", "2022-09-07").Mode(v1::ClaimTime::from_to));
       b->Add(Fought("Radio Z", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to));
     }},
    {"DeathAfterTheEnd", "event-dates-disjoint", kContradicts, "Agence X puts all of it at 2022-09-06 to 2022-09-08",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Fought("Agence X", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to).SaidOn("2022-10-01"));
       b->Add(Fought("Radio Y", e).On("2022-09-12").SaidOn("2022-10-02"));
     },
     [](Casebook* b) {  // it tells of a part only, and of a state that it left
       const auto e = b->Event("the battle");
       b->Add(Fought("Agence X", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to));
       b->Add(Killed("Radio Y", "12").Event(e).On("2022-09-12"));
       b->Add(Say("Radio Z", "controls").Event(e).Holder(b->Actor("EIS")).On("2022-09-12"));
     }},
    {"PartOutsideItsWhole", "event-dates-disjoint", kContradicts, "the ambush, part of the offensive",
     [](Casebook* b) {
       const auto whole = b->Event("the offensive"), part = b->Event("the ambush", {.part_of = {whole}});
       b->Add(Fought("Agence X", whole).Between("2022-09-06", "2022-09-20").Mode(v1::ClaimTime::from_to));
       b->Add(Fought("Radio Y", part).On("2022-09-30"));
     },
     [](Casebook* b) {
       const auto whole = b->Event("the offensive"), part = b->Event("the ambush", {.part_of = {whole}});
       b->Add(Fought("Agence X", whole).Between("2022-09-06", "2022-09-20").Mode(v1::ClaimTime::from_to));
       b->Add(Fought("Radio Y", part).On("2022-09-20"));
     }},
    {"LongerThanItsDates", "duration-against-extent", kContradicts, "the dates leave less time",
     [](Casebook* b) {
       const auto e = b->Event("the siege");
       b->Add(Lasted("Agence X", "30", "days", e));
       b->Add(Fought("Radio Y", e).Between("2022-09-01", "2022-09-20").Mode(v1::ClaimTime::from_to));
     },
     [](Casebook* b) {  // three days, from the 6th to the 8th
       const auto e = b->Event("the siege");
       b->Add(Lasted("Agence X", "3", "days", e));
       b->Add(Fought("Radio Y", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to));
     }},
    {"LongerThanTheDayItIsPutAt", "duration-against-extent", kTension, "2022-09-06 is the date of all of the battle",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Lasted("Agence X", "3", "jours", e));
       b->Add(Fought("Radio Y", e).On("2022-09-06"));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Lasted("Agence X", "24", "h", e));
       b->Add(Fought("Radio Y", e).On("2022-09-06"));
     }},
    {"HoursInAWindowOfDays", "duration-against-extent", kNote, "the dates take more time, and may be those of something",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Lasted("Agence X", "several", "h", e));
       b->Add(Fought("Radio Y", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to));
     },
     [](Casebook* b) {  // "between the 6th and the 8th" may be an hour
       const auto e = b->Event("the battle");
       b->Add(Lasted("Agence X", "several", "h", e));
       b->Add(Fought("Radio Y", e).Between("2022-09-06", "2022-09-08"));
     }},
    {"HoursAgainstDays", "duration-against-extent", kTension, "the dates are those of the battle itself",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Lasted("Agence X", "5", "heures", e));
       b->Add(Fought("Radio Y", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to));
     },
     [](Casebook* b) {  // a unit that nobody knows
       const auto e = b->Event("the battle");
       b->Add(Lasted("Agence X", "5", "watches", e));
       b->Add(Fought("Radio Y", e).Between("2022-09-06", "2022-09-08").Mode(v1::ClaimTime::from_to));
     }},
};
class MoreRules : public testing::TestWithParam<RuleCase> {};
TEST_P(MoreRules, FiresAndHasANearMiss) { CheckCase(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Times, MoreRules, testing::ValuesIn(kTimes),
                         [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(All, MoreRules, testing::ValuesIn(kCases),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(Presupposition, CommitsItsSpeakerEvenInsideAnIntention) {
  Casebook book;
  const auto x = book.Actor("EIS"), y = book.Actor("GSIM"), town = book.Place("Tessit");
  const auto holds = [&](const std::string& by, const Digest& who) {
    return Say(by, "controls").Holder(who).At(town).On("2022-10-29").Mode(v1::ClaimTime::throughout);
  };
  const auto lost = book.Add(holds("the militia", x).Quote("Tessit, which EIS took").SaidOn("2022-10-29"));
  const auto other = book.Add(holds("Radio Y", y).SaidOn("2022-10-30"));
  const auto plan = book.Add(Say("the militia", "controls").Holder(y).At(town).Modality(v1::Proposition::intended)
                                 .Quote("We will recapture Tessit").SaidOn("2022-10-28"));
  EXPECT_THAT(OfKind(book.Find(), "presupposition-against-claim"), IsEmpty()) << "nothing says that it presupposes that";
  book.Link(v1::Link::presupposes, plan, lost);
  const auto found = OfKind(book.Find(), "presupposition-against-claim", kNote);
  ASSERT_THAT(found, SizeIs(1)) << Show(book.Find());
  EXPECT_THAT(found[0].claims(), testing::ElementsAre(plan.hex(), lost.hex(), other.hex()));
  EXPECT_THAT(found[0].sentence(), HasSubstr("“We will recapture Tessit” presupposes “Tessit, which EIS took”, although "
                                             "it speaks of an intention. These two reports cannot both be right"));
  book.Retract(plan);
  EXPECT_THAT(OfKind(book.Find(), "presupposition-against-claim"), IsEmpty());
}

TEST(ExclusivePerpetrators, AreATensionBetweenTheTwoClaimsToo) {
  Casebook book;
  const auto e = book.Event("the massacre");
  const auto x = book.Add(Massacre("Agence X", book.Actor("EIS"), e));
  const auto y = book.Add(Massacre("Radio Y", book.Actor("GSIM"), e));
  EXPECT_EQ(book.Compare(x, y).content, ContentRelation::kTension);
}

TEST(ExclusivePerpetrators, ADenialOrAPlanNamesNobody) {
  Casebook book;
  const auto e = book.Event("the massacre");
  book.Add(Massacre("Agence X", book.Actor("EIS"), e));
  book.Add(Say("GSIM", "killed").Class("civilians").Agent(book.Actor("GSIM")).Event(e).Negated());
  book.Add(Massacre("Radio Y", book.Actor("the army"), e).Modality(v1::Proposition::predicted));
  EXPECT_THAT(OfKind(book.Find(), "exclusive-perpetrators"), IsEmpty()) << Show(book.Find());
}

TEST(ExclusivePerpetrators, ALateReportThatSaysAloneIsNotMissedAmongMany) {
  Casebook book;
  const auto e = book.Event("the massacre"), x = book.Actor("EIS"), y = book.Actor("GSIM");
  for (int n = 0; n < 40; ++n) book.Add(Massacre(absl::StrCat("paper ", n), n % 2 == 0 ? x : y, e).SaidOn("2022-09-07"));
  EXPECT_THAT(OfKind(book.Find(), "exclusive-perpetrators", kTension), SizeIs(1));
  book.Add(Massacre("the ministry", x, e).Alone().SaidOn("2022-10-01"));
  EXPECT_THAT(OfKind(book.Find(), "exclusive-perpetrators", kContradicts), SizeIs(1));
}

TEST(ExclusivePerpetrators, ManyReportsMakeOneFinding) {
  Casebook book;
  const auto e = book.Event("the massacre");
  const int groups = Sized(400);
  for (int n = 0; n < groups; ++n) {
    book.Add(Massacre(absl::StrCat("paper ", n), book.Actor(absl::StrCat("group ", n)), e).In("a document"));
  }
  const std::clock_t start = std::clock();
  const v1::Findings findings = book.Find();
  std::printf("%d authors of one deed: %.2f s\n", groups, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  const auto found = OfKind(findings, "exclusive-perpetrators");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].notes(), testing::Contains(HasSubstr(absl::StrCat(groups, " reports say whose work it was"))));
}

}  // namespace
}  // namespace tallystick
