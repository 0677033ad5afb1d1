// The kinds about retellings, copies and grades: each fires once, and has a near miss that must not.
#include <gtest/gtest.h>

#include "tests/core/conflict/rule_case.h"

namespace tallystick {
namespace {

const RuleCase kCases[] = {
    {"RetellingOfOneStatement", "retelling-drift", kNote,
     "the number's hedge: “some 60” → “more than 60”; the victims: “the al-Qaeda militia” → “the militia and its "
     "allies”",
     [](Casebook* b) {
       const auto e = b->Event("the battle"), militia = b->Actor("the militia"), allies = b->Actor("its allies");
       b->Source("al-Naba 356", v1::Identity::statement);
       b->Capture("APA", "2022-10-31"), b->Capture("a report", "2022-12-01");
       b->Add(Killed("al-Naba 356", "some 60")
                  .CarriedBy("APA")
                  .In("APA")
                  .Event(e)
                  .Victims({{"", militia}})
                  .Words("the al-Qaeda militia")
                  .Quote("some 60 of the al-Qaeda militia"));
       b->Add(Killed("al-Naba 356", "more than 60")
                  .CarriedBy("the council")
                  .In("a report")
                  .Event(e)
                  .Victims({{"", militia}, {"", allies}})
                  .Words("the militia and its allies")
                  .Quote("more than 60 of the militia and its allies"));
     },
     [](Casebook* b) {  // the same in another language, the date left out
       const auto e = b->Event("the battle");
       b->Source("al-Naba 356", v1::Identity::statement);
       b->Add(Killed("al-Naba 356", "some 60").CarriedBy("APA").Event(e).On("2022-09-06"));
       b->Add(Killed("al-Naba 356", "une soixantaine").Language("fr").CarriedBy("the council").Event(e));
     }},
    {"DocumentsThatCiteEachOther", "circular-reporting", kNote,
     "Two documents cite each other in a circle: “Radio”, 2022-10-29; “Agency”, 2022-10-30. The earliest is “Radio”. "
     "No "
     "first-hand origin is recorded behind their two claims: they count 0 origins.",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       const auto radio = b->Capture("Radio", "2022-10-29"), agency = b->Capture("Agency", "2022-10-30");
       b->Add(Killed("Radio Y", "60").In("Radio").Event(e).Basis(v1::Attribution::compiled));
       b->Add(Killed("Agence X", "60").In("Agency").Event(e).Basis(v1::Attribution::compiled));
       b->Link(v1::Link::cites, agency, radio), b->Link(v1::Link::cites, radio, agency);
     },
     [](Casebook* b) {  // a third cites both
       const auto e = b->Event("the battle");
       const auto radio = b->Capture("Radio", "2022-10-29"), agency = b->Capture("Agency", "2022-10-30");
       b->Add(Killed("Radio Y", "60").In("Radio").Event(e).Basis(v1::Attribution::compiled));
       b->Add(Killed("Agence X", "60").In("Agency").Event(e).Basis(v1::Attribution::compiled));
       b->Link(v1::Link::cites, agency, radio);
       for (const Digest& cited : {radio, agency}) b->Link(v1::Link::cites, b->Capture("Paper"), cited);
     }},
    {"SourcesThatGiveEachOther", "circular-reporting", kNote, "Radio Y (person) gives Agence X (person) as its source",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Source("Radio Y"), b->Source("Agence X");
       b->Add(Killed("Agence X", "60").CarriedBy("Radio Y").Event(e).Basis(v1::Attribution::told));
       b->Add(Killed("Radio Y", "60").CarriedBy("Agence X").Event(e).Basis(v1::Attribution::told));
     },
     [](Casebook* b) {  // each for another matter
       const auto e = b->Event("the battle");
       b->Source("Radio Y"), b->Source("Agence X");
       b->Add(Killed("Agence X", "60").CarriedBy("Radio Y").Event(e).Basis(v1::Attribution::told));
       b->Add(Say("Radio Y", "displaced").Number("900").CarriedBy("Agence X").Event(e).Basis(v1::Attribution::told));
     }},
    {"OneRareFigureWithoutATie", "suspected-copy", kNote,
     "These two documents may not be independent: “Radio”, 2022-10-29, then “Agency”, 2022-10-30. They share the "
     "figure "
     "1283 (displaced, the battle).",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Capture("Radio", "2022-10-29"), b->Capture("Agency", "2022-10-30");
       b->Add(Say("Radio Y", "displaced").Number("1283").In("Radio").Event(e).Basis(v1::Attribution::compiled));
       b->Add(Say("Agence X", "displaced").Number("1283").In("Agency").Event(e).Basis(v1::Attribution::compiled));
     },
     [](Casebook* b) {  // both carry the prefect
       const auto e = b->Event("the battle");
       b->Capture("Radio", "2022-10-29"), b->Capture("Agency", "2022-10-30");
       b->Add(Say("the prefect", "displaced").Number("1283").CarriedBy("Radio Y").In("Radio").Event(e));
       b->Add(Say("the prefect", "displaced").Number("1283").CarriedBy("Agence X").In("Agency").Event(e));
     }},
    {"GradedOneAlone", "grade-1-unsupported", kNote,
     "is graded 1, confirmed by other sources. The records do not show that: those that agree are 2 reports, 1 origin.",
     [](Casebook* b) {
       const auto e = b->Event("the battle");
       b->Add(Killed("the prefect", "60").CarriedBy("Radio Y").Event(e));
       b->Grade(b->Add(Killed("the prefect", "60").CarriedBy("Agence X").Event(e)), 1, "two papers have it");
     },
     [](Casebook* b) {  // the nurse counted too
       const auto e = b->Event("the battle");
       b->Add(Killed("the nurse", "60").CarriedBy("Radio Y").Event(e));
       b->Grade(b->Add(Killed("the prefect", "60").CarriedBy("Agence X").Event(e)), 1, "two people counted");
     }},
};

class RetellingRules : public testing::TestWithParam<RuleCase> {};

TEST_P(RetellingRules, FireOnceAndNotOnTheNearMiss) { CheckCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Kinds, RetellingRules, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<RuleCase>& c) { return std::string(c.param.name); });

}  // namespace
}  // namespace tallystick
