#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using I = v1::Identity;

std::string TextOf(const RecordSet& records, const Digest& claim) {
  std::string text;
  for (const ChainStep& step : TraceClaim(records, *Pick(records, {claim})[0]).steps) {
    absl::StrAppend(&text, text.empty() ? "" : " | ", step.text);
  }
  return text;
}

class TraceClaimOf : public testing::Test {
 protected:
  Desk desk_;
  const Digest agency_ = desk_.Outlet("Agence Sahel Info");
  const Digest capture_ = desk_.Capture("Combats à Ménaka");
};

TEST_F(TraceClaimOf, ReadsFromTheCaptureToTheFirstSpeaker) {
  const Digest naba = desk_.Source(I::publication, "النبأ"), unnamed = desk_.Unnamed("SRC-1");
  Said published{{agency_}}, wrote{{naba}}, told{{unnamed}};
  published.act = v1::Step::published;
  published.earliest = published.latest = "2022-10-30";
  wrote.act = v1::Step::wrote;
  wrote.earliest = "2022-10-20";
  wrote.latest = "2022-10-27";
  wrote.words = "In issue 356 of its weekly magazine";
  told.certainty = v1::Step::inferred;
  const Digest claim = desk_.Claim(capture_, {published, wrote, told}, v1::Attribution::own_count);
  const RecordSet records = desk_.Records();
  EXPECT_EQ(
      TextOf(records, claim),
      "“Combats à Ménaka” | Agence Sahel Info (outlet) published, 2022-10-30 | "
      "النبأ (publication) wrote, 2022-10-20 to 2022-10-27 | SRC-1 (unnamed source) said (inferred by the analyst)");
  const Chain chain = TraceClaim(records, *records.Find(claim));
  EXPECT_EQ(chain.claim, records.Find(claim));
  EXPECT_EQ(chain.basis, "own count");
  EXPECT_TRUE(chain.first_hand);
  ASSERT_EQ(chain.steps.size(), 4u);
  EXPECT_EQ(chain.steps[0].capture, capture_);
  EXPECT_TRUE(chain.steps[0].sources.empty());
  EXPECT_EQ(chain.steps[2].words, "In issue 356 of its weekly magazine");
  EXPECT_FALSE(chain.steps[2].unnamed || chain.steps[2].inferred);
  EXPECT_TRUE(chain.steps[3].unnamed && chain.steps[3].inferred);
}

TEST_F(TraceClaimOf, SourcesAreJoinedAsRecorded) {
  const Digest x = desk_.Named("X"), y = desk_.Named("Y");
  const Digest both = desk_.Claim(capture_, {{{x, y}}}), one = desk_.Claim(capture_, {{{x, y}, v1::Step::any_of}});
  const RecordSet records = desk_.Records();
  EXPECT_EQ(TextOf(records, both), "“Combats à Ménaka” | X (person) and Y (person) said");
  EXPECT_EQ(TextOf(records, one), "“Combats à Ménaka” | X (person) or Y (person) said");
  EXPECT_TRUE(TraceClaim(records, *records.Find(one)).steps[1].any_of);
  EXPECT_EQ(TraceClaim(records, *records.Find(one)).basis, "unstated");
  EXPECT_FALSE(TraceClaim(records, *records.Find(one)).first_hand);
}

TEST_F(TraceClaimOf, WhatIsWithheldOrMissingIsSaid) {
  const Digest x = desk_.Named("X"), gone = desk_.Named("Gone"), nameless = desk_.Unnamed();
  const Digest claim = desk_.Claim(capture_, {{{x}}, {{gone}}, {{nameless}}});
  const Digest shut = desk_.Claim(capture_, {{{x}}}, v1::Attribution::witnessed);
  desk_.Withhold(x, v1::Slot::kIdentity);
  desk_.LeaveOut(gone);
  desk_.Withhold(shut, v1::Slot::kAttribution);
  desk_.Withhold(shut, v1::Slot::kQuote);
  const RecordSet records = desk_.Records();
  EXPECT_EQ(TextOf(records, claim),
            absl::StrCat("“Combats à Ménaka” | (withheld source ", x.brief(), ") said | (not here: ", gone.brief(),
                         ") said | unnamed source ", nameless.brief(), " said"));
  EXPECT_EQ(TextOf(records, shut), "(capture withheld) | (attribution withheld)");
  EXPECT_FALSE(TraceClaim(records, *records.Find(shut)).first_hand);
}

TEST(OriginCountInWords, AgreesInNumber) {
  const auto words = [](int reports, int low, int high) {
    OriginCount count;
    count.reports = reports;
    count.origins_low = low;
    count.origins_high = high;
    return OriginCountInWords(count);
  };
  EXPECT_EQ(words(0, 0, 0), "no reports");
  EXPECT_EQ(words(1, 1, 1), "1 report, 1 origin");
  EXPECT_EQ(words(3, 1, 1), "3 reports, 1 origin");
  EXPECT_EQ(words(7, 2, 3), "7 reports, 2 to 3 origins");
  EXPECT_EQ(words(4, 0, 0), "4 reports, no origin shown");
  EXPECT_EQ(words(4, 0, 1), "4 reports, at most 1 origin");
  EXPECT_EQ(words(4, 0, 2), "4 reports, at most 2 origins");
}

}  // namespace
}  // namespace tallystick
