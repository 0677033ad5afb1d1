#include "core/record/record_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  r.AddReplacement("other", "old");
  EXPECT_FALSE(r.IsCurrent("old"));
  EXPECT_TRUE(r.IsCurrent("new"));
  EXPECT_THAT(IdsOf(r.set.ReplacedBy(TestId("old"))), ElementsAre(TestId("new"), TestId("other")));
  r.AddReplacement("newest", "new");
  EXPECT_FALSE(r.IsCurrent("old")) << "though its replacement is replaced too";
  EXPECT_FALSE(r.IsCurrent("new"));
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
