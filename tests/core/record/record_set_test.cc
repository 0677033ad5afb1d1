#include "core/record/record_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using S = v1::Slot;

// Records without bytes: sets of them do not ask where they come from.
class Records {
 public:
  // A record that holds the slots of `draft`; its id stands for `name`.
  Record Make(const std::string& name, const RecordDraft& draft) {
    Record record;
    record.id = TestId(name);
    record.position = {next_++, 0};
    record.header.set_kind(draft.kind);
    for (const Digest& id : draft.replaces) record.header.add_replaces(id.hex());
    for (const SlotCase which : SlotsOf(draft.kind)) record.slots.emplace_back(draft.Get(which));
    return record;
  }

  void Add(const std::string& name, const RecordDraft& draft) { set.Add(Make(name, draft)); }

  void AddLink(const std::string& name, v1::Link::Type type, const std::string& from,
               const std::vector<std::string>& to) {
    RecordDraft draft{v1::Header::link, {}, {}};
    v1::Link* link = SlotOf(&draft, S::kLink)->mutable_link();
    link->set_type(type);
    link->set_from(TestId(from).hex());
    for (const std::string& id : to) link->add_to(TestId(id).hex());
    Add(name, draft);
  }

  void AddReplacement(const std::string& name, const std::string& of) {
    RecordDraft draft = GoodDraft(v1::Header::claim);
    draft.replaces = {TestId(of)};
    Add(name, draft);
  }

  void AddVerdict(const std::string& name, v1::Verdict::Status status, const std::string& about) {
    RecordDraft draft{v1::Header::judgement, {}, {}};
    SlotOf(&draft, S::kSubject)->mutable_subject()->add_records(TestId(about).hex());
    SlotOf(&draft, S::kVerdict)->mutable_verdict()->set_status(status);
    Add(name, draft);
  }

  bool IsCurrent(const std::string& name) const { return set.IsCurrent(*set.Find(TestId(name))); }

  RecordSet set;

 private:
  uint64_t next_ = 0;
};

std::vector<Digest> IdsOf(const std::vector<const Record*>& records) {
  std::vector<Digest> ids;
  for (const Record* record : records) ids.push_back(record->id);
  return ids;
}

std::vector<Digest> IdsOf(const std::vector<LinkEnd>& ends) {
  std::vector<Digest> ids;
  for (const LinkEnd& end : ends) ids.push_back(end.link->id);
  return ids;
}
std::vector<Digest> EndsOf(const std::vector<LinkEnd>& ends) {
  std::vector<Digest> ids;
  for (const LinkEnd& end : ends) ids.push_back(end.other);
  return ids;
}

TEST(RecordSet, FindsRecordsByIdAndByHex) {
  Records r;
  r.Add("a", GoodDraft(v1::Header::claim));
  ASSERT_NE(r.set.Find(TestId("a")), nullptr);
  EXPECT_EQ(r.set.Find(TestId("a"))->id, TestId("a"));
  EXPECT_EQ(r.set.Find(TestId("a").hex()), r.set.Find(TestId("a")));
  EXPECT_EQ(r.set.Find(TestId("b")), nullptr);
  EXPECT_EQ(r.set.Find(TestId("a").brief()), nullptr) << "records hold whole ids";
  EXPECT_EQ(r.set.Find("not an id"), nullptr);
  EXPECT_EQ(r.set.Find(""), nullptr);
}

TEST(RecordSet, KeepsLogOrderAndTheFirstOfARepeatedId) {
  Records r;
  r.Add("b", GoodDraft(v1::Header::claim));
  r.Add("a", GoodDraft(v1::Header::source));
  r.Add("b", GoodDraft(v1::Header::entity));
  ASSERT_EQ(r.set.records().size(), 2u);
  EXPECT_EQ(r.set.records()[0].id, TestId("b"));
  EXPECT_EQ(r.set.Find(TestId("b"))->kind(), v1::Header::claim);
  EXPECT_EQ(r.set.records()[1].id, TestId("a"));
}

TEST(RecordSet, AReplacedRecordIsNotCurrentAndKnowsByWhat) {
  Records r;
  r.Add("old", GoodDraft(v1::Header::claim));
  EXPECT_TRUE(r.IsCurrent("old"));
  EXPECT_THAT(r.set.ReplacedBy(TestId("old")), IsEmpty());
  r.AddReplacement("new", "old");
  EXPECT_FALSE(r.IsCurrent("old"));
  EXPECT_TRUE(r.IsCurrent("new"));
  EXPECT_THAT(IdsOf(r.set.ReplacedBy(TestId("old"))), ElementsAre(TestId("new")));
  r.AddReplacement("newest", "new");
  EXPECT_FALSE(r.IsCurrent("old")) << "though its replacement is replaced too";
  EXPECT_FALSE(r.IsCurrent("new"));
  for (const char* name : {"old", "new", "newest"}) {
    EXPECT_EQ(r.set.CurrentVersion(TestId(name)), TestId("newest")) << name;
    EXPECT_THAT(r.set.VersionsOf(TestId(name)), ElementsAre(TestId("old"), TestId("new"), TestId("newest"))) << name;
  }
}

TEST(RecordSet, OfTwoReplacementsTheLastInTheLogCounts) {
  Records r;
  r.Add("old", GoodDraft(v1::Header::claim));
  r.AddReplacement("first", "old");
  r.AddReplacement("second", "old");
  EXPECT_FALSE(r.IsCurrent("first"));
  EXPECT_TRUE(r.IsCurrent("second"));
  EXPECT_THAT(IdsOf(r.set.ReplacedBy(TestId("old"))), ElementsAre(TestId("first"), TestId("second")));
  r.AddReplacement("first again", "first");
  EXPECT_TRUE(r.IsCurrent("first again")) << "the last word, whichever line it stands in";
  EXPECT_FALSE(r.IsCurrent("second"));
  r.AddReplacement("third", "old");
  EXPECT_TRUE(r.IsCurrent("third"));
  EXPECT_FALSE(r.IsCurrent("first again"));
  r.AddVerdict("retraction", v1::Verdict::retracted, "third");
  for (const char* name : {"old", "first", "second", "first again", "third"}) {
    EXPECT_FALSE(r.IsCurrent(name)) << name << ": a retracted correction brings no other back";
  }
}

TEST(RecordSet, AVersionThatIsNotHereHoldsTheOthersTogether) {
  Records r;
  r.AddReplacement("first", "elsewhere");
  r.AddReplacement("second", "elsewhere");
  EXPECT_FALSE(r.IsCurrent("first"));
  EXPECT_EQ(r.set.CurrentVersion(TestId("elsewhere")), TestId("second"));
  EXPECT_EQ(r.set.CurrentVersion(TestId("nobody")), TestId("nobody"));
}

TEST(RecordSet, WhatReplacesWhatInACircleEndsAtTheLast) {
  Records r;
  r.AddReplacement("a", "c");
  r.AddReplacement("b", "a");
  r.AddReplacement("c", "b");
  r.AddReplacement("self", "self");
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(r.set.CurrentVersion(TestId(name)), TestId("c")) << name;
  EXPECT_TRUE(r.IsCurrent("self"));
}

TEST(RecordSet, ARetractionIsTakenBackByRetractingIt) {
  Records r;
  r.Add("claim", GoodDraft(v1::Header::claim));
  std::string last = "claim";
  for (int i = 1; i <= 6; ++i) {
    const std::string next = absl::StrCat("retraction ", i);
    r.AddVerdict(next, v1::Verdict::retracted, last);
    last = next;
    EXPECT_EQ(r.IsCurrent("claim"), i % 2 == 0) << i;
    EXPECT_EQ(r.set.RetractionsOf(TestId("claim")).size(), i % 2 == 0 ? 0u : 1u) << i;
    EXPECT_EQ(r.set.JudgementsOf(TestId("claim")).size(), 1u);
  }
}

TEST(RecordSet, ARetractionFallsWithItsReplacement) {
  Records r;
  r.Add("claim", GoodDraft(v1::Header::claim));
  r.AddVerdict("retraction", v1::Verdict::retracted, "claim");
  const auto replace = [&r](const std::string& name, const std::string& of, v1::Verdict::Status status) {
    RecordDraft draft{v1::Header::judgement, {}, {}};
    draft.replaces = {TestId(of)};
    SlotOf(&draft, S::kSubject)->mutable_subject()->add_records(TestId("claim").hex());
    SlotOf(&draft, S::kVerdict)->mutable_verdict()->set_status(status);
    r.Add(name, draft);
  };
  replace("open", "retraction", v1::Verdict::open);
  EXPECT_TRUE(r.IsCurrent("claim"));
  replace("again", "open", v1::Verdict::retracted);
  EXPECT_FALSE(r.IsCurrent("claim"));
  EXPECT_THAT(IdsOf(r.set.RetractionsOf(TestId("claim"))), ElementsAre(TestId("again")));
  r.AddVerdict("back", v1::Verdict::retracted, "again");
  EXPECT_TRUE(r.IsCurrent("claim"));
}

TEST(RecordSet, OneRetractionThatHoldsIsEnough) {
  Records r;
  r.Add("claim", GoodDraft(v1::Header::claim));
  r.AddVerdict("first", v1::Verdict::retracted, "claim");
  r.AddVerdict("second", v1::Verdict::retracted, "claim");
  r.AddVerdict("back", v1::Verdict::retracted, "first");
  EXPECT_FALSE(r.IsCurrent("claim"));
  EXPECT_THAT(IdsOf(r.set.RetractionsOf(TestId("claim"))), ElementsAre(TestId("second")));
}

TEST(RecordSet, RetractionsInACircleHoldNothing) {
  Records r;
  r.Add("claim", GoodDraft(v1::Header::claim));
  r.Add("other", GoodDraft(v1::Header::claim));
  r.AddVerdict("self", v1::Verdict::retracted, "self");
  RecordDraft draft{v1::Header::judgement, {}, {}};
  for (const char* name : {"b", "claim"}) {
    SlotOf(&draft, S::kSubject)->mutable_subject()->add_records(TestId(name).hex());
  }
  SlotOf(&draft, S::kVerdict)->mutable_verdict()->set_status(v1::Verdict::retracted);
  r.Add("a", draft);
  r.AddVerdict("b", v1::Verdict::retracted, "a");
  for (const char* name : {"claim", "a", "b", "self"}) EXPECT_TRUE(r.IsCurrent(name)) << name;
  r.AddVerdict("c", v1::Verdict::retracted, "b");
  EXPECT_FALSE(r.IsCurrent("claim")) << "a holds, since b does not";
}

TEST(RecordSet, WhatIsCurrentIsAsAskedOneByOne) {
  std::mt19937 random(20221029);
  for (int round = 0; round < 500; ++round) {
    Records r;
    std::vector<std::vector<int>> retracts(12);
    std::vector<int> replaces(12, -1);
    for (int i = 0; i < 12; ++i) {
      RecordDraft draft{v1::Header::judgement, {}, {}};
      SlotOf(&draft, S::kVerdict)->mutable_verdict()->set_status(v1::Verdict::retracted);
      for (unsigned n = random() % 3; i > 0 && n > 0; --n) {
        retracts[i].push_back(static_cast<int>(random() % i));
        SlotOf(&draft, S::kSubject)->mutable_subject()->add_records(TestId(absl::StrCat(retracts[i].back())).hex());
      }
      if (i > 0 && random() % 4 == 0) {
        replaces[i] = static_cast<int>(random() % i);
        draft.replaces = {TestId(absl::StrCat(replaces[i]))};
      }
      r.Add(absl::StrCat(i), draft);
    }
    // The first of all versions stands for them.
    const auto root = [&](int i) {
      while (replaces[i] >= 0) i = replaces[i];
      return i;
    };
    std::vector<bool> current(12, true);
    for (int i = 11; i >= 0; --i) {
      for (int later = i + 1; later < 12; ++later) {
        if (root(later) == root(i)) current[i] = false;
        const bool by = std::count(retracts[later].begin(), retracts[later].end(), i) > 0;
        if (by && current[later]) current[i] = false;
      }
      EXPECT_EQ(r.IsCurrent(absl::StrCat(i)), current[i]) << "round " << round << ", record " << i;
    }
  }
}

TEST(RecordSet, OnlyARetractionMakesAJudgedRecordStale) {
  Records r;
  r.Add("claim", GoodDraft(v1::Header::claim));
  for (const v1::Verdict::Status status : {v1::Verdict::open, v1::Verdict::explained, v1::Verdict::accepted,
                                           v1::Verdict::false_alarm, v1::Verdict::used}) {
    r.AddVerdict(absl::StrCat("judgement ", status), status, "claim");
    EXPECT_TRUE(r.IsCurrent("claim")) << status;
  }
  r.AddVerdict("retraction", v1::Verdict::retracted, "claim");
  EXPECT_FALSE(r.IsCurrent("claim"));
  EXPECT_TRUE(r.IsCurrent("retraction"));
}

TEST(RecordSet, AWithheldVerdictRetractsNothing) {
  Records r;
  r.Add("claim", GoodDraft(v1::Header::claim));
  RecordDraft draft{v1::Header::judgement, {}, {}};
  SlotOf(&draft, S::kSubject)->mutable_subject()->add_records(TestId("claim").hex());
  Record judgement = r.Make("judgement", draft);
  judgement.slots[2].reset();
  r.set.Add(std::move(judgement));
  EXPECT_TRUE(r.IsCurrent("claim"));
}

TEST(RecordSet, ARecordIsAloneUntilAnotherNamesItOrItNamesAnother) {
  Records r;
  for (const char* name : {"a", "b", "c", "d", "e"}) r.Add(name, GoodDraft(v1::Header::claim));
  EXPECT_TRUE(r.set.IsAlone(TestId("a")));
  EXPECT_FALSE(r.set.IsAlone(TestId("nobody")));
  r.AddLink("link", v1::Link::corrects, "a", {"b", "later"});
  r.AddReplacement("new", "c");
  r.AddVerdict("retraction", v1::Verdict::retracted, "d");
  r.Add("later", GoodDraft(v1::Header::claim));
  for (const char* name : {"a", "b", "c", "d", "new", "later"}) EXPECT_FALSE(r.set.IsAlone(TestId(name))) << name;
  for (const char* name : {"e", "link", "retraction"}) EXPECT_TRUE(r.set.IsAlone(TestId(name))) << name;
}

TEST(RecordSet, LinksAreFoundFromBothEndsByType) {
  Records r;
  r.Add("a", GoodDraft(v1::Header::claim));
  r.AddLink("l1", v1::Link::corrects, "b", {"a"});
  r.AddLink("l2", v1::Link::corrects, "c", {"a", "b"});
  r.AddLink("l3", v1::Link::withdraws, "b", {"a"});
  EXPECT_THAT(IdsOf(r.set.LinksTo(TestId("a"), v1::Link::corrects)), ElementsAre(TestId("l1"), TestId("l2")));
  EXPECT_THAT(IdsOf(r.set.LinksTo(TestId("a"), v1::Link::withdraws)), ElementsAre(TestId("l3")));
  EXPECT_THAT(IdsOf(r.set.LinksTo(TestId("b"), v1::Link::corrects)), ElementsAre(TestId("l2")));
  EXPECT_THAT(IdsOf(r.set.LinksFrom(TestId("b"), v1::Link::corrects)), ElementsAre(TestId("l1")));
  EXPECT_THAT(r.set.LinksFrom(TestId("a"), v1::Link::corrects), IsEmpty());
  EXPECT_THAT(r.set.LinksTo(TestId("a"), v1::Link::copies), IsEmpty());
}

TEST(RecordSet, AReplacedOrRetractedLinkIsNotFollowed) {
  Records r;
  r.AddLink("l1", v1::Link::corrects, "b", {"a"});
  r.AddLink("l2", v1::Link::corrects, "c", {"a"});
  r.AddVerdict("retraction", v1::Verdict::retracted, "l1");
  r.AddReplacement("l2 again", "l2");
  EXPECT_THAT(r.set.LinksTo(TestId("a"), v1::Link::corrects), IsEmpty());
  EXPECT_THAT(r.set.LinksFrom(TestId("b"), v1::Link::corrects), IsEmpty());
}

TEST(RecordSet, LinksFollowARecordToItsCorrections) {
  Records r;
  for (const char* name : {"a", "b"}) r.Add(name, GoodDraft(v1::Header::claim));
  r.AddLink("l", v1::Link::corrects, "b", {"a"});
  r.AddReplacement("a2", "a");
  r.AddReplacement("b2", "b");
  for (const char* name : {"a", "a2"}) {
    EXPECT_THAT(EndsOf(r.set.LinksTo(TestId(name), v1::Link::corrects)), ElementsAre(TestId("b2"))) << name;
  }
  for (const char* name : {"b", "b2"}) {
    EXPECT_THAT(EndsOf(r.set.LinksFrom(TestId(name), v1::Link::corrects)), ElementsAre(TestId("a2"))) << name;
  }
  r.AddLink("both", v1::Link::cites, "b2", {"a", "a2", "elsewhere"});
  EXPECT_THAT(EndsOf(r.set.LinksFrom(TestId("b"), v1::Link::cites)), ElementsAre(TestId("a2"), TestId("elsewhere")));
  EXPECT_THAT(IdsOf(r.set.LinksTo(TestId("a"), v1::Link::cites)), ElementsAre(TestId("both"))) << "once";
}

TEST(RecordSet, ALinkBetweenVersionsOfOneRecordLeadsNowhere) {
  Records r;
  r.Add("a", GoodDraft(v1::Header::claim));
  r.AddReplacement("a2", "a");
  r.AddLink("l", v1::Link::corrects, "a2", {"a"});
  EXPECT_THAT(r.set.LinksTo(TestId("a2"), v1::Link::corrects), IsEmpty());
}

TEST(RecordSet, ALinkIsBackWhenItsRetractionIsTakenBack) {
  Records r;
  r.AddLink("l", v1::Link::corrects, "b", {"a"});
  r.AddVerdict("retraction", v1::Verdict::retracted, "l");
  EXPECT_THAT(r.set.LinksTo(TestId("a"), v1::Link::corrects), IsEmpty());
  r.AddVerdict("back", v1::Verdict::retracted, "retraction");
  EXPECT_THAT(IdsOf(r.set.LinksTo(TestId("a"), v1::Link::corrects)), ElementsAre(TestId("l")));
}

TEST(RecordSet, MalformedIdsInARecordLeadNowhere) {
  Records r;
  RecordDraft draft{v1::Header::link, {}, {}};
  v1::Link* link = SlotOf(&draft, S::kLink)->mutable_link();
  link->set_type(v1::Link::corrects);
  link->set_from("@handle");
  link->add_to(absl::AsciiStrToUpper(TestId("a").hex()));
  r.Add("a", GoodDraft(v1::Header::claim));
  r.Add("l", draft);
  EXPECT_THAT(r.set.LinksTo(TestId("a"), v1::Link::corrects), IsEmpty());
}

TEST(RecordSet, DisplayNameIsWhatAPersonCallsIt) {
  Records r;
  r.Add("source", GoodDraft(v1::Header::source));
  r.Add("place", GoodDraft(v1::Header::entity));
  r.Add("capture", GoodDraft(v1::Header::capture));
  RecordDraft labelled = GoodDraft(v1::Header::claim);
  SlotOf(&labelled, S::kNote)->mutable_note()->set_label("S07");
  r.Add("labelled", labelled);
  r.Add("claim", GoodDraft(v1::Header::claim));
  RecordDraft two = GoodDraft(v1::Header::source);
  SlotOf(&two, S::kIdentity)->mutable_identity()->add_names()->set_text("Agence de presse africaine");
  SlotOf(&two, S::kNote)->mutable_note()->set_label("agency");
  r.Add("two names", two);
  const auto name = [&r](const std::string& of) { return r.set.DisplayName(TestId(of).hex()); };
  EXPECT_EQ(name("source"), "APA");
  EXPECT_EQ(name("place"), "Menaka");
  EXPECT_EQ(name("capture"), "Fighting in Menaka");
  EXPECT_EQ(name("labelled"), "S07");
  EXPECT_EQ(name("claim"), "claim " + TestId("claim").brief());
  EXPECT_EQ(name("two names"), "APA") << "the first name, before the label";
}

TEST(RecordSet, DisplayNameOfTheUnknownAndTheWithheldSaysSo) {
  Records r;
  EXPECT_EQ(r.set.DisplayName(TestId("absent").hex()), "(not here: " + TestId("absent").brief() + ")");
  EXPECT_EQ(r.set.DisplayName("@x"), "(not here: @x)");
  Record source = r.Make("source", GoodDraft(v1::Header::source)),
         place = r.Make("place", GoodDraft(v1::Header::entity));
  source.slots[1].reset();
  place.slots[1].reset();
  EXPECT_EQ(r.set.DisplayName(source), "(withheld source " + TestId("source").brief() + ")");
  EXPECT_EQ(r.set.DisplayName(place), "(withheld entity " + TestId("place").brief() + ")");
  source.slots[4]->mutable_note()->set_label("the first unnamed source");
  EXPECT_EQ(r.set.DisplayName(source), "the first unnamed source");
}

}  // namespace
}  // namespace tallystick
