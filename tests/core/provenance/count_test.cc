#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using A = v1::Attribution;
using I = v1::Identity;
using L = v1::Link;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class CountOriginsOf : public testing::Test {
 protected:
  // A claim in a capture of its own, carried by an outlet of its own.
  Digest Report(const std::vector<Said>& behind, A::Basis basis = A::witnessed) {
    const std::string name = absl::StrCat("Outlet ", ++outlets_);
    std::vector<Said> steps = {{{desk_.Outlet(name)}}};
    steps.insert(steps.end(), behind.begin(), behind.end());
    const Digest claim = desk_.Claim(desk_.Capture(name), steps, basis);
    claims_.push_back(claim);
    return claim;
  }
  OriginCount Count() { return CountOf(desk_.Records(), claims_); }
  std::string InWords() { return OriginCountInWords(Count()); }

  Desk desk_;
  std::vector<Digest> claims_;
  int outlets_ = 0;
};

TEST_F(CountOriginsOf, NothingIsNothing) {
  EXPECT_EQ(InWords(), "no reports");
  EXPECT_THAT(Count().choke_points, IsEmpty());
}

TEST_F(CountOriginsOf, FourteenReportsThroughOneStatementAreOneRouteAndTheStatementIsNamed) {
  const Digest statement = desk_.Source(I::statement, "Communiqué 14", desk_.Source(I::organisation, "Army"));
  for (int i = 0; i < 14; ++i) Report({{{statement}}}, A::own_count);
  const OriginCount count = Count();
  EXPECT_EQ(OriginCountInWords(count), "14 reports, 1 origin");
  EXPECT_EQ(count.routes, 1);
  EXPECT_THAT(count.choke_points, ElementsAre(statement));
  EXPECT_THAT(count.reasons, ElementsAre("All 14 reports pass through Communiqué 14 (statement)."));
}

TEST_F(CountOriginsOf, AFunnelIsOneRouteEvenToTwoWitnesses) {
  const Digest fixer = desk_.Named("Fixer"), x = desk_.Named("X"), y = desk_.Named("Y");
  Report({{{fixer}}, {{x}}});
  Report({{{fixer}}, {{y}}});
  EXPECT_EQ(InWords(), "2 reports, 2 origins");
  EXPECT_EQ(Count().routes, 1);
  EXPECT_THAT(Count().choke_points, ElementsAre(fixer));
  EXPECT_THAT(Count().reasons, ElementsAre("Both reports pass through Fixer (person)."));
}

TEST_F(CountOriginsOf, AReportThatGoesAroundTheFunnelIsAnotherRoute) {
  const Digest fixer = desk_.Named("Fixer"), x = desk_.Named("X"), y = desk_.Named("Y");
  Report({{{fixer}}, {{x}}});
  Report({{{fixer}}, {{x}}});
  Report({{{y}}});
  EXPECT_EQ(Count().routes, 2);
  EXPECT_THAT(Count().choke_points, UnorderedElementsAre(x, y));
  EXPECT_THAT(Count().reasons, IsEmpty());
}

TEST_F(CountOriginsOf, AControllerIsNamedWhereOnlyHeBindsTheReports) {
  const Digest army = desk_.Source(I::organisation, "Army");
  Report({{{desk_.Source(I::person, "X", army)}}});
  Report({{{desk_.Source(I::person, "Y", army)}}});
  EXPECT_EQ(InWords(), "2 reports, 1 origin");
  EXPECT_THAT(Count().choke_points, ElementsAre(army));
}

TEST_F(CountOriginsOf, JointWitnessesAreTwo) {
  Report({{{desk_.Named("X"), desk_.Named("Y")}}});
  EXPECT_EQ(InWords(), "1 report, 2 origins");
}

TEST_F(CountOriginsOf, OneOfTwoIsOneAndMayBeOneAlreadyCounted) {
  const Digest x = desk_.Named("X"), y = desk_.Named("Y");
  Report({{{x, y}, v1::Step::any_of}});
  EXPECT_EQ(InWords(), "1 report, 1 origin");
  Report({{{x}}});
  EXPECT_EQ(InWords(), "2 reports, 1 to 2 origins");
  EXPECT_THAT(Count().reasons, Contains("X (person) or Y (person): one of them said it, and it is not shown which."));
  Report({{{y}}});
  EXPECT_EQ(InWords(), "3 reports, 2 origins");
}

TEST_F(CountOriginsOf, OneOfTwoUnderOneControllerIsHim) {
  const Digest army = desk_.Source(I::organisation, "Army");
  Report({{{desk_.Source(I::person, "X", army), desk_.Source(I::person, "Y", army)}, v1::Step::any_of}});
  Report({{{army}}});
  EXPECT_EQ(InWords(), "2 reports, 1 origin");
}

TEST_F(CountOriginsOf, EndsWithoutFirstHandBasisAreNoneOrOne) {
  const Digest x = desk_.Named("X");
  Report({{{x}}}, A::told);
  EXPECT_EQ(InWords(), "1 report, at most 1 origin");
  Report({{{desk_.Named("Y")}}}, A::compiled);
  EXPECT_EQ(InWords(), "2 reports, at most 2 origins");
  EXPECT_THAT(Count().reasons,
              ElementsAre("X (person) and Y (person) are not shown to know it first-hand: none or one each."));
  Report({{{x}}}, A::document);
  EXPECT_EQ(InWords(), "3 reports, 1 to 2 origins") << "X is first-hand in one of them";
}

TEST_F(CountOriginsOf, UnnamedSourcesMayCoincideUnlessHeldApart) {
  const Digest u = desk_.Unnamed("U"), v = desk_.Unnamed("V");
  Report({{{u}}});
  Report({{{v}}});
  EXPECT_EQ(InWords(), "2 reports, 1 to 2 origins");
  const Digest x = desk_.Named("X"), y = desk_.Named("Y");
  Report({{{x}}});
  EXPECT_EQ(InWords(), "3 reports, 1 to 3 origins");
  Report({{{y}}});
  EXPECT_EQ(InWords(), "4 reports, 2 to 4 origins") << "two named people stay two, whoever the unnamed are";
  desk_.Link(L::different, u, v);
  EXPECT_EQ(InWords(), "4 reports, 2 to 4 origins");
  desk_.Link(L::different, u, x);
  desk_.Link(L::different, y, u);
  EXPECT_EQ(InWords(), "4 reports, 3 to 4 origins");
  desk_.Link(L::different, v, x);
  desk_.Link(L::different, v, y);
  EXPECT_EQ(InWords(), "4 reports, 4 origins");
  EXPECT_THAT(Count().reasons, IsEmpty());
}

TEST_F(CountOriginsOf, TwoUnnamedSourcesHeldApartAreTwoEvenIfOneIsTheNamedOne) {
  const Digest u = desk_.Unnamed(), v = desk_.Unnamed();
  for (const Digest& speaker : {u, v, desk_.Named("X")}) Report({{{speaker}}});
  desk_.Link(L::different, u, v);
  EXPECT_EQ(InWords(), "3 reports, 2 to 3 origins");
}

TEST_F(CountOriginsOf, SourcesRecordedAsSameAreOne) {
  const Digest u = desk_.Unnamed(), x = desk_.Named("X");
  Report({{{u}}});
  Report({{{x}}});
  desk_.Link(L::same, u, x);
  EXPECT_EQ(InWords(), "2 reports, 1 origin");
}

TEST_F(CountOriginsOf, DisputedIdentityIsOneOrTwo) {
  const Digest x = desk_.Named("X"), y = desk_.Named("Y");
  Report({{{x}}});
  Report({{{y}}});
  desk_.Link(L::same, x, y);
  desk_.Link(L::different, x, y);
  EXPECT_EQ(InWords(), "2 reports, 1 to 2 origins");
  EXPECT_THAT(Count().reasons,
              ElementsAre("X (person) and Y (person) are recorded both as the same and as different."));
}

TEST_F(CountOriginsOf, AnInferredSpeakerAddsNothingForCertain) {
  const Digest x = desk_.Named("X");
  Report({{{x}, v1::Step::all_of, v1::Step::inferred}});
  EXPECT_EQ(InWords(), "1 report, 1 origin");
  Report({{{desk_.Named("Y")}}});
  EXPECT_EQ(InWords(), "2 reports, 1 to 2 origins");
  EXPECT_THAT(Count().reasons, ElementsAre("X (person) is taken to be the speaker by the analyst's inference."));
  Report({{{x}}});
  EXPECT_EQ(InWords(), "3 reports, 2 origins");
}

TEST_F(CountOriginsOf, ACircleOfCapturesWithoutFirstHandOriginIsNone) {
  std::vector<Digest> captures;
  for (const char* name : {"A", "B", "C"}) {
    captures.push_back(desk_.Capture(name));
    claims_.push_back(desk_.Claim(captures.back(), {{{desk_.Outlet(name)}}}));
  }
  EXPECT_EQ(InWords(), "3 reports, at most 3 origins");
  for (int i = 0; i < 3; ++i) desk_.Link(L::cites, captures[i], captures[(i + 1) % 3]);
  EXPECT_EQ(InWords(), "3 reports, no origin shown");
  EXPECT_EQ(Count().routes, 0);
  EXPECT_THAT(Count().choke_points, IsEmpty());
  EXPECT_THAT(Count().reasons, ElementsAre("A (outlet), B (outlet) and C (outlet) rest on each other in a circle, "
                                           "without a first-hand origin: none."));
  claims_.push_back(desk_.Claim(captures[0], {{{desk_.Outlet("A")}}, {{desk_.Named("X")}}}, A::witnessed));
  EXPECT_EQ(InWords(), "4 reports, 1 origin");
}

TEST_F(CountOriginsOf, ACircleOverACaptureWithoutClaimsIsSeen) {
  const Digest a = desk_.Capture("A"), between = desk_.Capture("between");
  claims_.push_back(desk_.Claim(a, {{{desk_.Outlet("A")}}}));
  desk_.Link(L::cites, a, between);
  EXPECT_EQ(InWords(), "1 report, at most 1 origin");
  desk_.Link(L::cites, between, a);
  EXPECT_EQ(InWords(), "1 report, no origin shown");
}

TEST_F(CountOriginsOf, SourcesThatQuoteEachOtherAreNone) {
  const Digest x = desk_.Named("X"), y = desk_.Named("Y");
  Report({{{x}}, {{y}}}, A::told);
  EXPECT_EQ(InWords(), "1 report, at most 1 origin");
  Report({{{y}}, {{x}}}, A::told);
  EXPECT_EQ(InWords(), "2 reports, no origin shown");
  Report({{{x}}}, A::witnessed);
  EXPECT_EQ(InWords(), "3 reports, 1 origin");
}

TEST_F(CountOriginsOf, ASourceThatNamesItselfTwiceIsNoCircle) {
  const Digest x = desk_.Named("X");
  Report({{{x}}, {{desk_.Source(I::account, "@x", x)}}, {{x}}}, A::told);
  EXPECT_EQ(InWords(), "1 report, at most 1 origin");
}

TEST_F(CountOriginsOf, ControllersInACircleAreNoneOrOneFirstHandOrigin) {
  const Digest x = desk_.Named("X"), y = desk_.Source(I::organisation, "Y", x);
  RecordDraft closing{v1::Header::source, {x}, {}};
  closing.slots.emplace_back().mutable_identity()->set_kind(I::organisation);
  closing.slots.back().mutable_identity()->add_names()->set_text("X");
  closing.slots.back().mutable_identity()->set_controller(y.hex());
  const Digest closed = desk_.Add(closing);
  Report({{{closed}}}, A::told);
  EXPECT_EQ(InWords(), "1 report, no origin shown");
  Report({{{y}}}, A::own_count);
  Report({{{closed}}}, A::own_count);
  EXPECT_EQ(InWords(), "3 reports, 1 origin");
}

TEST_F(CountOriginsOf, ClaimsOfOneStatementShareItsFirstHandOrigin) {
  const Digest x = desk_.Named("X");
  const Digest first = Report({{{x}}}), retold = Report({}, A::basis_unstated);
  EXPECT_EQ(InWords(), "2 reports, 1 to 2 origins");
  desk_.Link(L::same_statement, retold, first);
  EXPECT_EQ(InWords(), "2 reports, 1 origin");
  Report({{{x}}});
  EXPECT_EQ(InWords(), "3 reports, 1 origin") << "what retells X adds nothing to X";
  claims_.pop_back();
  const Digest other = Report({{{desk_.Named("Y")}}});
  desk_.Link(L::same_statement, other, retold);
  EXPECT_EQ(InWords(), "3 reports, 1 origin") << "X or Y, but not both";
  EXPECT_EQ(Count().routes, 1);
}

TEST_F(CountOriginsOf, BothOfTwoAndOneOfTwoAreDifferentVersionsOfAStatement) {
  for (int i = 0; i < 8; ++i) {
    const Digest x = desk_.Named(absl::StrCat("X", i)), y = desk_.Named(absl::StrCat("Y", i));
    const Digest both = Report({{{x, y}}}), either = Report({{{x, y}, v1::Step::any_of}});
    desk_.Link(L::same_statement, both, either);
  }
  EXPECT_EQ(InWords(), "16 reports, 8 origins");
}

TEST_F(CountOriginsOf, ACopyAddsNoVoiceOfItsOwn) {
  const Digest original = desk_.Capture("original"), copy = desk_.Capture("copy"), other = desk_.Capture("other copy");
  desk_.Link(L::copies, copy, original);
  desk_.Link(L::translates, other, original);
  const Digest in_copy = desk_.Claim(copy, {{{desk_.Outlet("B")}}}),
               in_other = desk_.Claim(other, {{{desk_.Outlet("C")}}});
  claims_ = {in_copy, in_other};
  EXPECT_EQ(InWords(), "2 reports, at most 1 origin") << "whatever the original rests on";
  const Digest x = desk_.Named("X");
  claims_.push_back(desk_.Claim(original, {{{desk_.Outlet("A")}}, {{x}}}, A::witnessed));
  const OriginCount count = Count();
  EXPECT_EQ(OriginCountInWords(count), "3 reports, 1 origin");
  EXPECT_EQ(count.routes, 1);
  EXPECT_THAT(count.reasons, Contains("“copy” and “other copy” are copies: what they say in their own name is counted "
                                      "with the original."));
  claims_.push_back(desk_.Claim(copy, {{{desk_.Outlet("B")}}, {{x}}}, A::witnessed));
  EXPECT_EQ(InWords(), "4 reports, 1 origin");
}

TEST_F(CountOriginsOf, CopiesOfOneDocumentAreOneRoute) {
  const Digest original = desk_.Capture("original");
  for (const char* name : {"B", "C", "D"}) {
    const Digest copy = desk_.Capture(name);
    desk_.Link(L::copies, copy, original);
    claims_.push_back(desk_.Claim(copy, {{{desk_.Outlet(name)}}, {{desk_.Named(name)}}}, A::witnessed));
  }
  const OriginCount count = Count();
  EXPECT_EQ(OriginCountInWords(count), "3 reports, 3 origins");
  EXPECT_EQ(count.routes, 1);
  EXPECT_THAT(count.choke_points, ElementsAre(original));
  EXPECT_THAT(count.reasons, ElementsAre("All 3 reports pass through “original”."));
}

TEST_F(CountOriginsOf, WithheldPartsWidenTheBoundsAndBreakNothing) {
  const Digest x = desk_.Named("X"), y = desk_.Named("Y");
  const Digest first = Report({{{x}}}), second = Report({{{x}}}), third = Report({{{y}}});
  desk_.Withhold(x, v1::Slot::kIdentity);
  EXPECT_EQ(InWords(), "3 reports, 1 to 2 origins");
  EXPECT_THAT(Count().reasons, Contains(HasSubstr(absl::StrCat("(withheld source ", x.brief(), ")"))));
  claims_ = {first, second};
  EXPECT_EQ(InWords(), "2 reports, 1 origin") << "that both name one withheld source is still seen";
  claims_ = {first, second, third};
  desk_.Withhold(third, v1::Slot::kAttribution);
  EXPECT_EQ(InWords(), "3 reports, 1 to 2 origins");
  EXPECT_THAT(Count().reasons, Contains("One attribution is withheld or missing: none or one."));
  desk_.Withhold(first, v1::Slot::kQuote);
  desk_.LeaveOut(x);
  EXPECT_EQ(Count().reports, 3);
}

TEST_F(CountOriginsOf, AStepThatNamesNoRecordLeavesTheChainUnknown) {
  const Digest good = Report({{{desk_.Named("X")}}});
  RecordSet records = desk_.Records();
  Record claim = *Pick(records, {good})[0];
  claim.id = Sha256("broken");
  claim.position = {1'000, 0};
  for (std::optional<v1::Slot>& slot : claim.slots) {
    if (slot->has_attribution()) slot->mutable_attribution()->mutable_steps(0)->set_sources(0, "no id");
  }
  records.Add(claim);
  EXPECT_EQ(OriginCountInWords(CountOf(records, {claim.id})), "1 report, at most 1 origin");
  EXPECT_EQ(TraceClaim(records, claim).steps.size(), 3u);
}

TEST_F(CountOriginsOf, SuspectedCopiesAreOneAtLeastAndTheReasonSaysWhy) {
  const Digest a = Report({{{desk_.Named("X")}}}), b = Report({{{desk_.Named("Y")}}});
  Report({{{desk_.Named("Z")}}});
  const OriginCount count =
      CountOf(desk_.Records(), claims_, SharedOrigins(std::vector<MayBeOne>{{{a, b}, "the number 1283"}}));
  EXPECT_EQ(OriginCountInWords(count), "3 reports, 2 to 3 origins");
  EXPECT_EQ(count.low_if_unsuspected, 3);
  EXPECT_EQ(count.routes, 3);
  EXPECT_THAT(count.reasons,
              Contains("2 of these share the number 1283 and nothing recorded binds them: they may be one origin."));
}

TEST_F(CountOriginsOf, WhoMayBeTheOriginOfTwoSuspicionsMakesThemOne) {
  const Digest x = desk_.Named("X");
  const Digest a = Report({{{x}}}), b = Report({{{desk_.Named("Y")}}});
  const Digest c = Report({{{x}}}), d = Report({{{desk_.Named("Z")}}});
  const SharedOrigins shared(std::vector<MayBeOne>{{{a, b}, "one figure"}, {{c, d}, "another figure"}});
  EXPECT_EQ(CountOf(desk_.Records(), claims_, shared).origins_low, 1);
}

TEST_F(CountOriginsOf, ASuspicionAgainstAReportThatIsNotCountedChangesNothing) {
  const Digest a = Report({{{desk_.Named("X")}}}), b = Report({{{desk_.Named("Y")}}});
  Report({{{desk_.Named("Z")}}});
  const SharedOrigins shared(std::vector<MayBeOne>{{{a, b}, "one figure"}});
  EXPECT_EQ(OriginCountInWords(CountOf(desk_.Records(), {claims_[0], claims_[2]}, shared)), "2 reports, 2 origins");
}

TEST_F(CountOriginsOf, AClaimGivenTwiceIsOneReport) {
  Report({{{desk_.Named("X")}}});
  claims_.push_back(claims_.front());
  EXPECT_EQ(InWords(), "1 report, 1 origin");
}

}  // namespace
}  // namespace tallystick
