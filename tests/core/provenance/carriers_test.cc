#include "core/provenance/carriers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using A = v1::Attribution;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Carrier Of(const std::vector<Carrier>& carriers, const Digest& source) {
  for (const Carrier& carrier : carriers) {
    if (carrier.source == source) return carrier;
  }
  ADD_FAILURE() << "not listed";
  return {};
}

class CarriersOfTest : public testing::Test {
 protected:
  std::vector<Carrier> Collect(bool everybody = false, unsigned order = 0) {
    records_ = desk_.Records(order);
    return CarriersOf(records_, Pick(records_, claims_), everybody);
  }

  Desk desk_;
  RecordSet records_;
  const Digest agency_ = desk_.Outlet("Agency"), radio_ = desk_.Outlet("Radio");
  const Digest x_ = desk_.Named("X"), y_ = desk_.Named("Y");
  const Digest one_ = desk_.Capture("one"), two_ = desk_.Capture("two");
  std::vector<Digest> claims_ = {
      desk_.Claim(one_, {{{agency_}}, {{x_}}}, A::witnessed),
      desk_.Claim(one_, {{{agency_}}, {{x_}}}, A::told),
      desk_.Claim(one_, {{{agency_}}, {{y_}}}, A::witnessed),
      desk_.Claim(two_, {{{radio_}}, {{agency_}}, {{x_}}}, A::witnessed),
      desk_.Claim(two_, {{{agency_}}}, A::own_count),
  };
};

TEST_F(CarriersOfTest, WhoPassesOnWhatAndOnWhoseWordIsCounted) {
  const std::vector<Carrier> carriers = Collect();
  ASSERT_EQ(carriers.size(), 4u);
  EXPECT_EQ(carriers[0].source, agency_) << "who stands behind most claims comes first";
  EXPECT_EQ(carriers[0].carries, 4);
  EXPECT_EQ(carriers[0].first_hand, 1);
  EXPECT_EQ(carriers[0].told, 0);
  EXPECT_EQ(carriers[0].captures, 2);
  EXPECT_THAT(carriers[0].words, ElementsAre(Pair(x_, 3), Pair(y_, 1)));
  EXPECT_EQ(Of(carriers, x_).first_hand, 2);
  EXPECT_EQ(Of(carriers, x_).told, 1);
  EXPECT_EQ(Of(carriers, x_).carries, 0);
  EXPECT_THAT(Of(carriers, radio_).words, ElementsAre(Pair(agency_, 1)));
  EXPECT_EQ(Of(carriers, y_).captures, 1);
}

TEST_F(CarriersOfTest, SourcesRecordedAsTheSameAreOneRow) {
  desk_.Link(v1::Link::same, x_, y_);
  const std::vector<Carrier> carriers = Collect();
  ASSERT_EQ(carriers.size(), 3u);
  EXPECT_EQ(Of(carriers, std::min(x_, y_)).first_hand, 3);
  EXPECT_THAT(Of(carriers, agency_).words, ElementsAre(Pair(std::min(x_, y_), 4)));
}

TEST_F(CarriersOfTest, WhoSaysNothingIsListedOnlyWhenEverybodyIs) {
  const Digest quiet = desk_.Named("Quiet");
  EXPECT_EQ(Collect().size(), 4u);
  const std::vector<Carrier> all = Collect(/*everybody=*/true);
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all.back().source, quiet);
  EXPECT_THAT(all.back().words, IsEmpty());
}

TEST_F(CarriersOfTest, TheOrderOfRecordsAndRepeatedClaimsDoNotShow) {
  const auto sources_of = [](const std::vector<Carrier>& carriers) {
    std::vector<std::pair<Digest, int>> out;
    for (const Carrier& carrier : carriers) out.push_back({carrier.source, carrier.carries});
    return out;
  };
  const auto expected = sources_of(Collect());
  claims_.push_back(claims_[0]);
  std::reverse(claims_.begin(), claims_.end());
  EXPECT_EQ(sources_of(Collect(false, 3)), expected);
}

TEST_F(CarriersOfTest, AWithheldAttributionNamesNobody) {
  claims_ = {desk_.Claim(one_, {{{agency_}}, {{x_}}}, A::witnessed)};
  desk_.Withhold(claims_[0], v1::Slot::kAttribution);
  EXPECT_THAT(Collect(), IsEmpty());
}

}  // namespace
}  // namespace tallystick
