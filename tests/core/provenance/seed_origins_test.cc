// The five origins of the article the project began from: its author, a post, two unnamed sources, a magazine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using A = v1::Attribution;
using I = v1::Identity;

class SeedOrigins : public testing::Test {
 protected:
  Digest Narrated() { return desk_.Claim(article_, {{{apa_}}}); }
  Digest Told(const Digest& source, v1::Step::Certainty certainty = v1::Step::stated) {
    return desk_.Claim(article_, {{{apa_}}, {{source}, v1::Step::all_of, certainty}}, A::witnessed);
  }

  Desk desk_;
  const Digest apa_ = desk_.Outlet("APA");
  const Digest article_ = desk_.Capture("Fierce skirmishes in Menaka");
  const Digest almahmoud_ = desk_.Named("Fahad Ag Almahmoud");
  const Digest tweet_ = desk_.Source(I::statement, "tweet of 29 October", almahmoud_);
  const Digest reporters_ = desk_.Unnamed("whoever reported it to him");
  const Digest src1_ = desk_.Unnamed("SRC-1"), src2_ = desk_.Unnamed("SRC-2");
  const Digest naba_ = desk_.Source(I::publication, "النبأ", desk_.Source(I::organisation, "Islamic State"));

  const Digest s02_ = Narrated(), s03_ = Narrated(), s20_ = Narrated();
  const Digest s04_ = desk_.Claim(article_, {{{apa_}}, {{tweet_}}, {{reporters_}}});
  const Digest s04_as_seen_ = desk_.Claim(article_, {{{apa_}}, {{tweet_}}}, A::witnessed);
  const std::vector<Digest> of_src1_ = {Told(src1_), Told(src1_), Told(src1_), Told(src1_), Told(src1_)};
  const Digest s21_ = desk_.Claim(article_, {{{apa_}}, {{naba_}}}, A::own_count);
  const Digest s22_ = Told(src2_), s24_ = Told(src2_, v1::Step::inferred);

  std::vector<Digest> All(const Digest& s04) const {
    std::vector<Digest> all = {s02_, s03_, s20_, s04, s21_, s22_, s24_};
    all.insert(all.end(), of_src1_.begin(), of_src1_.end());
    return all;
  }
  void HoldUnnamedApartFromNamed() {
    for (const Digest& unnamed : {src1_, src2_}) {
      desk_.Link(v1::Link::different, unnamed, almahmoud_);
      desk_.Link(v1::Link::different, unnamed, naba_);
    }
  }
};

TEST_F(SeedOrigins, RelationsAreThoseOfTheCarefulAnalyst) {
  const RecordSet records = desk_.Records();
  EXPECT_EQ(RelationOf(records, s02_, s03_), OriginRelation::kSameSource);
  EXPECT_EQ(RelationOf(records, of_src1_[0], of_src1_[1]), OriginRelation::kSameSource);
  EXPECT_EQ(RelationOf(records, s22_, s24_), OriginRelation::kSameSource) << "presumed, and counted once";
  const std::pair<Digest, Digest> undecided[] = {{s03_, s04_}, {s03_, s04_as_seen_}, {of_src1_[2], s24_}, {s20_, s21_},
                                                 {s04_, s22_}, {s20_, s22_},         {of_src1_[0], s21_}};
  for (const auto& [a, b] : undecided) EXPECT_EQ(RelationOf(records, a, b), OriginRelation::kUndecided);
}

TEST_F(SeedOrigins, FiveAtMostThreeAtLeast) {
  HoldUnnamedApartFromNamed();
  const OriginCount count = CountOf(desk_.Records(), All(s04_as_seen_));
  EXPECT_EQ(OriginCountInWords(count), "12 reports, 3 to 5 origins");
  EXPECT_THAT(count.reasons, testing::Contains("APA (outlet) is not shown to know it first-hand: none or one."));
  EXPECT_THAT(count.reasons,
              testing::Contains("SRC-1 (unnamed source) and SRC-2 (unnamed source) are not known by name "
                                "and may be one and the same, or one of the others."));
}

TEST_F(SeedOrigins, UnnamedSourcesMayBeTheNamedOnesToo) {
  EXPECT_EQ(OriginCountInWords(CountOf(desk_.Records(), All(s04_as_seen_))), "12 reports, 2 to 5 origins");
}

TEST_F(SeedOrigins, HearsayInThePostIsNoOriginShown) {
  HoldUnnamedApartFromNamed();
  EXPECT_EQ(OriginCountInWords(CountOf(desk_.Records(), All(s04_))), "12 reports, 2 to 5 origins");
}

TEST_F(SeedOrigins, FiveClaimsOfOneUnnamedSourceAreOneOrigin) {
  const OriginCount count = CountOf(desk_.Records(), of_src1_);
  EXPECT_EQ(OriginCountInWords(count), "5 reports, 1 origin");
  EXPECT_EQ(count.routes, 1);
  EXPECT_THAT(count.choke_points, testing::ElementsAre(src1_));
  EXPECT_THAT(count.reasons, testing::ElementsAre("All 5 reports pass through SRC-1 (unnamed source)."));
}

TEST_F(SeedOrigins, OneArticleIsOneRoute) {
  const OriginCount count = CountOf(desk_.Records(), All(s04_));
  EXPECT_EQ(count.routes, 1);
  EXPECT_THAT(count.choke_points, testing::ElementsAre(apa_));
  EXPECT_EQ(count.reasons.back(), "All 12 reports pass through APA (outlet).");
}

}  // namespace
}  // namespace tallystick
