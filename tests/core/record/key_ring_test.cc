#include "core/record/key_ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/encoding.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

// What stands for a key's SPKI DER; its id is the hash of it.
std::string Spki(const std::string& name) { return "spki of " + name; }
Digest KeyId(const std::string& name) { return Sha256(Spki(name)); }

constexpr char kOrigin[] = "tests.example/log";

// Stands for a signature: nobody else writes it by chance.
std::string SignatureOf(absl::string_view spki, absl::string_view message) {
  return Sha256(absl::StrCat(spki, "|", message)).hex();
}
bool AnySignature(absl::string_view spki, absl::string_view message, absl::string_view signature) {
  return signature == SignatureOf(spki, message);
}

RecordDraft KeyRecord(v1::Key::Event event, v1::Key::Role role, const std::string& name) {
  RecordDraft draft{v1::Header::key, {}, {}};
  v1::Key* key = SlotOf(&draft, v1::Slot::kKey)->mutable_key();
  key->set_event(event);
  key->set_role(role);
  key->set_public_key(Base64Encode(Spki(name)));
  key->set_recovery(KeyId("recovery of " + name).hex());
  if (role == v1::Key::log) key->set_name(kOrigin);
  return draft;
}

RecordDraft Admitted(v1::Key::Role role, const std::string& name) { return KeyRecord(v1::Key::admitted, role, name); }

OpenedSubmission By(const std::string& author, uint64_t index, const std::vector<RecordDraft>& drafts) {
  auto builder = SubmissionBuilder::New(KeyId("log"), KeyId(author), {}, CountingSalts());
  for (const RecordDraft& draft : drafts) EXPECT_TRUE(builder->Add(draft).ok());
  const auto made = builder->Finish("2022-11-01", "");
  EXPECT_TRUE(made.ok()) << made.status();
  auto opened = OpenUnverified(made->stored, index);
  EXPECT_TRUE(opened.ok()) << opened.status();
  return *std::move(opened);
}

KeyRing FirstRing() {
  KeyRing ring(AnySignature);
  const absl::Status status = ring.Add(By("ann", 0, {Admitted(v1::Key::log, "log"), Admitted(v1::Key::author, "ann")}));
  EXPECT_TRUE(status.ok()) << status;
  return ring;
}

TEST(KeyRing, TheFirstSubmissionAdmitsLogAndAuthor) {
  const KeyRing ring = FirstRing();
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ann"), 9).ok());
  const KeyRing::Entry* log = ring.Find(KeyId("log"));
  ASSERT_NE(log, nullptr);
  EXPECT_EQ(log->role, v1::Key::log);
  EXPECT_EQ(log->spki, Spki("log"));
  EXPECT_EQ(log->recovery, KeyId("recovery of log"));
  EXPECT_EQ(log->admitted_at, 0u);
  EXPECT_EQ(ring.entries().size(), 2u);
}

TEST(KeyRing, AnAdmittedAuthorAdmitsFurtherOnes) {
  KeyRing ring = FirstRing();
  ASSERT_TRUE(ring.Add(By("ann", 5, {GoodDraft(v1::Header::claim), Admitted(v1::Key::author, "ben")})).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ben"), 9).ok());
  EXPECT_EQ(ring.Find(KeyId("ben"))->admitted_at, 5u);
  EXPECT_TRUE(ring.Add(By("ben", 6, {Admitted(v1::Key::seal, "seal")})).ok());
  EXPECT_NE(ring.Find(KeyId("seal")), nullptr);
}

TEST(KeyRing, AStrangerAdmitsNobodyNotEvenItself) {
  KeyRing ring = FirstRing();
  const absl::Status status =
      ring.Add(By("eve", 1, {Admitted(v1::Key::author, "eve"), Admitted(v1::Key::author, "mallory")}));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("its author may not admit keys"));
  EXPECT_EQ(ring.Find(KeyId("eve")), nullptr);
  EXPECT_EQ(ring.Find(KeyId("mallory")), nullptr);
  EXPECT_EQ(ring.CheckAuthor(KeyId("eve"), 9).code(), absl::StatusCode::kUnauthenticated);
}

TEST(KeyRing, ALogKeyIsNoAuthor) {
  KeyRing ring = FirstRing();
  const absl::Status status = ring.CheckAuthor(KeyId("log"), 9);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(status.message()), HasSubstr("is admitted as log, not as author"));
  EXPECT_FALSE(ring.Add(By("log", 1, {Admitted(v1::Key::author, "eve")})).ok());
  EXPECT_EQ(ring.Find(KeyId("eve")), nullptr);
}

TEST(KeyRing, AKeyKeepsItsOneRole) {
  KeyRing ring = FirstRing();
  const absl::Status status = ring.Add(By("ann", 1, {Admitted(v1::Key::author, "log")}));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("the key already has another role; a key has one"));
  EXPECT_FALSE(ring.CheckAuthor(KeyId("log"), 9).ok());
  EXPECT_TRUE(ring.Add(By("ann", 2, {Admitted(v1::Key::author, "ann")})).ok()) << "the same again is no harm";
  EXPECT_EQ(ring.Find(KeyId("ann"))->admitted_at, 0u);
}

TEST(KeyRing, OneBadKeyRecordDoesNotHideTheOthers) {
  KeyRing ring = FirstRing();
  EXPECT_FALSE(ring.Add(By("ann", 1, {Admitted(v1::Key::author, "log"), Admitted(v1::Key::author, "ben")})).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ben"), 9).ok());
}

// `old` is given up from `index` on, signed by its recovery key; rotated when there is a new one.
v1::Key GivenUp(const std::string& old, int64_t index, const std::string& replacement = "") {
  v1::Key key;
  key.set_event(replacement.empty() ? v1::Key::revoked : v1::Key::rotated);
  key.set_role(v1::Key::author);
  key.set_revokes(KeyId(old).hex());
  key.set_log_origin(kOrigin);
  key.set_from_index(index);
  if (!replacement.empty()) {
    key.set_public_key(Base64Encode(Spki(replacement)));
    key.set_recovery(KeyId("recovery of " + replacement).hex());
  }
  key.set_recovery_key(Base64Encode(Spki("recovery of " + old)));
  return key;
}

void Sign(v1::Key* key) {
  const std::string spki = *Base64Decode(key->recovery_key());
  key->set_recovery_signature(Base64Encode(SignatureOf(spki, *KeyEventText(*key, KeyId("log")))));
}

RecordDraft Signed(v1::Key key) {
  Sign(&key);
  RecordDraft draft{v1::Header::key, {}, {}};
  *SlotOf(&draft, v1::Slot::kKey)->mutable_key() = std::move(key);
  return draft;
}

TEST(KeyRing, ARevokedKeySignsNothingMoreAndWhatItSignedBeforeTheIndexStaysGood) {
  KeyRing ring = FirstRing();
  ASSERT_TRUE(ring.Add(By("ann", 1, {Admitted(v1::Key::author, "ben")})).ok());
  EXPECT_FALSE(ring.IsDisowned(KeyId("ben"), 7));
  ASSERT_TRUE(ring.Add(By("ann", 8, {Signed(GivenUp("ben", 5))})).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ben"), 8).ok()) << "up to the record that revokes it";
  const absl::Status later = ring.CheckAuthor(KeyId("ben"), 9);
  EXPECT_EQ(later.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(later.message()), HasSubstr("was revoked by submission 8"));
  EXPECT_FALSE(ring.IsDisowned(KeyId("ben"), 4));
  EXPECT_TRUE(ring.IsDisowned(KeyId("ben"), 5));
  EXPECT_FALSE(ring.IsDisowned(KeyId("ann"), 5));
  EXPECT_FALSE(ring.Add(By("ben", 9, {Admitted(v1::Key::author, "eve")})).ok());
  EXPECT_FALSE(ring.Add(By("ann", 9, {Admitted(v1::Key::author, "ben")})).ok()) << "it does not come back";
}

TEST(KeyRing, ARotationBringsTheKeyThatSignsIt) {
  KeyRing ring = FirstRing();
  ASSERT_TRUE(ring.Add(By("ann2", 6, {Signed(GivenUp("ann", 6, "ann2")), Admitted(v1::Key::author, "ben")})).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ann2"), 6).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ben"), 7).ok());
  EXPECT_FALSE(ring.CheckAuthor(KeyId("ann"), 7).ok());
  EXPECT_EQ(ring.Find(KeyId("ann2"))->rotated_from, KeyId("ann"));
  EXPECT_FALSE(ring.IsDisowned(KeyId("ann"), 5));
  // The thief of a key cannot do this, and neither can the thief's thief undo it.
  EXPECT_FALSE(ring.Add(By("ann", 7, {Admitted(v1::Key::author, "eve")})).ok());
}

TEST(KeyRing, AnEventThatTheRecoveryKeyDidNotSignForThisLogChangesNothing) {
  const struct {
    const char* name;
    void (*change)(v1::Key*);  // before it is signed
    void (*spoil)(v1::Key*);   // after
    const char* why;
  } kCases[] = {
      {"a bit of the signature", nullptr, [](v1::Key* k) { k->set_recovery_signature(Base64Encode("x")); }, "does not verify"},
      {"no signature", nullptr, [](v1::Key* k) { k->clear_recovery_signature(); }, "does not verify"},
      {"signed by the key itself", [](v1::Key* k) { k->set_recovery_key(Base64Encode(Spki("ben"))); }, nullptr,
       "not signed by the recovery key"},
      {"signed by another recovery key", [](v1::Key* k) { k->set_recovery_key(Base64Encode(Spki("recovery of ann"))); }, nullptr,
       "not signed by the recovery key"},
      {"another index than was signed", nullptr, [](v1::Key* k) { k->set_from_index(2); }, "does not verify"},
      {"another new key than was signed", nullptr, [](v1::Key* k) { k->set_public_key(Base64Encode(Spki("eve"))); }, "does not verify"},
      {"another recovery for it", nullptr, [](v1::Key* k) { k->set_recovery(KeyId("eve").hex()); }, "does not verify"},
      {"another log", [](v1::Key* k) { k->set_log_origin("elsewhere.example"); }, nullptr, "speaks of the log"},
      {"an index to come", [](v1::Key* k) { k->set_from_index(9); }, nullptr, "is not between"},
      {"an index before its admission", [](v1::Key* k) { k->set_from_index(1); }, nullptr, "is not between"},
      {"another role", [](v1::Key* k) { k->set_role(v1::Key::seal); }, nullptr, "another role"},
      {"a key nobody admitted", [](v1::Key* k) { k->set_revokes(KeyId("eve").hex()); }, nullptr, "never admitted"},
      {"the log's key", [](v1::Key* k) { k->set_revokes(KeyId("log").hex()); }, nullptr, "a new log succeeds it"},
      {"a new key that is there", [](v1::Key* k) { k->set_public_key(Base64Encode(Spki("ann"))); }, nullptr, "admitted before"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    KeyRing ring = FirstRing();
    ASSERT_TRUE(ring.Add(By("ann", 2, {Admitted(v1::Key::author, "ben")})).ok());
    v1::Key key = GivenUp("ben", 6, "ben2");
    if (c.change) c.change(&key);
    Sign(&key);
    if (c.spoil) c.spoil(&key);
    RecordDraft draft{v1::Header::key, {}, {}};
    *SlotOf(&draft, v1::Slot::kKey)->mutable_key() = key;
    const absl::Status refused = ring.Add(By("ann", 6, {draft}));
    EXPECT_FALSE(refused.ok());
    EXPECT_THAT(std::string(refused.message()), HasSubstr(c.why));
    EXPECT_TRUE(ring.CheckAuthor(KeyId("ben"), 7).ok());
    EXPECT_EQ(ring.Find(KeyId("ben2")), nullptr);
    EXPECT_FALSE(ring.IsDisowned(KeyId("ben"), 7));
  }
}

TEST(KeyRing, OnlyAFirstSubmissionSucceedsAnotherLog) {
  v1::Key key = GivenUp("old log", 40, "log");
  key.set_event(v1::Key::succeeds);
  key.set_role(v1::Key::log);
  key.set_log_origin("old.example/log");
  key.set_checkpoint("old.example/log\n40\n…\n");
  KeyRing ring(AnySignature);
  EXPECT_TRUE(ring.Add(By("ann", 0, {Admitted(v1::Key::log, "log"), Admitted(v1::Key::author, "ann"), Signed(key)})).ok());
  EXPECT_FALSE(ring.Add(By("ann", 1, {Signed(key)})).ok());
  v1::Key other = key;
  Sign(&other);
  other.set_checkpoint("another note");
  RecordDraft draft{v1::Header::key, {}, {}};
  *SlotOf(&draft, v1::Slot::kKey)->mutable_key() = other;
  EXPECT_FALSE(KeyRing(AnySignature).Add(By("ann", 0, {draft})).ok());
}

TEST(KeyRing, ARecordOfAnotherKindAdmitsNothing) {
  KeyRing ring(AnySignature);
  EXPECT_TRUE(ring.Add(By("ann", 0, {GoodDraft(v1::Header::source)})).ok());
  EXPECT_TRUE(ring.entries().empty());
  EXPECT_EQ(ring.CheckAuthor(KeyId("ann"), 9).code(), absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace tallystick
