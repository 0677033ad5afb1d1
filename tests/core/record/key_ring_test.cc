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

RecordDraft KeyRecord(v1::Key::Event event, v1::Key::Role role, const std::string& name) {
  RecordDraft draft{v1::Header::key, {}, {}};
  v1::Key* key = SlotOf(&draft, v1::Slot::kKey)->mutable_key();
  key->set_event(event);
  key->set_role(role);
  key->set_public_key(Base64Encode(Spki(name)));
  key->set_recovery(TestId("recovery of " + name).hex());
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
  KeyRing ring;
  const absl::Status status = ring.Add(By("ann", 0, {Admitted(v1::Key::log, "log"), Admitted(v1::Key::author, "ann")}));
  EXPECT_TRUE(status.ok()) << status;
  return ring;
}

TEST(KeyRing, TheFirstSubmissionAdmitsLogAndAuthor) {
  const KeyRing ring = FirstRing();
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ann")).ok());
  const KeyRing::Entry* log = ring.Find(KeyId("log"));
  ASSERT_NE(log, nullptr);
  EXPECT_EQ(log->role, v1::Key::log);
  EXPECT_EQ(log->spki, Spki("log"));
  EXPECT_EQ(log->recovery, TestId("recovery of log"));
  EXPECT_EQ(log->admitted_at, 0u);
  EXPECT_EQ(ring.entries().size(), 2u);
}

TEST(KeyRing, AnAdmittedAuthorAdmitsFurtherOnes) {
  KeyRing ring = FirstRing();
  ASSERT_TRUE(ring.Add(By("ann", 5, {GoodDraft(v1::Header::claim), Admitted(v1::Key::author, "ben")})).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ben")).ok());
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
  EXPECT_EQ(ring.CheckAuthor(KeyId("eve")).code(), absl::StatusCode::kUnauthenticated);
}

TEST(KeyRing, ALogKeyIsNoAuthor) {
  KeyRing ring = FirstRing();
  const absl::Status status = ring.CheckAuthor(KeyId("log"));
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
  EXPECT_FALSE(ring.CheckAuthor(KeyId("log")).ok());
  EXPECT_TRUE(ring.Add(By("ann", 2, {Admitted(v1::Key::author, "ann")})).ok()) << "the same again is no harm";
  EXPECT_EQ(ring.Find(KeyId("ann"))->admitted_at, 0u);
}

TEST(KeyRing, OneBadKeyRecordDoesNotHideTheOthers) {
  KeyRing ring = FirstRing();
  EXPECT_FALSE(ring.Add(By("ann", 1, {Admitted(v1::Key::author, "log"), Admitted(v1::Key::author, "ben")})).ok());
  EXPECT_TRUE(ring.CheckAuthor(KeyId("ben")).ok());
}

TEST(KeyRing, OtherEventsAdmitNothing) {
  KeyRing ring = FirstRing();
  EXPECT_TRUE(ring.Add(By("ann", 1, {KeyRecord(v1::Key::revoked, v1::Key::author, "ben")})).ok());
  EXPECT_EQ(ring.Find(KeyId("ben")), nullptr);
}

TEST(KeyRing, ARecordOfAnotherKindAdmitsNothing) {
  KeyRing ring;
  EXPECT_TRUE(ring.Add(By("ann", 0, {GoodDraft(v1::Header::source)})).ok());
  EXPECT_TRUE(ring.entries().empty());
  EXPECT_EQ(ring.CheckAuthor(KeyId("ann")).code(), absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace tallystick
