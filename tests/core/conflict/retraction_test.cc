// What rests on a record and what its retraction changes, beside the slow way: fix-points over all pairs, and the
// findings of a casebook in which the claim was never recorded.
#include "core/conflict/retraction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/provenance/rests_on.h"
#include "core/record/fields.h"
#include "core/record/json.h"
#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::map<std::string, std::string> Bytes(const v1::Findings& findings) {
  std::map<std::string, std::string> by_id;
  for (const v1::Finding& f : findings.findings()) by_id[f.id()] = EncodeJson(f);
  return by_id;
}

// By the definition: look at every pair until nothing is added.
std::set<Digest> NaiveClosure(const RecordSet& records, const Digest& start) {
  const auto rests = [&](const Record& a, const Digest& on) {
    bool names = false;
    for (const auto& slot : a.slots) {
      if (!slot || slot->has_header()) continue;
      VisitMarked(*slot, Mark::kRecord, [&](const std::string& path, const std::string& value) {
        const bool remark = path.find("standing.") == 0;
        names = names || (!remark && value == on.hex());
        return absl::OkStatus();
      }).IgnoreError();
    }
    for (const Record* newer : records.ReplacedBy(a.id)) names = names || newer->id == on;
    for (const auto type :
         {v1::Link::copies, v1::Link::translates, v1::Link::derived_sum_of, v1::Link::presupposes}) {
      for (const LinkEnd& end : records.LinksFrom(a.id, type)) {
        for (const std::string& to : end.body().to()) names = names || to == on.hex();
      }
    }
    return names;
  };
  std::set<Digest> reached = {start};
  for (bool grows = true; grows;) {
    grows = false;
    for (const Record& record : records.records()) {
      if (reached.count(record.id) > 0) continue;
      for (const Digest& on : std::set<Digest>(reached)) {
        if (rests(record, on)) grows = reached.insert(record.id).second || grows;
      }
    }
  }
  reached.erase(start);
  return reached;
}

struct Random {
  explicit Random(uint32_t seed) : engine(seed) {
    region = book.Place("region");
    for (int i = 0; i < 3; ++i) places.push_back(book.Place(std::string(1, 'a' + i), {.part_of = {region}}));
    event = book.Event("battle");
    const std::vector<std::string> words = {"10", "some 20", "at least 30", "60", "no more than 15"};
    for (int i = 0; i < 14; ++i) {
      Say say("S" + std::to_string(Below(4)), "killed");
      say.Number(words[Below(words.size())]).Class("civilians").In("doc" + std::to_string(Below(5)));
      say.Basis(Below(2) ? v1::Attribution::witnessed : v1::Attribution::told);
      if (Below(2)) say.Full();
      Below(2) ? say.Event(event) : say.At(Below(3) ? places[Below(3)] : region).On("2022-10-29");
      claims.push_back(book.Add(say));
    }
    for (int i = 0; i < 5; ++i) {
      const v1::Link::Type types[] = {v1::Link::derived_sum_of, v1::Link::presupposes, v1::Link::corrects,
                                      v1::Link::withdraws, v1::Link::same_statement};
      const size_t a = Below(claims.size()), b = Below(claims.size());
      if (a != b) links.push_back(book.Link(types[i], claims[a], claims[b]));
    }
    links.push_back(book.Link(v1::Link::copies, book.Capture("doc0"), book.Capture("doc1")));
    if (Below(2)) book.Retract(claims[Below(claims.size())]);
  }
  size_t Below(size_t n) { return engine() % n; }

  std::mt19937 engine;
  Casebook book;
  Digest region, event;
  std::vector<Digest> places, claims, links;
};

TEST(RestsOnTest, IsTheFixPointOfTheDefinition) {
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const RecordSet records = random.book.Records();
    size_t found = 0;
    for (const Record& record : records.records()) {
      std::set<Digest> ids;
      int distance = 1;
      for (const Dependent& each : WhatRestsOn(records, record.id)) {
        EXPECT_TRUE(ids.insert(each.record->id).second) << "listed twice";
        EXPECT_GE(each.distance, distance);
        distance = each.distance;
        EXPECT_TRUE(each.on == record.id ? distance == 1 : ids.count(each.on) > 0)
            << "on something that is not listed yet";
        EXPECT_NE(each.reason, "names it") << "a field without a reason";
      }
      EXPECT_EQ(ids, NaiveClosure(records, record.id));
      found += ids.size();
    }
    EXPECT_GT(found, 50);
  }
}

TEST(RestsOnTest, ACopyRestsOnItsOriginalOnlyWhileTheLinkStands) {
  Casebook book;
  const Digest claim = book.Add(Say("A", "killed").Number("10").In("copy"));
  const Digest link = book.Link(v1::Link::copies, book.Capture("copy"), book.Capture("original"));
  const auto names = [&] {
    std::vector<std::string> reasons;
    const RecordSet records = book.Records();
    for (const Dependent& each : WhatRestsOn(records, book.Capture("original"))) reasons.push_back(each.reason);
    return reasons;
  };
  EXPECT_THAT(names(), testing::ElementsAre("is a copy of it", "links it", "quotes it"));
  book.Retract(link);
  EXPECT_THAT(names(), testing::ElementsAre("links it", "judges it"));
  EXPECT_THAT(WhatRestsOn(book.Records(), claim), IsEmpty());
}

TEST(RestsOnTest, ACorrectedCopyRestsOnTheOriginalToo) {
  Casebook book;
  const Digest copy = book.Capture("copy"), original = book.Capture("original");
  book.Link(v1::Link::copies, copy, original);
  const Digest corrected = book.Correct(copy), found = book.Correct(original);
  const RecordSet records = book.Records();
  for (const Digest& asked : {original, found}) {
    bool rests = false;
    for (const Dependent& each : WhatRestsOn(records, asked)) {
      rests = rests || (each.record->id == corrected && each.reason == "is a copy of it");
    }
    EXPECT_TRUE(rests);
  }
}

// What is said elsewhere by a party to an event, or in an article that cites another, does not fall with these.
TEST(RestsOnTest, APartyAndACitationAreNamedLastAndNotFollowed) {
  Casebook book;
  const Digest event = book.Event("battle"), other = book.Event("other");
  const Digest about = book.Add(Say("A", "killed").Number("10").Event(event));
  RecordDraft party;
  party.kind = v1::Header::source;
  party.slots.resize(2);
  party.slots[0].mutable_identity()->set_kind(v1::Identity::organisation);
  party.slots[0].mutable_identity()->add_names()->set_text("Army");
  party.slots[1].mutable_standing()->add_party_to(event.hex());
  const Digest army = book.AddDraft(party);
  const Digest elsewhere = book.Add(Say("Army", "killed").Number("5").Event(other).In("citing"));
  const Digest link = book.Link(v1::Link::cites, book.Capture("citing"), book.Capture("cited"));
  const RecordSet records = book.Records();
  std::vector<Digest> rests, names;
  for (const Dependent& each : WhatRestsOn(records, event)) (each.only_names ? names : rests).push_back(each.record->id);
  EXPECT_THAT(rests, testing::ElementsAre(about));
  EXPECT_THAT(names, testing::ElementsAre(army));
  rests.clear(), names.clear();
  for (const Dependent& each : WhatRestsOn(records, book.Capture("cited"))) {
    (each.only_names ? names : rests).push_back(each.record->id);
  }
  EXPECT_THAT(rests, testing::ElementsAre(link));
  EXPECT_THAT(names, testing::ElementsAre(book.Capture("citing")));
  EXPECT_THAT(rests, testing::Not(testing::Contains(elsewhere)));
}

v1::Findings FindingsOf(const std::vector<std::vector<std::string>>& each) {
  v1::Findings findings;
  for (const std::vector<std::string>& words : each) {
    v1::Finding* f = findings.add_findings();
    f->set_id(words[0]);
    f->set_kind("one-scope");
    f->set_scope("one and the same");
    for (size_t i = 1; i < words.size(); ++i) f->add_claims(words[i]);
  }
  return findings;
}

TEST(DiffFindingsTest, OneWhoseIdAloneIsAnotherChangesAlsoBesideOthersOfItsScope) {
  const FindingsDiff diff = DiffFindings(FindingsOf({{"1", "a", "b"}, {"2", "c", "d"}, {"3", "e", "f"}}),
                                         FindingsOf({{"4", "b", "a"}, {"5", "c", "d"}, {"6", "x", "y"}}));
  ASSERT_THAT(diff.changed, SizeIs(2));
  EXPECT_EQ(diff.changed[0].before.id() + diff.changed[0].after.id(), "14");
  EXPECT_EQ(diff.changed[1].before.id() + diff.changed[1].after.id(), "25");
  ASSERT_THAT(diff.gone, SizeIs(1));
  EXPECT_EQ(diff.gone[0].id(), "3");
  ASSERT_THAT(diff.appeared, SizeIs(1));
  EXPECT_EQ(diff.appeared[0].id(), "6");
}

TEST(DiffFindingsTest, WhatCannotBeToldApartIsNotPaired) {
  const FindingsDiff diff = DiffFindings(FindingsOf({{"1", "a", "b"}}), FindingsOf({{"2", "a", "b"}, {"3", "a", "b"}}));
  EXPECT_THAT(diff.changed, IsEmpty());
  EXPECT_THAT(diff.gone, SizeIs(1));
  EXPECT_THAT(diff.appeared, SizeIs(2));
}

TEST(RetractionTest, IsAsIfTheClaimHadNeverBeenRecorded) {
  int changes = 0;
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const RecordSet records = random.book.Records();
    const v1::Findings before = FindConflicts(records, ShippedTables());
    for (const Digest& id : random.claims) {
      RecordSet without;
      for (const Record& record : records.records()) {
        if (record.id != id) without.Add(record);
      }
      const v1::Findings slow = FindConflicts(without, ShippedTables());
      const Digest ids[] = {id};
      EXPECT_EQ(Bytes(FindConflicts(WithRetracted(records, ids), ShippedTables())), Bytes(slow));
      const RetractionEffect effect = EffectOfRetracting(records, ShippedTables(), before, ids);
      // Every finding of either side is told of, or is on both.
      std::map<std::string, std::string> left = Bytes(before), right = Bytes(slow);
      std::set<std::string> told_left, told_right;
      for (const v1::Finding& f : effect.findings.gone) told_left.insert(f.id());
      for (const v1::Finding& f : effect.findings.appeared) told_right.insert(f.id());
      for (const ChangedFinding& c : effect.findings.changed)
        told_left.insert(c.before.id()), told_right.insert(c.after.id());
      for (const auto& [finding, bytes] : left) {
        if (right.count(finding) == 0) {
          EXPECT_TRUE(told_left.count(finding)) << bytes;
        }
      }
      for (const auto& [finding, bytes] : right) {
        if (left.count(finding) == 0) {
          EXPECT_TRUE(told_right.count(finding)) << bytes;
        }
      }
      for (const std::string& finding : told_left) EXPECT_TRUE(left.count(finding));
      for (const std::string& finding : told_right) EXPECT_TRUE(right.count(finding));
      for (const v1::Finding& f : FindingsThatRestOn(before, {id.hex()})) {
        EXPECT_TRUE(told_left.count(f.id()) || right.count(f.id())) << f.sentence();
      }
      changes += static_cast<int>(told_left.size() + told_right.size());
    }
  }
  EXPECT_GT(changes, 100);
}

TEST(RetractionTest, OfARecordThatIsRetractedAlreadyChangesNothing) {
  Random random(3);
  const Digest claim = random.claims[0];
  random.book.Retract(claim);
  const RecordSet records = random.book.Records();
  const Digest ids[] = {claim};
  const v1::Findings before = FindConflicts(records, ShippedTables());
  const RetractionEffect effect = EffectOfRetracting(records, ShippedTables(), before, ids);
  EXPECT_TRUE(effect.findings.empty());
  EXPECT_THAT(effect.reopened, IsEmpty());
}

TEST(RetractionTest, AThirdReportThatFallsIsAChangedAgreementWithFewerOrigins) {
  Casebook book;
  const Digest event = book.Event("battle");
  std::vector<Digest> claims;
  for (const char* who : {"A", "B", "C"}) {
    claims.push_back(book.Add(Say(who, "killed").Number("25").Class("civilians").Event(event)));
  }
  const RecordSet records = book.Records();
  const v1::Findings before = FindConflicts(records, ShippedTables());
  const Digest ids[] = {claims[2]};
  const RetractionEffect effect = EffectOfRetracting(records, ShippedTables(), before, ids);
  ASSERT_THAT(effect.findings.changed, SizeIs(1)) << Show(before);
  EXPECT_TRUE(effect.findings.changed[0].fewer_origins());
  EXPECT_FALSE(effect.findings.changed[0].verdict());
  EXPECT_THAT(effect.findings.gone, IsEmpty());
  EXPECT_THAT(effect.findings.appeared, IsEmpty());
}

TEST(RetractionTest, OfAJudgementOpensWhatItSettled) {
  Casebook book;
  const Digest event = book.Event("battle");
  book.Add(Say("A", "killed").Number("30").Class("civilians").Full().Event(event));
  book.Add(Say("B", "killed").Number("at least 45").Class("civilians").Event(event));
  const std::vector<v1::Finding> conflicts = Conflicts(book.Find());
  ASSERT_THAT(conflicts, SizeIs(1));
  RecordDraft draft;
  draft.kind = v1::Header::judgement;
  draft.slots.resize(2);
  draft.slots[0].mutable_subject()->set_finding(conflicts[0].id());
  draft.slots[1].mutable_verdict()->set_status(v1::Verdict::explained);
  const Digest judgement = book.AddDraft(draft);
  const RecordSet records = book.Records();
  const Digest ids[] = {judgement};
  const RetractionEffect effect =
      EffectOfRetracting(records, ShippedTables(), FindConflicts(records, ShippedTables()), ids);
  EXPECT_TRUE(effect.findings.empty());
  ASSERT_THAT(effect.reopened, SizeIs(1));
  EXPECT_EQ(effect.reopened[0].id(), conflicts[0].id());
}

}  // namespace
}  // namespace tallystick
