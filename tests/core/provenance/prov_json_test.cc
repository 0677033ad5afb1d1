// Form, names and what stays out; tests/prov reads the whole with a library that is not ours.
#include "core/provenance/prov_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "tests/core/provenance/desk.h"

namespace tallystick {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class ProvJsonOf : public testing::Test {
 protected:
  std::string Text(unsigned order = 0) {
    const RecordSet records = desk_.Records(order);
    std::vector<Digest> claims = claims_;
    if (order != 0) std::reverse(claims.begin(), claims.end());
    return ProvJson(records, Pick(records, claims));
  }
  json Document() { return json::parse(Text()); }

  static std::string Rec(const Digest& id) { return absl::StrCat("rec:", id.hex()); }
  // How often a relation of this section leads from one to the other, with this type if one is given.
  static int Count(const json& document, const char* section, const std::string& from, const std::string& to,
                   const std::string& type = "") {
    const std::map<std::string, std::pair<const char*, const char*>> ends = {
        {"wasDerivedFrom", {"prov:generatedEntity", "prov:usedEntity"}},
        {"wasAttributedTo", {"prov:entity", "prov:agent"}},
        {"actedOnBehalfOf", {"prov:delegate", "prov:responsible"}},
        {"wasInfluencedBy", {"prov:influencee", "prov:influencer"}},
        {"alternateOf", {"prov:alternate1", "prov:alternate2"}}};
    int count = 0;
    if (!document.contains(section)) return 0;
    for (const auto& [id, relation] : document.at(section).items()) {
      const auto& [a, b] = ends.at(section);
      if (relation.at(a) != from || relation.at(b) != to) continue;
      count += type.empty() || (relation.contains("prov:type") && relation.at("prov:type").at("$") == type);
    }
    return count;
  }

  Desk desk_;
  const Digest owner_ = desk_.Source(v1::Identity::organisation, "Owner");
  const Digest agency_ = desk_.Source(v1::Identity::outlet, "وكالة \"الساحل\"", owner_);
  const Digest person_ = desk_.Named("Élodie");
  const Digest capture_ = desk_.Capture("Dépêche"), copy_ = desk_.Capture("Copy"), cited_ = desk_.Capture("Cited");
  std::vector<Digest> claims_ = {
      desk_.Claim(capture_, {{{agency_}}, {{person_}}}, v1::Attribution::witnessed),
      desk_.Claim(copy_, {{{agency_}, v1::Step::all_of, v1::Step::stated, v1::Step::published, "2022-10", "2022-10-30"},
                          {{person_, owner_}, v1::Step::any_of, v1::Step::inferred}}),
  };
};

TEST_F(ProvJsonOf, TheChainLeadsFromClaimAndCaptureToTheFirstSpeaker) {
  const json document = Document();
  const std::string claim = Rec(claims_[0]), first = absl::StrCat("say:", claims_[0].hex(), "-1"),
                    last = absl::StrCat("say:", claims_[0].hex(), "-2");
  EXPECT_EQ(Count(document, "wasDerivedFrom", claim, Rec(capture_), "prov:Quotation"), 1);
  EXPECT_EQ(Count(document, "wasDerivedFrom", claim, first, "prov:Quotation"), 1);
  EXPECT_EQ(Count(document, "wasDerivedFrom", Rec(capture_), first), 1);
  EXPECT_EQ(Count(document, "wasDerivedFrom", first, last), 1);
  EXPECT_EQ(Count(document, "wasDerivedFrom", claim, last, "prov:PrimarySource"), 1);
  EXPECT_EQ(Count(document, "wasAttributedTo", first, Rec(agency_)), 1);
  EXPECT_EQ(Count(document, "wasAttributedTo", last, Rec(person_)), 1);
  EXPECT_EQ(Count(document, "actedOnBehalfOf", Rec(agency_), Rec(owner_)), 1);
  EXPECT_EQ(document.at("agent").at(Rec(agency_)).at("tally:name"), "وكالة \"الساحل\"");
  EXPECT_EQ(Count(document, "wasDerivedFrom", Rec(claims_[1]), absl::StrCat("say:", claims_[1].hex(), "-2"),
                  "prov:PrimarySource"),
            0)
      << "nobody is shown to know first-hand";
}

TEST_F(ProvJsonOf, TimesCoverWhatIsWritten) {
  const json activity = Document().at("activity").at(absl::StrCat("act:", claims_[1].hex(), "-1"));
  EXPECT_EQ(activity.at("prov:label"), "published");
  EXPECT_EQ(activity.at("prov:startTime"), "2022-10-01T00:00:00Z");
  EXPECT_EQ(activity.at("prov:endTime"), "2022-10-30T23:59:59Z");
  EXPECT_EQ(activity.at("tally:earliest"), "2022-10");
}

TEST_F(ProvJsonOf, LinksBetweenWhatIsToldAreTold) {
  desk_.Link(v1::Link::copies, copy_, capture_);
  desk_.Link(v1::Link::cites, capture_, cited_);
  desk_.Link(v1::Link::same, person_, owner_);
  desk_.Link(v1::Link::same_statement, claims_[0], claims_[1]);
  desk_.Link(v1::Link::same, desk_.Named("Stranger"), person_);
  const json document = Document();
  EXPECT_EQ(Count(document, "wasDerivedFrom", Rec(copy_), Rec(capture_), "tally:Copy"), 1);
  EXPECT_EQ(Count(document, "wasInfluencedBy", Rec(capture_), Rec(cited_)), 1);
  EXPECT_TRUE(document.at("entity").contains(Rec(cited_)));
  EXPECT_EQ(Count(document, "alternateOf", Rec(person_), Rec(owner_)), 1);
  EXPECT_EQ(Count(document, "alternateOf", Rec(claims_[0]), Rec(claims_[1])), 1);
  EXPECT_EQ(document.at("alternateOf").size(), 2u) << "who has no part in the chains is not drawn in";
}

TEST_F(ProvJsonOf, DoubtIsKept) {
  const json document = Document();
  int doubtful = 0;
  for (const auto& [id, relation] : document.at("wasAttributedTo").items()) {
    if (!relation.contains("tally:oneOf")) continue;
    EXPECT_EQ(relation.at("tally:certainty"), "inferred");
    ++doubtful;
  }
  EXPECT_EQ(doubtful, 2);
}

TEST_F(ProvJsonOf, WhatIsWithheldDoesNotAppear) {
  desk_.Withhold(person_, v1::Slot::kIdentity);
  desk_.Withhold(capture_, v1::Slot::kOrigin);
  desk_.Withhold(claims_[1], v1::Slot::kAttribution);
  const std::string text = Text();
  EXPECT_THAT(text, Not(HasSubstr("Élodie")));
  EXPECT_THAT(text, Not(HasSubstr("Dépêche")));
  EXPECT_THAT(text, HasSubstr(absl::StrCat("(withheld source ", person_.brief(), ")")));
  EXPECT_THAT(text, Not(HasSubstr(absl::StrCat("say:", claims_[1].hex()))));
}

TEST_F(ProvJsonOf, TheOrderOfRecordsAndClaimsDoesNotShow) {
  desk_.Link(v1::Link::copies, copy_, capture_);
  desk_.Link(v1::Link::same, person_, owner_);
  const std::string text = Text();
  EXPECT_FALSE(FirstInvalidUtf8(text).has_value());
  for (const unsigned order : {1u, 2u, 3u}) EXPECT_EQ(Text(order), text);
}

TEST_F(ProvJsonOf, NothingAndCirclesOfControllersAreWrittenToo) {
  EXPECT_TRUE(json::parse(ProvJson(RecordSet(), {})).contains("prefix"));
  RecordDraft closing{v1::Header::source, {owner_}, {}};
  closing.slots.emplace_back().mutable_identity()->set_kind(v1::Identity::organisation);
  closing.slots.back().mutable_identity()->add_names()->set_text("Owner");
  closing.slots.back().mutable_identity()->set_controller(agency_.hex());
  const Digest newer = desk_.Add(closing);
  claims_.push_back(desk_.Claim(capture_, {{{newer}}}));
  const json document = Document();
  EXPECT_EQ(Count(document, "wasDerivedFrom", Rec(newer), Rec(owner_), "prov:Revision"), 1);
  EXPECT_EQ(Count(document, "actedOnBehalfOf", Rec(newer), Rec(agency_)), 1);
}

}  // namespace
}  // namespace tallystick
