#include "core/record/submission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/encoding.h"
#include "core/record/json.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using Unsigned = SubmissionBuilder::Unsigned;
using S = v1::Slot;

OpenedSubmission Open(const StoredSubmission& stored) {
  auto opened = OpenUnverified(stored, 7);
  EXPECT_TRUE(opened.ok()) << opened.status();
  return opened.ok() ? *std::move(opened) : OpenedSubmission();
}

void Withhold(StoredSlot* slot) { slot->file.clear(); }

// Replaces a slot's file and its digest with it: what a forger would do.
void Forge(StoredSlot* slot, const std::string& what, const std::string& instead) {
  const std::string file = absl::StrReplaceAll(slot->file, {{what, instead}});
  ASSERT_NE(file, slot->file);
  *slot = StoredSlot::Of(file);
}

TEST(Submission, OfEveryKindIsOpenedAsItWasMade) {
  const Unsigned made = BuildAllKinds();
  const OpenedSubmission opened = Open(made.stored);
  EXPECT_EQ(opened.id, made.id);
  EXPECT_EQ(opened.id, Sha256(made.manifest));
  EXPECT_EQ(opened.manifest, made.manifest);
  EXPECT_EQ(opened.head.schema(), "tallystick-v1");
  EXPECT_EQ(opened.head.log(), TestId("log key").hex());
  EXPECT_EQ(opened.head.author(), TestId("author key").hex());
  EXPECT_FALSE(opened.head.has_previous());
  ASSERT_TRUE(opened.about.has_value());
  EXPECT_EQ(opened.about->recorded_at(), "2022-11-01T08:00Z");
  EXPECT_EQ(opened.about->message(), "first notes");
  ASSERT_EQ(opened.records.size(), std::size(kKinds));
  EXPECT_EQ(made.opened.id, opened.id);
  EXPECT_EQ(made.opened.manifest, opened.manifest);
  EXPECT_EQ(made.opened.bodies, opened.bodies);
  EXPECT_EQ(made.opened.head.SerializeAsString(), opened.head.SerializeAsString());
  EXPECT_EQ(made.opened.about->SerializeAsString(), opened.about->SerializeAsString());
  for (size_t n = 0; n < opened.records.size(); ++n) {
    const Record& record = opened.records[n];
    SCOPED_TRACE(std::string(KindName(record.kind())));
    EXPECT_EQ(record.kind(), kKinds[n]);
    const Record& known = made.opened.records[n];
    EXPECT_EQ(known.id, record.id);
    EXPECT_EQ(known.position, (Position{0, static_cast<int>(n)}));
    EXPECT_EQ(known.header.SerializeAsString(), record.header.SerializeAsString());
    ASSERT_EQ(known.slots.size(), record.slots.size());
    for (size_t i = 0; i < record.slots.size(); ++i) EXPECT_EQ(EncodeJson(*known.slots[i]), EncodeJson(*record.slots[i]));
    EXPECT_EQ(record.position, (Position{7, static_cast<int>(n)}));
    EXPECT_EQ(record.header.in(), Sha256(made.stored.head).hex());
    for (const v1::Slot& drafted : GoodDraft(kKinds[n]).slots) {
      v1::Slot read = record.Get(drafted.body_case());
      read.clear_salt();
      EXPECT_EQ(EncodeJson(read), EncodeJson(drafted));
    }
  }
}

TEST(Submission, IdsAreTheHashesOfTheFilesTheyName) {
  auto builder = SubmissionBuilder::New(TestId("log key"), TestId("author key"), TestId("last"), CountingSalts());
  ASSERT_TRUE(builder.ok()) << builder.status();
  RecordDraft draft = GoodDraft(v1::Header::source);
  draft.replaces = {TestId("old one"), TestId("old two")};
  const auto first = builder->Add(draft), second = builder->Add(GoodDraft(v1::Header::entity));
  ASSERT_TRUE(first.ok() && second.ok());
  const auto made = builder->Finish("2022-11-01", "");
  ASSERT_TRUE(made.ok()) << made.status();
  const OpenedSubmission opened = Open(made->stored);
  EXPECT_EQ(opened.head.previous(), TestId("last").hex());
  EXPECT_THAT(opened.records[0].header.replaces(),
              testing::ElementsAre(TestId("old one").hex(), TestId("old two").hex()));
  EXPECT_EQ(opened.records[0].id, *first);
  EXPECT_EQ(opened.records[1].id, *second);
  EXPECT_EQ(*first, Sha256(opened.bodies[0]));
  const auto manifest = ParseSubmissionManifest(opened.manifest);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->head, Sha256(made->stored.head));
  EXPECT_EQ(manifest->about, Sha256(made->stored.about.file));
  EXPECT_THAT(manifest->bodies, testing::ElementsAre(*first, *second));
  const auto body = ParseBody(opened.bodies[1], 1);
  ASSERT_TRUE(body.ok()) << body.status();
  ASSERT_EQ(body->size(), 4u);
  for (size_t i = 0; i < body->size(); ++i) EXPECT_EQ((*body)[i].digest, Sha256(made->stored.records[1][i].file));
}

TEST(Submission, SaltsMakeTheSameContentUnrecognisable) {
  const Unsigned one = BuildAllKinds(0), other = BuildAllKinds(1000), again = BuildAllKinds(0);
  EXPECT_EQ(one.id, again.id) << "nothing else is random";
  EXPECT_NE(one.id, other.id);
  std::set<Digest> seen;
  size_t slots = 0;
  for (const Unsigned* made : {&one, &other}) {
    for (const auto& record : made->stored.records) {
      for (const StoredSlot& slot : record) {
        seen.insert(slot.digest);
        ++slots;
      }
    }
  }
  EXPECT_EQ(seen.size(), slots) << "two empty slots have one hash";
}

TEST(Submission, WithheldSlotsLeaveEveryIdAsItWas) {
  const Unsigned made = BuildAllKinds();
  const OpenedSubmission whole = Open(made.stored);
  StoredSubmission part = made.stored;
  Withhold(&part.about);
  for (auto& record : part.records) {
    for (size_t i = 1; i < record.size(); ++i) Withhold(&record[i]);
  }
  const OpenedSubmission opened = Open(part);
  EXPECT_EQ(opened.id, whole.id);
  EXPECT_EQ(opened.manifest, whole.manifest);
  EXPECT_EQ(opened.bodies, whole.bodies);
  EXPECT_FALSE(opened.about.has_value());
  const Record& claim = opened.records[4];
  ASSERT_EQ(claim.kind(), v1::Header::claim);
  EXPECT_EQ(claim.id, whole.records[4].id);
  EXPECT_TRUE(claim.IsWithheld(S::kQuote));
  EXPECT_FALSE(claim.Get(S::kQuote).has_quote());
  EXPECT_FALSE(claim.IsWithheld(S::kHeader));
  EXPECT_FALSE(claim.IsWithheld(S::kContact)) << "a claim has no such slot";
  EXPECT_FALSE(whole.records[4].IsWithheld(S::kNote)) << "empty is not withheld";
}

struct Damage {
  const char* what;
  std::function<void(StoredSubmission*)> do_it;
  absl::StatusCode code;
  std::string message;
};

void ExpectRefused(const std::vector<Damage>& cases) {
  const Unsigned made = BuildAllKinds();
  for (const Damage& c : cases) {
    StoredSubmission stored = made.stored;
    c.do_it(&stored);
    const auto opened = OpenUnverified(stored, 0);
    EXPECT_EQ(opened.status().code(), c.code) << c.what;
    EXPECT_THAT(std::string(opened.status().message()), HasSubstr(c.message)) << c.what;
  }
}

TEST(Submission, AWithheldOrMissingHeaderIsRefused) {
  ExpectRefused({
      {"withheld", [](StoredSubmission* s) { Withhold(&s->records[4][0]); }, absl::StatusCode::kDataLoss,
       "record 4: its header is missing (never withheld)"},
      {"no slots at all", [](StoredSubmission* s) { s->records[2].clear(); }, absl::StatusCode::kDataLoss,
       "record 2: its header is missing (never withheld)"},
  });
}

TEST(Submission, BytesThatAreNotThoseOfTheirHashAreRefused) {
  ExpectRefused({
      {"a slot", [](StoredSubmission* s) { s->records[4][4].file = s->records[3][3].file; },
       absl::StatusCode::kDataLoss, "record 4: slot quantity: its bytes are not those of its hash"},
      {"a header", [](StoredSubmission* s) { s->records[4][0].file += " "; }, absl::StatusCode::kDataLoss,
       "record 4: slot header: its bytes are not those of its hash"},
      {"about.json", [](StoredSubmission* s) { s->about.digest = TestId("other"); }, absl::StatusCode::kDataLoss,
       "about.json: its bytes are not those of its hash"},
  });
}

TEST(Submission, RecordsOfAnotherSubmissionAreRefused) {
  const Unsigned other = BuildAllKinds(1000);
  ExpectRefused({
      {"a whole record", [&](StoredSubmission* s) { s->records[4] = other.stored.records[4]; },
       absl::StatusCode::kInvalidArgument, "record 4: its header names another submission (slot header, field \"in\")"},
      {"its header", [&](StoredSubmission* s) { s->records[4][0] = other.stored.records[4][0]; },
       absl::StatusCode::kInvalidArgument, "record 4: its header names another submission"},
      {"another head", [&](StoredSubmission* s) { s->head = other.stored.head; }, absl::StatusCode::kInvalidArgument,
       "record 0: its header names another submission"},
      {"no `in`",
       [](StoredSubmission* s) {
         Forge(&s->records[0][0], absl::StrCat(",\"in\":\"", Sha256(s->head).hex(), "\""), "");
       },
       absl::StatusCode::kInvalidArgument, "record 0: its header names another submission"},
  });
}

TEST(Submission, SlotsOfAnotherPlaceOrKindAreRefused) {
  ExpectRefused({
      {"two slots of a record swapped", [](StoredSubmission* s) { std::swap(s->records[4][6], s->records[4][7]); },
       absl::StatusCode::kInvalidArgument,
       "record 4: slot 6 holds \"place\", which is not the one that the kind \"claim\" has there"},
      {"a second header", [](StoredSubmission* s) { s->records[4][1] = s->records[4][0]; },
       absl::StatusCode::kInvalidArgument, "record 4: slot 1 holds \"header\""},
      {"no header first", [](StoredSubmission* s) { s->records[4][0] = s->records[4][1]; },
       absl::StatusCode::kInvalidArgument, "record 4: slot 0 holds \"attribution\""},
      {"one slot too few", [](StoredSubmission* s) { s->records[4].pop_back(); }, absl::StatusCode::kInvalidArgument,
       "record 4: has 8 slots; its kind has 9"},
      {"one withheld slot too many",
       [](StoredSubmission* s) {
         s->records[5].push_back({"", TestId("more")});
       },
       absl::StatusCode::kInvalidArgument, "record 5: has 4 slots; its kind has 3"},
      {"one shown slot too many", [](StoredSubmission* s) { s->records[5].push_back(s->records[5][2]); },
       absl::StatusCode::kInvalidArgument, "record 5: slot 3 holds \"reason\""},
      {"another kind said", [](StoredSubmission* s) { Forge(&s->records[5][0], "\"link\"", "\"key\""); },
       absl::StatusCode::kInvalidArgument,
       "record 5: slot 1 holds \"link\", which is not the one that the kind \"key\""},
      {"an unknown kind", [](StoredSubmission* s) { Forge(&s->records[5][0], "\"link\"", "\"rumour\""); },
       absl::StatusCode::kInvalidArgument, "record 5: slot header: at byte 50: \"rumour\" is not a value of \"kind\""},
      {"no kind", [](StoredSubmission* s) { Forge(&s->records[5][0], "\"kind\":\"link\",", ""); },
       absl::StatusCode::kInvalidArgument, "record 5: slot 0 holds \"header\""},
      {"a slot that is no slot", [](StoredSubmission* s) { Forge(&s->records[5][1], "corrects", "correct"); },
       absl::StatusCode::kInvalidArgument, "record 5: slot link: at byte 48: "},
  });
}

TEST(Submission, HeadsAndAboutsOfAnotherFormAreRefused) {
  const auto invalid = absl::StatusCode::kInvalidArgument;
  ExpectRefused({
      {"no head", [](StoredSubmission* s) { s->head.clear(); }, invalid, "submission head: empty slot"},
      {"half a head", [](StoredSubmission* s) { s->head.resize(20); }, invalid,
       "submission head: at byte 20: no final line feed"},
      {"another slot for a head", [](StoredSubmission* s) { s->head = s->about.file; }, invalid,
       "submission head: the slot is not a submission"},
      {"another slot for an about", [](StoredSubmission* s) { s->about = s->records[0][0]; }, invalid,
       "about.json: the slot is not an about"},
      {"a malformed about", [](StoredSubmission* s) { Forge(&s->about, "\"about\":{", "\"about\": {"); }, invalid,
       "about.json: at byte 41: not in canonical form"},
      {"no records", [](StoredSubmission* s) { s->records.clear(); }, invalid,
       "a submission of 0 records; it holds 1 to 128"},
      {"129 records", [](StoredSubmission* s) { s->records.resize(129, s->records[0]); }, invalid,
       "a submission of 129 records; it holds 1 to 128"},
      {"another schema",
       [](StoredSubmission* s) {
         s->head = absl::StrReplaceAll(s->head, {{"tallystick-v1", "tallystick-v2"}});
       },
       absl::StatusCode::kUnimplemented, "schema \"tallystick-v2\" is not known to this version"},
      {"no schema",
       [](StoredSubmission* s) {
         s->head = absl::StrReplaceAll(s->head, {{"\"schema\":\"tallystick-v1\",", ""}});
       },
       absl::StatusCode::kUnimplemented, "schema \"\" is not known to this version"},
  });
}

// Well-formed, but not what was signed: the form cannot tell, the id does.
TEST(Submission, AnyWellFormedChangeGivesAnotherId) {
  const std::vector<Damage> changes = {
      {"a word of a slot", [](StoredSubmission* s) { Forge(&s->records[4][4], "60", "66"); }, {}, ""},
      {"slots of one kind swapped between records",
       [](StoredSubmission* s) { std::swap(s->records[0][4], s->records[1][3]); },
       {},
       ""},
      {"records swapped", [](StoredSubmission* s) { std::swap(s->records[0], s->records[1]); }, {}, ""},
      {"a record replaced", [](StoredSubmission* s) { s->records[0] = s->records[1]; }, {}, ""},
      {"a record left out", [](StoredSubmission* s) { s->records.pop_back(); }, {}, ""},
      {"a record doubled", [](StoredSubmission* s) { s->records.push_back(s->records[0]); }, {}, ""},
      {"a withheld slot's hash",
       [](StoredSubmission* s) {
         s->records[0][1] = {"", TestId("other")};
       },
       {},
       ""},
      {"about.json", [](StoredSubmission* s) { Forge(&s->about, "first", "worst"); }, {}, ""},
  };
  const Unsigned made = BuildAllKinds();
  for (const Damage& c : changes) {
    StoredSubmission stored = made.stored;
    c.do_it(&stored);
    const auto opened = OpenUnverified(stored, 0);
    ASSERT_TRUE(opened.ok()) << c.what << ": " << opened.status();
    EXPECT_NE(opened->id, made.id) << c.what;
  }
}

TEST(SubmissionBuilder, RefusesADraftThatDoesNotValidateAndGoesOn) {
  auto builder = SubmissionBuilder::New(TestId("log key"), TestId("author key"), {}, CountingSalts());
  ASSERT_TRUE(builder.ok());
  EXPECT_EQ(builder->Finish("2022", "").status().code(), absl::StatusCode::kFailedPrecondition) << "empty";
  const auto id = builder->Add(RecordDraft{v1::Header::source, {}, {}});
  EXPECT_EQ(id.status(), absl::InvalidArgumentError("identity.kind: say what kind of source it is"));
  EXPECT_EQ(builder->size(), 0);
  EXPECT_TRUE(builder->Add(GoodDraft(v1::Header::source)).ok());
  EXPECT_TRUE(builder->Finish("2022", "").ok());
}

TEST(SubmissionBuilder, RefusesWhatCouldNotBeReadAgainAndGoesOn) {
  auto builder = SubmissionBuilder::New(TestId("log key"), TestId("author key"), {}, CountingSalts());
  RecordDraft draft = GoodDraft(v1::Header::source);
  SlotOf(&draft, S::kNote)->mutable_note()->set_text("caf\xE9");
  EXPECT_EQ(builder->Add(draft).status(), absl::InvalidArgumentError("\"text\": not valid UTF-8 at its byte 3"));
  SlotOf(&draft, S::kNote)->mutable_note()->set_text(std::string(70000, 'a'));
  EXPECT_EQ(builder->Add(draft).status().code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(builder->Add(GoodDraft(v1::Header::source)).ok());
  const auto made = builder->Finish("2022", "");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Open(made->stored).id, made->id);
}

TEST(SubmissionBuilder, Holds128Records) {
  auto builder = SubmissionBuilder::New(TestId("log key"), TestId("author key"), {}, CountingSalts());
  ASSERT_TRUE(builder.ok());
  for (int i = 0; i < kMaxRecordsPerSubmission; ++i) ASSERT_TRUE(builder->Add(GoodDraft(v1::Header::link)).ok());
  EXPECT_EQ(builder->Add(GoodDraft(v1::Header::link)).status().code(), absl::StatusCode::kFailedPrecondition);
  const auto made = builder->Finish("2022", "");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(Open(made->stored).records.size(), 128u);
  EXPECT_TRUE(ParseSubmissionManifest(made->manifest).ok());
}

TEST(SubmissionBuilder, RefusesAShortSalt) {
  const auto builder =
      SubmissionBuilder::New(TestId("log key"), TestId("author key"), {}, [] { return std::string("short"); });
  EXPECT_EQ(builder.status(), absl::InvalidArgumentError("a salt of 5 bytes"));
}

std::string GoodLeaf() { return FormatLeaf(TestId("submission"), TestId("author key"), std::string(64, '\x5A')); }

TEST(Leaf, ReadsAndWritesOneForm) {
  EXPECT_EQ(GoodLeaf(), absl::StrCat("tallystick-leaf-v1\n", TestId("submission").hex(), "\n",
                                     TestId("author key").hex(), "\n", Base64Encode(std::string(64, '\x5A')), "\n"));
  const auto leaf = ParseLeaf(GoodLeaf());
  ASSERT_TRUE(leaf.ok()) << leaf.status();
  EXPECT_EQ(leaf->submission, TestId("submission"));
  EXPECT_EQ(leaf->author_key, TestId("author key"));
  EXPECT_EQ(leaf->signature, std::string(64, '\x5A'));
}

TEST(Leaf, EveryOtherFormIsRefused) {
  const std::string good = GoodLeaf(), id = TestId("submission").hex(),
                    signature = Base64Encode(std::string(64, '\x5A'));
  const auto with = [&good](const std::string& what, const std::string& instead) {
    const std::string changed = absl::StrReplaceAll(good, {{what, instead}});
    EXPECT_NE(changed, good);
    return changed;
  };
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"nothing", ""},
      {"another version", with("leaf-v1", "leaf-v2")},
      {"no final line feed", good.substr(0, good.size() - 1)},
      {"a line more", good + "\n"},
      {"a byte more", good + "x"},
      {"carriage returns", with("\n", "\r\n")},
      {"white space in front", " " + good},
      {"an id in capitals", with(id, absl::AsciiStrToUpper(id))},
      {"a short id", with(id, id.substr(1))},
      {"a signature of 63 bytes", with(signature, Base64Encode(std::string(63, '\x5A')))},
      {"a signature of 65 bytes", with(signature, Base64Encode(std::string(65, '\x5A')))},
      {"a signature of 66 bytes", with(signature, Base64Encode(std::string(66, '\x5A')))},
      {"no signature", with(signature, "")},
      {"no padding", with("==", "")},
      {"white space in the signature", with("WlpaWlpa", "WlpaWlp ")},
      {"unused bits that are not zero", with("Wg==", "Wh==")},
      {"the other alphabet", with("==", "-=")},
  };
  for (const auto& [what, text] : cases) {
    EXPECT_EQ(ParseLeaf(text).status().code(), absl::StatusCode::kInvalidArgument) << what;
  }
  for (size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(ParseLeaf(good.substr(0, size)).ok()) << size;
}

}  // namespace
}  // namespace tallystick
