#include <gtest/gtest.h>

#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using A = v1::Attribution;
using I = v1::Identity;
using L = v1::Link;
using Pair = std::pair<Digest, Digest>;

constexpr v1::Step::Joined kAny = v1::Step::any_of;
constexpr v1::Step::Certainty kInferred = v1::Step::inferred;

struct Case {
  const char* name;
  OriginRelation expected;
  Pair (*claims)(Desk&);
};

// Two outlets, each with a first-hand claim of its own speaker.
Pair TwoReports(Desk& desk, const Digest& x, const Digest& y, A::Basis basis = A::witnessed) {
  return {desk.Claim(desk.Capture("first"), {{{desk.Outlet("Alpha")}}, {{x}}}, basis),
          desk.Claim(desk.Capture("second"), {{{desk.Outlet("Beta")}}, {{y}}}, basis)};
}

// A capture and another that copies it.
Pair OriginalAndCopy(Desk& desk, L::Type how = L::copies) {
  const Digest original = desk.Capture("original"), copy = desk.Capture("copy");
  desk.Link(how, copy, original);
  return {original, copy};
}

constexpr auto kSameCapture = OriginRelation::kSameCapture;
constexpr auto kSameStatement = OriginRelation::kSameStatement;
constexpr auto kSameSource = OriginRelation::kSameSource;
constexpr auto kSameController = OriginRelation::kSameController;
constexpr auto kIndependent = OriginRelation::kIndependent;
constexpr auto kUndecided = OriginRelation::kUndecided;

const Case kSpeakers[] = {
    {"OneNarratorOfTwoPassages", kSameSource,
     [](Desk& d) {
       const Digest c = d.Capture("article"), agency = d.Outlet("Agency");
       return Pair{d.Claim(c, {{{agency}}}), d.Claim(c, {{{agency}}})};
     }},
    {"OneUnnamedSourceHeardTwice", kSameSource,
     [](Desk& d) {
       const Digest source = d.Unnamed();
       return TwoReports(d, source, source);
     }},
    {"OneSpeakerInTwoOutletsWithoutBasis", kSameSource,
     [](Desk& d) {
       const Digest speaker = d.Named("Speaker");
       return TwoReports(d, speaker, speaker, A::basis_unstated);
     }},
    {"OneSpeakerUnderTwoRecordsJoinedBySame", kSameSource,
     [](Desk& d) {
       const Digest x = d.Named("Keita"), y = d.Named("Col. Keita");
       d.Link(L::same, y, x);
       return TwoReports(d, x, y);
     }},
    {"OneSpeakerWhoseRecordWasCorrected", kSameSource,
     [](Desk& d) {
       const Digest x = d.Named("Kieta");
       RecordDraft better{v1::Header::source, {x}, {}};
       better.slots.emplace_back().mutable_identity()->set_kind(I::person);
       better.slots.back().mutable_identity()->add_names()->set_text("Keita");
       return TwoReports(d, x, d.Add(better));
     }},
    {"OneOfTheJointSpeakersAlone", kSameSource,
     [](Desk& d) {
       const Digest x = d.Named("X"), y = d.Named("Y");
       return Pair{d.Claim(d.Capture("a"), {{{x, y}}}, A::witnessed), d.Claim(d.Capture("b"), {{{y}}}, A::witnessed)};
     }},
    {"JointSpeakersThatOverlap", kUndecided,
     [](Desk& d) {
       const Digest x = d.Named("X"), y = d.Named("Y"), z = d.Named("Z");
       return Pair{d.Claim(d.Capture("a"), {{{x, y}}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{y, z}}}, A::witnessed)};
     }},
    {"OneOfTwoAgainstOneOfThem", kUndecided,
     [](Desk& d) {
       const Digest x = d.Named("X"), y = d.Named("Y");
       return Pair{d.Claim(d.Capture("a"), {{{x, y}, kAny}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{y}}}, A::witnessed)};
     }},
    {"OneOfTwoAgainstAThird", kIndependent,
     [](Desk& d) {
       const Digest x = d.Named("X"), y = d.Named("Y"), z = d.Named("Z");
       return Pair{d.Claim(d.Capture("a"), {{{x, y}, kAny}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{z}}}, A::witnessed)};
     }},
    {"OneOfTwoTwiceInOneCapture", kSameCapture,
     [](Desk& d) {
       const Digest c = d.Capture("a"), x = d.Named("X"), y = d.Named("Y");
       return Pair{d.Claim(c, {{{x, y}, kAny}}, A::witnessed), d.Claim(c, {{{x, y}, kAny}}, A::witnessed)};
     }},
    {"TwoNamedWitnesses", kIndependent, [](Desk& d) { return TwoReports(d, d.Named("X"), d.Named("Y")); }},
    {"TwoNamedWitnessesInOneArticle", kIndependent,
     [](Desk& d) {
       const Digest c = d.Capture("article"), agency = d.Outlet("Agency");
       return Pair{d.Claim(c, {{{agency}}, {{d.Named("X")}}}, A::witnessed),
                   d.Claim(c, {{{agency}}, {{d.Named("Y")}}}, A::own_count)};
     }},
    {"TwoNamedSpeakersWhoWereTold", kUndecided,
     [](Desk& d) { return TwoReports(d, d.Named("X"), d.Named("Y"), A::told); }},
    {"OneFirstHandTheOtherUnstated", kUndecided,
     [](Desk& d) {
       return Pair{d.Claim(d.Capture("a"), {{{d.Named("X")}}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{d.Named("Y")}}})};
     }},
    {"AWitnessAndTheAgencyThatCarriesHim", kUndecided,
     [](Desk& d) {
       const Digest c = d.Capture("article"), agency = d.Outlet("Agency");
       return Pair{d.Claim(c, {{{agency}}}, A::own_count), d.Claim(c, {{{agency}}, {{d.Named("X")}}}, A::witnessed)};
     }},
    {"AnInferredSpeaker", kUndecided,
     [](Desk& d) {
       return Pair{d.Claim(d.Capture("a"), {{{d.Named("X")}, v1::Step::all_of, kInferred}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{d.Named("Y")}}}, A::witnessed)};
     }},
};

const Case kControllers[] = {
    {"TwoUnnamedSourcesMayBeOne", kUndecided, [](Desk& d) { return TwoReports(d, d.Unnamed(), d.Unnamed()); }},
    {"AnUnnamedSourceMayBeTheNamedOne", kUndecided, [](Desk& d) { return TwoReports(d, d.Unnamed(), d.Named("X")); }},
    {"TwoUnnamedSourcesHeldApart", kIndependent,
     [](Desk& d) {
       const Digest x = d.Unnamed(), y = d.Unnamed();
       d.Link(L::different, x, y);
       const Digest c = d.Capture("article");
       return Pair{d.Claim(c, {{{x}}}, A::witnessed), d.Claim(c, {{{y}}}, A::witnessed)};
     }},
    {"RecordedAsSameAndAsDifferent", kUndecided,
     [](Desk& d) {
       const Digest x = d.Named("X"), y = d.Named("Y");
       d.Link(L::same, x, y);
       d.Link(L::different, y, x);
       return TwoReports(d, x, y);
     }},
    {"OneControllerTwoStepsUp", kSameController,
     [](Desk& d) {
       const Digest army = d.Source(I::organisation, "Army"), office = d.Source(I::organisation, "Press office", army);
       return TwoReports(d, d.Source(I::person, "Spokesman", office), d.Source(I::publication, "Bulletin", army));
     }},
    {"AStatementAgainstItsSpeaker", kSameController,
     [](Desk& d) {
       const Digest x = d.Named("X");
       return TwoReports(d, x, d.Source(I::statement, "", x));
     }},
    {"TwoSpeakersForOneActor", kSameController,
     [](Desk& d) {
       const Digest army = d.Actor("Army");
       return TwoReports(d, d.Speaking("Colonel", army), d.Speaking("Minister", army));
     }},
    {"UnnamedOfficersOfTwoArmies", kIndependent,
     [](Desk& d) {
       return TwoReports(d, d.Source(I::unnamed, "", d.Source(I::organisation, "Army of A")),
                         d.Source(I::unnamed, "", d.Source(I::organisation, "Army of B")));
     }},
    {"TwoPostsThatNobodyIsRecordedToRun", kUndecided,
     [](Desk& d) { return TwoReports(d, d.Source(I::account, "@one"), d.Source(I::account, "@two")); }},
    {"ControllersInACircle", kSameController,
     [](Desk& d) {
       const Digest x = d.Named("X");
       const Digest y = d.Source(I::organisation, "Y", x);
       RecordDraft closing{v1::Header::source, {x}, {}};
       closing.slots.emplace_back().mutable_identity()->set_kind(I::organisation);
       closing.slots.back().mutable_identity()->add_names()->set_text("X");
       closing.slots.back().mutable_identity()->set_controller(y.hex());
       return TwoReports(d, d.Add(closing), y);
     }},
    {"AnOutletOfTheOtherSpeaker", kUndecided,
     [](Desk& d) {
       const Digest army = d.Source(I::organisation, "Army"), outlet = d.Source(I::outlet, "Army Radio", army);
       return Pair{d.Claim(d.Capture("a"), {{{outlet}}, {{d.Named("X")}}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{army}}}, A::own_count)};
     }},
};

const Case kStatements[] = {
    {"OneCommuniqueCarriedTwice", kSameStatement,
     [](Desk& d) {
       const Digest s = d.Source(I::statement, "Communiqué 3", d.Named("X"));
       return TwoReports(d, s, s);
     }},
    {"OneCommuniqueWithWitnessesBehindIt", kSameStatement,
     [](Desk& d) {
       const Digest s = d.Source(I::statement, "Communiqué 3");
       return Pair{d.Claim(d.Capture("a"), {{{s}}, {{d.Named("X")}}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{d.Outlet("B")}}, {{s}}, {{d.Named("Y")}}}, A::witnessed)};
     }},
    {"OneOfTwoCommuniquesMayBeTheOther", kUndecided,
     [](Desk& d) {
       const Digest p = d.Named("P"), s = d.Source(I::statement, "3", p), t = d.Source(I::statement, "4", p);
       return Pair{d.Claim(d.Capture("a"), {{{s, t}, kAny}, {{d.Named("X")}}}, A::witnessed),
                   d.Claim(d.Capture("b"), {{{s}}, {{d.Named("Y")}}}, A::witnessed)};
     }},
    {"ALinkSaysSo", kSameStatement,
     [](Desk& d) {
       const Pair p = TwoReports(d, d.Named("X"), d.Named("Y"));
       d.Link(L::same_statement, p.second, p.first);
       return p;
     }},
    {"ALinkOverAThirdClaim", kSameStatement,
     [](Desk& d) {
       const Pair p = TwoReports(d, d.Named("X"), d.Named("Y"));
       const Digest between = d.Claim(d.Capture("c"), {{{d.Named("Z")}}});
       d.Link(L::same_statement, p.first, between);
       d.Link(L::same_statement, p.second, between);
       return p;
     }},
    {"NarrationOfACopy", kSameStatement,
     [](Desk& d) {
       const Pair c = OriginalAndCopy(d);
       return Pair{d.Claim(c.first, {{{d.Outlet("A")}}}), d.Claim(c.second, {{{d.Outlet("B")}}}, A::witnessed)};
     }},
    {"ATranslationThatDropsTheSpeaker", kSameStatement,
     [](Desk& d) {
       const Pair c = OriginalAndCopy(d, L::translates);
       return Pair{d.Claim(c.first, {{{d.Outlet("A")}}, {{d.Named("X")}}}, A::witnessed),
                   d.Claim(c.second, {{{d.Outlet("B")}}})};
     }},
    {"ACopyThatQuotesTheSameSpeaker", kSameStatement,
     [](Desk& d) {
       const Pair c = OriginalAndCopy(d);
       const Digest x = d.Unnamed();
       return Pair{d.Claim(c.first, {{{d.Outlet("A")}}, {{x}}}), d.Claim(c.second, {{{d.Outlet("B")}}, {{x}}})};
     }},
    {"ACopyThatQuotesTheOtherWitness", kIndependent,
     [](Desk& d) {
       const Pair c = OriginalAndCopy(d);
       return Pair{d.Claim(c.first, {{{d.Outlet("A")}}, {{d.Named("X")}}}, A::witnessed),
                   d.Claim(c.second, {{{d.Outlet("B")}}, {{d.Named("Y")}}}, A::witnessed)};
     }},
    {"TheSameBytesCapturedTwice", kSameStatement,
     [](Desk& d) {
       return Pair{d.Claim(d.Capture("a", "bytes"), {{{d.Outlet("A")}}}),
                   d.Claim(d.Capture("b", "bytes"), {{{d.Outlet("B")}}})};
     }},
    {"AWithdrawnLinkJoinsNothing", kIndependent,
     [](Desk& d) {
       const Pair p = TwoReports(d, d.Named("X"), d.Named("Y"));
       const Digest link = d.Link(L::same_statement, p.second, p.first);
       RecordDraft retraction{v1::Header::judgement, {}, {}};
       retraction.slots.emplace_back().mutable_subject()->add_records(link.hex());
       retraction.slots.emplace_back().mutable_verdict()->set_status(v1::Verdict::retracted);
       d.Add(retraction);
       return p;
     }},
};

const Case kWithheld[] = {
    {"OneWithheldSource", kSameSource,
     [](Desk& d) {
       const Digest x = d.Named("X");
       d.Withhold(x, v1::Slot::kIdentity);
       return TwoReports(d, x, x);
     }},
    {"AWithheldSourceMayBeTheOther", kUndecided,
     [](Desk& d) {
       const Digest x = d.Named("X");
       d.Withhold(x, v1::Slot::kIdentity);
       return TwoReports(d, x, d.Named("Y"));
     }},
    {"AMissingSourceMayBeTheOther", kUndecided,
     [](Desk& d) {
       const Digest x = d.Named("X");
       d.LeaveOut(x);
       return TwoReports(d, x, d.Named("Y"));
     }},
    {"AMissingControllerIsStillOneController", kSameController,
     [](Desk& d) {
       const Digest army = d.Source(I::organisation, "Army");
       d.LeaveOut(army);
       return TwoReports(d, d.Source(I::person, "X", army), d.Source(I::person, "Y", army));
     }},
    {"AWithheldAttributionInOneCapture", kSameCapture,
     [](Desk& d) {
       const Digest c = d.Capture("article");
       const Pair p = {d.Claim(c, {{{d.Named("X")}}}, A::witnessed), d.Claim(c, {{{d.Named("Y")}}}, A::witnessed)};
       d.Withhold(p.second, v1::Slot::kAttribution);
       return p;
     }},
    {"AWithheldAttribution", kUndecided,
     [](Desk& d) {
       const Pair p = TwoReports(d, d.Named("X"), d.Named("Y"));
       d.Withhold(p.first, v1::Slot::kAttribution);
       return p;
     }},
    {"BothQuotesWithheldIsNoSharedCapture", kUndecided,
     [](Desk& d) {
       const Pair p = TwoReports(d, d.Named("X"), d.Named("Y"));
       for (const Digest& id : {p.first, p.second}) {
         d.Withhold(id, v1::Slot::kQuote);
         d.Withhold(id, v1::Slot::kAttribution);
       }
       return p;
     }},
};

class CompareOriginsOf : public testing::TestWithParam<Case> {};

TEST_P(CompareOriginsOf, IsAsNamedInBothDirections) {
  Desk desk;
  const auto [a, b] = GetParam().claims(desk);
  const RecordSet records = desk.Records();
  EXPECT_EQ(OriginRelationName(RelationOf(records, a, b)), OriginRelationName(GetParam().expected));
  EXPECT_EQ(RelationOf(records, b, a), GetParam().expected);
  const RecordSet otherwise = desk.Records(/*order=*/7);
  EXPECT_EQ(RelationOf(otherwise, a, b), GetParam().expected) << "another order of arrival";
}

std::string NameOf(const testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Speakers, CompareOriginsOf, testing::ValuesIn(kSpeakers), NameOf);
INSTANTIATE_TEST_SUITE_P(Controllers, CompareOriginsOf, testing::ValuesIn(kControllers), NameOf);
INSTANTIATE_TEST_SUITE_P(Statements, CompareOriginsOf, testing::ValuesIn(kStatements), NameOf);
INSTANTIATE_TEST_SUITE_P(Withheld, CompareOriginsOf, testing::ValuesIn(kWithheld), NameOf);

TEST(OriginRelationName, IsWhatPeopleRead) {
  EXPECT_EQ(OriginRelationName(kSameCapture), "same capture");
  EXPECT_EQ(OriginRelationName(kSameStatement), "same statement");
  EXPECT_EQ(OriginRelationName(kSameSource), "same source");
  EXPECT_EQ(OriginRelationName(kSameController), "same controller");
  EXPECT_EQ(OriginRelationName(kIndependent), "independent");
  EXPECT_EQ(OriginRelationName(kUndecided), "undecided");
}

}  // namespace
}  // namespace tallystick
