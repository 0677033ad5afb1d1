// Every kind fires once, and has a near miss that must not (docs/conflict-rules.md tells the same in words).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/conflict/rule_case.h"

namespace tallystick {
namespace {

Say Controls(const std::string& by, const Digest& holder, const Digest& place) {
  return Say(by, "controls").Holder(holder).At(place).On("2022-10-29").Mode(v1::ClaimTime::throughout);
}

const RuleCase kCases[] = {
    {"FullTollAgainstMore", "one-scope", kContradicts, "Radio Y says 70 and Agence X says 63, of one count",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "63").Full().Event(e));
       b->Add(Killed("Radio Y", "70").Event(e));
     },
     [](Casebook* b) {  // what is known so far may grow
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "63").KnownSoFar().Event(e));
       b->Add(Killed("Radio Y", "70").KnownSoFar().Event(e));
     }},
    {"TollNotStatedAsFull", "one-scope", kTension, "63 is the full toll (nobody says so)",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "63").Event(e));
       b->Add(Killed("Radio Y", "70").Event(e));
     },
     [](Casebook* b) {  // 18 at night after 12 at noon
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "12").AsOf("2022-09-06T12:00Z").Event(e));
       b->Add(Killed("Radio Y", "18").AsOf("2022-09-06T22:00Z").Event(e));
     }},
    {"RoundNumberAgainstANearOne", "one-scope", kTension, "60 were a rounded number",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "60").Full().Event(e));
       b->Add(Killed("Radio Y", "63").Full().Event(e));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "about 60").Full().Event(e));
       b->Add(Killed("Radio Y", "63").Full().Event(e));
     }},
    {"HeadCountsOfDifferentDays", "one-scope", kContradicts, "1200",
     [](Casebook* b) {
       const auto camp = b->Place("the camp");
       const auto there = [&](const std::string& by, const std::string& words, const std::string& day) {
         const Say say = Say(by, "displaced").Number(words).Class("persons").At(camp).On("2022-09");
         return Say(say).Series(v1::Quantity::snapshot).AsOf(day);
       };
       b->Add(there("Agence X", "at least 1200", "2022-09-01").KnownSoFar());
       b->Add(there("Radio Y", "700", "2022-09-01").Full());
     },
     [](Casebook* b) {
       const auto camp = b->Place("the camp");
       const auto there = [&](const std::string& by, const std::string& words, const std::string& day) {
         const Say say = Say(by, "displaced").Number(words).Class("persons").At(camp).On("2022-09");
         return Say(say).Series(v1::Quantity::snapshot).AsOf(day);
       };
       b->Add(there("Agence X", "at least 1200", "2022-09-01").KnownSoFar());
       b->Add(there("Radio Y", "700", "2022-09-20").Full());
     }},
    {"UsualMeaningOfDozens", "one-scope", kTension, "usually at most 80",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "dozens").Event(e));
       b->Add(Killed("Radio Y", "210").Event(e));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "dozens").Event(e));
       b->Add(Killed("Radio Y", "some 60").Event(e));
     }},
    {"FallingTotal", "falling-total", kContradicts, "falls without a correction",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "18").Series(v1::Quantity::total_to_date).AsOf("2022-09-06").Event(e));
       b->Add(Killed("Agence X", "12").Series(v1::Quantity::total_to_date).Full().AsOf("2022-09-07").Event(e));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       const auto was =
           b->Add(Killed("Agence X", "18").Series(v1::Quantity::total_to_date).AsOf("2022-09-06").Event(e));
       const auto is =
           b->Add(Killed("Agence X", "12").Series(v1::Quantity::total_to_date).Full().AsOf("2022-09-07").Event(e));
       b->Link(v1::Link::corrects, is, was);
     }},
    {"FallingKnownCountOfOneSource", "falling-total", kTension, "knows of falls from 18",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "18").KnownSoFar().AsOf("2022-09-06").Event(e));
       b->Add(Killed("Agence X", "12").KnownSoFar().AsOf("2022-09-07").Event(e));
     },
     [](Casebook* b) {  // another source knows of fewer
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "18").KnownSoFar().AsOf("2022-09-06").Event(e));
       b->Add(Killed("Radio Y", "12").KnownSoFar().AsOf("2022-09-07").Event(e));
     }},
    {"PartOfAPlace", "part-above-whole", kContradicts, "41 (A, 2022-09-06) alone is more than the region's total of 30",
     [](Casebook* b) {
       const auto region = b->Place("the region"), a = b->Place("A", {.part_of = {region}});
       b->Add(Killed("Agence X", "41").At(a).On("2022-09-06"));
       b->Add(Killed("the ministry", "30").Full().At(region).On("2022-09"));
     },
     [](Casebook* b) {  // the part speaks of another month
       const auto region = b->Place("the region"), a = b->Place("A", {.part_of = {region}});
       b->Add(Killed("Agence X", "41").At(a).On("2022-10-06"));
       b->Add(Killed("the ministry", "30").Full().At(region).On("2022-09"));
     }},
    {"ClassOfVictims", "part-above-whole", kContradicts, "41 (civilians)",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "41").Class("civilians").Event(e));
       b->Add(Killed("the ministry", "30").Class("persons").Full().Event(e));
     },
     [](Casebook* b) {  // neither is a part of the other
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "41").Class("civilians").Event(e));
       b->Add(Killed("the ministry", "30").Class("women").Full().Event(e));
     }},
    {"KilledAmongCasualties", "part-above-whole", kContradicts, "41 (killed)",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "41").Event(e));
       b->Add(Say("the ministry", "casualties").Number("30").Full().Event(e));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Say("Agence X", "casualties").Number("41").Event(e));
       b->Add(Killed("the ministry", "30").Full().Event(e));
     }},
    {"EventInAnEvent", "part-above-whole", kContradicts, "41 (the battle)",
     [](Casebook* b) {
       const auto war = b->Event("the offensive"), e = b->Event("the battle", {.part_of = {war}});
       b->Add(Killed("Agence X", "41").Event(e));
       b->Add(Killed("the ministry", "30").Full().Event(war));
     },
     [](Casebook* b) {
       const auto war = b->Event("the offensive"), e = b->Event("the battle");
       b->Add(Killed("Agence X", "41").Event(e));
       b->Add(Killed("the ministry", "30").Full().Event(war));
     }},
    {"EventAgainstItsPlaceAndMonth", "part-above-whole", kContradicts, "41 (Talataye, 2022-09-06 to 2022-09-08)",
     [](Casebook* b) {
       const auto region = b->Place("the region"), a = b->Place("Talataye", {.part_of = {region}});
       b->Add(Killed("Agence X", "41").Event(b->Event("the battle")).At(a).Between("2022-09-06", "2022-09-08"));
       b->Add(Killed("the ministry", "30").Full().At(region).On("2022-09"));
     },
     [](Casebook* b) {  // the event is not said to have been there
       const auto region = b->Place("the region");
       b->Add(Killed("Agence X", "41").Event(b->Event("the battle")).Between("2022-09-06", "2022-09-08"));
       b->Add(Killed("the ministry", "30").Full().At(region).On("2022-09"));
     }},
    {"UnstatedPerpetratorIsAnAssumption", "part-above-whole", kTension,
     "30 counts the victims of anyone (nobody says so)",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "41").Agent(b->Actor("EIS")).Event(e));
       b->Add(Killed("the ministry", "30").Full().Event(e));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "41").Agent(b->Actor("EIS")).Event(e));
       b->Add(Killed("the ministry", "30").Agent(b->Actor("GSIM")).Full().Event(e));
     }},
    {"DisjointClasses", "disjoint-parts-above-whole", kContradicts, "25 (civilians) + 21 (combatants) = 46",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "25").Class("civilians").Event(e));
       b->Add(Killed("Radio Y", "21").Class("combatants").Event(e));
       b->Add(Killed("the ministry", "31").Class("persons").Full().Event(e));
     },
     [](Casebook* b) {  // some women are civilians
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "25").Class("civilians").Event(e));
       b->Add(Killed("Radio Y", "21").Class("women").Event(e));
       b->Add(Killed("the ministry", "31").Class("persons").Full().Event(e));
     }},
    {"ASumThatRoundingDoesNotExplain", "disjoint-parts-above-whole", kContradicts, "33 (A) + 21 (B) = 54",
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::disjoint});
       b->Add(Killed("the ministry", "30").Full().At(region).On("2022-09"));
       b->Add(Killed("P", "33").At(b->Place("A", {.part_of = {region}})).On("2022-09"));
       b->Add(Killed("Q", "21").At(b->Place("B", {.part_of = {region}})).On("2022-09"));
     },
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::disjoint});
       b->Add(Killed("the ministry", "about 50").Full().At(region).On("2022-09"));
       b->Add(Killed("P", "33").At(b->Place("A", {.part_of = {region}})).On("2022-09"));
       b->Add(Killed("Q", "21").At(b->Place("B", {.part_of = {region}})).On("2022-09"));
     }},
    {"DatesOfOnePlace", "disjoint-parts-above-whole", kContradicts, "17 (2022-09-03) + 16 (2022-09-10) = 33",
     [](Casebook* b) {
       const auto town = b->Place("the town");
       b->Add(Killed("Agence X", "17").At(town).On("2022-09-03"));
       b->Add(Killed("Agence X", "16").At(town).On("2022-09-10"));
       b->Add(Killed("the ministry", "31").Full().At(town).On("2022-09"));
     },
     [](Casebook* b) {  // the dates may be of one attack
       const auto town = b->Place("the town");
       b->Add(Killed("Agence X", "17").At(town).Between("2022-09-03", "2022-09-05"));
       b->Add(Killed("Agence X", "16").At(town).Between("2022-09-05", "2022-09-07"));
       b->Add(Killed("the ministry", "31").Full().At(town).On("2022-09"));
     }},
    {"PinwheelOfThreeDimensions", "disjoint-parts-above-whole", kContradicts, "= 41",
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::disjoint});
       const auto a = b->Place("A", {.part_of = {region}}), c = b->Place("B", {.part_of = {region}});
       b->Add(Killed("the ministry", "31").Class("persons").Full().At(region).Between("2022-08", "2022-09"));
       b->Add(Killed("P", "at least 17").Class("persons").At(a).On("2022-08"));
       b->Add(Killed("Q", "at least 12").Class("civilians").At(region).On("2022-09"));
       b->Add(Killed("R", "at least 12").Class("fighters").At(c).Between("2022-08", "2022-09"));
     },
     [](Casebook* b) {  // women and civilians overlap, so the second and third may be the same people
       const auto region = b->Place("the region", {.partition = v1::Relations::disjoint});
       const auto a = b->Place("A", {.part_of = {region}}), c = b->Place("B", {.part_of = {region}});
       b->Add(Killed("the ministry", "31").Class("persons").Full().At(region).Between("2022-08", "2022-09"));
       b->Add(Killed("P", "at least 17").Class("persons").At(a).On("2022-08"));
       b->Add(Killed("Q", "at least 12").Class("civilians").At(region).On("2022-09"));
       b->Add(Killed("R", "at least 12").Class("women").At(c).Between("2022-08", "2022-09"));
     }},
    {"PartsThatLeaveNothingOut", "complete-parts-below-whole", kContradicts,
     "11 (A) + 12 (B) = 23 in all parts of the region",
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::covering});
       const auto a = b->Place("A", {.part_of = {region}}), c = b->Place("B", {.part_of = {region}});
       b->Add(Killed("Agence X", "11").Full().At(a).On("2022-09"));
       b->Add(Killed("Agence X", "12").Full().At(c).On("2022-09"));
       b->Add(Killed("the ministry", "31").KnownSoFar().At(region).On("2022-09"));
     },
     [](Casebook* b) {  // nobody says that A and B are all there is
       const auto region = b->Place("the region");
       const auto a = b->Place("A", {.part_of = {region}}), c = b->Place("B", {.part_of = {region}});
       b->Add(Killed("Agence X", "11").Full().At(a).On("2022-09"));
       b->Add(Killed("Agence X", "12").Full().At(c).On("2022-09"));
       b->Add(Killed("the ministry", "31").KnownSoFar().At(region).On("2022-09"));
     }},
    {"DeniedThatAnyoneDied", "asserted-denied", kContradicts, "says that there were none",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "several dozen").Class("civilians").Event(e));
       b->Add(Say("the army", "killed").Class("civilians").Event(e).Negated());
     },
     [](Casebook* b) {  // it denies having killed them, not that they died
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "several dozen").Class("civilians").Event(e));
       b->Add(Say("the army", "killed")
                  .Class("civilians")
                  .Agent(b->Actor("the army"))
                  .Event(e)
                  .Modality(v1::Proposition::denied));
     }},
    {"DeniedFigure", "asserted-denied", kContradicts, "denies it",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "63").Event(e));
       b->Add(Killed("the army", "63").Event(e).Modality(v1::Proposition::denied));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "62").Event(e));
       b->Add(Killed("the army", "63").Event(e).Modality(v1::Proposition::denied));
     }},
    {"DeniedState", "asserted-denied", kContradicts, "denies:",
     [](Casebook* b) {
       const auto town = b->Place("the town"), eis = b->Actor("EIS");
       b->Add(Controls("Agence X", eis, town));
       b->Add(Controls("the army", eis, town).Negated());
     },
     [](Casebook* b) {
       const auto town = b->Place("the town");
       b->Add(Controls("Agence X", b->Actor("EIS"), town));
       b->Add(Controls("the army", b->Actor("GSIM"), town).Negated());
     }},
    {"ClashDuringAWholeDayOfCeasefire", "exclusive-predicates", kContradicts, "there was a ceasefire between",
     [](Casebook* b) {
       const auto region = b->Place("the region"), town = b->Place("the town", {.part_of = {region}});
       const auto x = b->Actor("X"), y = b->Actor("Y");
       b->Add(Say("P", "ceasefire").Parties(x, y).At(region).On("2022-10-30").Mode(v1::ClaimTime::throughout));
       b->Add(Say("Q", "clash").Parties(x, y).At(town).On("2022-10-30T12:00Z"));
     },
     [](Casebook* b) {
       const auto region = b->Place("the region"), town = b->Place("the town", {.part_of = {region}});
       const auto x = b->Actor("X"), y = b->Actor("Y"), z = b->Actor("Z");
       b->Add(Say("P", "ceasefire").Parties(x, y).At(region).On("2022-10-30").Mode(v1::ClaimTime::throughout));
       b->Add(Say("Q", "clash").Parties(x, z).At(town).On("2022-10-30T12:00Z"));
     }},
    {"BriefCeasefireInDaysOfClashes", "exclusive-predicates", kTension, "both hold at one time (nobody says so)",
     [](Casebook* b) {
       const auto region = b->Place("the region"), x = b->Actor("X"), y = b->Actor("Y");
       b->Add(Say("P", "ceasefire").Parties(x, y).At(region).On("2022-10-30"));
       b->Add(Say("Q", "attack").Parties(x, y).At(region).Between("2022-10-28", "2022-10-31"));
     },
     [](Casebook* b) {
       const auto region = b->Place("the region"), x = b->Actor("X"), y = b->Actor("Y");
       b->Add(Say("P", "ceasefire").Parties(x, y).At(region).On("2022-10-30"));
       b->Add(Say("Q", "attack").Parties(x, y).At(region).Between("2022-10-28", "2022-10-29"));
     }},
    {"TwoHoldersOfOnePlace", "contested-place", kContradicts, "EIS controls the town",
     [](Casebook* b) {
       const auto town = b->Place("the town");
       b->Add(Controls("P", b->Actor("EIS"), town));
       b->Add(Controls("Q", b->Actor("GSIM"), town));
     },
     [](Casebook* b) {  // a faction holds it for its group
       const auto town = b->Place("the town"), is = b->Actor("IS");
       b->Add(Controls("P", b->Actor("EIS", {.member_of = {is}}), town));
       b->Add(Controls("Q", is, town));
     }},
    {"TwoHoldersOneAfterTheOther", "contested-place", kTension, "one had ended before the other began",
     [](Casebook* b) {
       const auto town = b->Place("the town");
       b->Add(Controls("P", b->Actor("EIS"), town).Mode(v1::ClaimTime::within));
       b->Add(Controls("Q", b->Actor("GSIM"), town).Mode(v1::ClaimTime::within));
     },
     [](Casebook* b) {
       const auto town = b->Place("the town");
       b->Add(Controls("P", b->Actor("EIS"), town).On("2022-10-20"));
       b->Add(Controls("Q", b->Actor("GSIM"), town));
     }},
    {"EntireAreaWithoutALimit", "entire-against-exception", kContradicts, "GSIM controls the whole of the region",
     [](Casebook* b) {
       const auto region = b->Place("the region"), town = b->Place("the town", {.part_of = {region}});
       b->Add(Controls("P", b->Actor("GSIM"), region).Entire());
       b->Add(Controls("Q", b->Actor("EIS"), town));
     },
     [](Casebook* b) {  // who holds a region need not hold every town
       const auto region = b->Place("the region"), town = b->Place("the town", {.part_of = {region}});
       b->Add(Controls("P", b->Actor("GSIM"), region));
       b->Add(Controls("Q", b->Actor("EIS"), town));
     }},
    {"EntireAreaAsFarAs", "entire-against-exception", kTension, "the town lay beyond the limit “as far as Tamalat”",
     [](Casebook* b) {
       const auto region = b->Place("the region"), town = b->Place("the town", {.part_of = {region}});
       b->Add(Controls("P", b->Actor("GSIM"), region).Entire().AsFarAs(b->Place("Tamalat")));
       b->Add(Controls("Q", b->Actor("EIS"), town));
     },
     [](Casebook* b) {
       const auto region = b->Place("the region"), town = b->Place("the town");
       b->Add(Controls("P", b->Actor("GSIM"), region).Entire().AsFarAs(b->Place("Tamalat")));
       b->Add(Controls("Q", b->Actor("EIS"), town));
     }},
    {"OnlyWithItsDomainAsserted", "only-against-elsewhere", kContradicts, "EIS controls only Anderamboukane",
     [](Casebook* b) {
       const auto region = b->Place("the region"), eis = b->Actor("EIS");
       const auto a = b->Place("Anderamboukane", {.part_of = {region}}), t = b->Place("Tamalat", {.part_of = {region}});
       b->Add(Controls("P", eis, a).Only({region}));
       b->Add(Controls("Q", eis, t));
     },
     [](Casebook* b) {  // a quarter of the one town
       const auto region = b->Place("the region"), eis = b->Actor("EIS");
       const auto a = b->Place("Anderamboukane", {.part_of = {region}}), t = b->Place("its market", {.part_of = {a}});
       b->Add(Controls("P", eis, a).Only({region}));
       b->Add(Controls("Q", eis, t));
     }},
    {"OnlyWithItsDomainUnstated", "only-against-elsewhere", kTension, "“only” covers Tamalat (nobody says so)",
     [](Casebook* b) {
       const auto eis = b->Actor("EIS");
       b->Add(Controls("P", eis, b->Place("Anderamboukane")).Only());
       b->Add(Controls("Q", eis, b->Place("Tamalat")));
     },
     [](Casebook* b) {
       b->Add(Controls("P", b->Actor("EIS"), b->Place("Anderamboukane")).Only());
       b->Add(Controls("Q", b->Actor("GSIM"), b->Place("Tamalat")));
     }},
    {"FloorRaised", "floor-raised", kNote, "the region's floor rises to 46",
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::disjoint});
       b->Add(Killed("the ministry", "at least 31").At(region).On("2022-09"));
       b->Add(Killed("P", "25").At(b->Place("A", {.part_of = {region}})).On("2022-09"));
       b->Add(Killed("Q", "21").At(b->Place("B", {.part_of = {region}})).On("2022-09"));
     },
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::disjoint});
       b->Add(Killed("the ministry", "at least 46").At(region).On("2022-09"));
       b->Add(Killed("P", "25").At(b->Place("A", {.part_of = {region}})).On("2022-09"));
       b->Add(Killed("Q", "21").At(b->Place("B", {.part_of = {region}})).On("2022-09"));
     }},
    {"Agreement", "agreement", kAgrees, "2 reports, 2 origins: corroborates",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "some 60").Event(e));
       b->Add(Killed("Radio Y", "63").Event(e));
     },
     [](Casebook* b) {
       b->Add(Killed("Agence X", "some 60").Event(b->Event("one battle")));
       b->Add(Killed("Radio Y", "63").Event(b->Event("another battle")));
     }},
    {"Corrected", "corrected", kNote, "Agence X corrects its own “60” to “45”",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       const auto was = b->Add(Killed("Agence X", "60").Event(e)),
                  is = b->Add(Killed("Agence X", "45").Full().Event(e));
       b->Link(v1::Link::corrects, is, was);
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "60").Event(e));
       b->Add(Killed("Agence X", "45").Full().Event(e));
     }},
    {"Withdrawn", "withdrawn", kNote, "takes no part in any other finding",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       const auto was = b->Add(Killed("Agence X", "60").Event(e)),
                  now = b->Add(Say("Agence X", "clash").Event(e).On("2022-09"));
       b->Link(v1::Link::withdraws, now, was);
     },
     [](Casebook* b) {  // our own mistake is not the source's
       b->Retract(b->Add(Killed("Agence X", "60").Event(b->Event("the battle"))));
     }},
    {"Update", "update", kNote, "The toll rises from 12",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "12").AsOf("2022-09-06T12:00Z").Event(e));
       b->Add(Killed("Radio Y", "18").AsOf("2022-09-06T22:00Z").Event(e));
     },
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("Agence X", "12").Event(e));
       b->Add(Killed("Radio Y", "18").KnownSoFar().Event(e));
     }},
    {"TotalsThatLieAcrossEachOther", "joint-bounds", kContradicts,
     "20 (A, 2022-08 to 2022-09) + 20 (B, 2022-08 to 2022-09) = 40, and all of these are counted",
     [](Casebook* b) {
       const auto region = b->Place("the region", {.partition = v1::Relations::exact});
       const auto a = b->Place("A", {.part_of = {region}}), c = b->Place("B", {.part_of = {region}});
       b->Add(Killed("P", "at least 20").At(a).Between("2022-08", "2022-09"));
       b->Add(Killed("Q", "at least 20").At(c).Between("2022-08", "2022-09"));
       b->Add(Killed("the ministry", "15").Full().At(region).On("2022-08"));
       b->Add(Killed("the ministry", "22").Full().At(region).On("2022-09"));
     },
     [](Casebook* b) {  // three more in the first month
       const auto region = b->Place("the region", {.partition = v1::Relations::exact});
       const auto a = b->Place("A", {.part_of = {region}}), c = b->Place("B", {.part_of = {region}});
       b->Add(Killed("P", "at least 20").At(a).Between("2022-08", "2022-09"));
       b->Add(Killed("Q", "at least 20").At(c).Between("2022-08", "2022-09"));
       b->Add(Killed("the ministry", "18").Full().At(region).On("2022-08"));
       b->Add(Killed("the ministry", "22").Full().At(region).On("2022-09"));
     }},
};

class Rules : public testing::TestWithParam<RuleCase> {};

TEST_P(Rules, FiresOnceAndNotOnTheNearMiss) { CheckCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Kinds, Rules, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<RuleCase>& c) { return std::string(c.param.name); });

// The notes on the conflict between 42 and 45, which the communiqué gives by way of these two.
std::string NotesOnOneVoice(const std::string& first, const std::string& second) {
  Casebook book;
  const auto event = book.Event("the battle");
  book.Source("Communiqué 7", v1::Identity::statement);
  book.Add(Killed("Communiqué 7", "42").Full().CarriedBy(first).Event(event));
  book.Add(Killed("Communiqué 7", "45").Full().CarriedBy(second).Event(event));
  const auto found = OfKind(book.Find(), "one-scope", kContradicts);
  EXPECT_EQ(found.size(), 1u) << Show(book.Find());
  return found.empty() ? "" : testing::PrintToString(found[0].notes());
}

TEST(OneVoice, IsAtOddsWithItselfOnlyWhereNoCarrierMayHaveMisreportedIt) {
  EXPECT_THAT(NotesOnOneVoice("Radio", "Radio"),
              testing::HasSubstr("All of these come from one source: it is at odds with itself"));
  EXPECT_THAT(
      NotesOnOneVoice("Radio", "Agency"),
      testing::HasSubstr("All of these go back to one source: either it is at odds with itself, or one of those "
                         "who carry it misreported it."));
}

}  // namespace
}  // namespace tallystick
