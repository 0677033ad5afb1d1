#include "store/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/sign/tlog_proof.h"
#include "store/collect.h"
#include "tests/core/sign/keys.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

RecordDraft SomeSource(int number) {
  RecordDraft draft;
  draft.kind = v1::Header::source;
  v1::Identity* identity = draft.slots.emplace_back().mutable_identity();
  identity->set_kind(v1::Identity::person);
  identity->add_names()->set_text(absl::StrCat("source ", number));
  return draft;
}

// Passes everything on; tests change what they are about.
class PassingStore : public Store {
 public:
  explicit PassingStore(Store* inner) : inner_(inner) {}
  absl::StatusOr<std::unique_ptr<Snapshot>> OpenSnapshot() const override { return inner_->OpenSnapshot(); }
  absl::Status Append(uint64_t expected_size, const Batch& batch,
                      const std::function<absl::Status(const Snapshot&)>& verify) override {
    return inner_->Append(expected_size, batch, verify);
  }
  absl::Status AddCheckpoint(uint64_t size, absl::string_view note) override {
    return inner_->AddCheckpoint(size, note);
  }
  absl::Status AddCosignatures(uint64_t size, const std::vector<NoteSignature>& lines) override {
    return inner_->AddCosignatures(size, lines);
  }
  absl::Status AddSettings(const std::map<std::string, std::string>& settings) override {
    return inner_->AddSettings(settings);
  }
  absl::Status RebuildRows(const std::function<absl::Status(const PutRow&)>& fill) override {
    return inner_->RebuildRows(fill);
  }

 protected:
  Store* inner_;
};

TEST(LogTest, EverySubmissionIsProvenUnderTheNewestCheckpoint) {
  TestCasebook casebook;
  RecordStory(&casebook);
  const auto view = casebook.View();
  const NoteKey log = *NoteKey::New(casebook.identity().origin, SignatureType::kEd25519, casebook.identity().key);
  for (uint64_t index = 0; index < view->size(); ++index) {
    const StoredSubmission stored = *view->ReadSubmission(index);
    const OpenedSubmission opened = *OpenUnverified(stored, index);
    const auto text = ProveSubmission(*view, casebook.identity(), index);
    ASSERT_TRUE(text.ok()) << text.status();
    const Digest leaf = HashLeaf(FormatLeaf(opened.id, *Digest::FromHex(opened.head.author()), stored.signature));
    EXPECT_TRUE(VerifyTlogProof(*ParseTlogProofUnverified(*text), leaf, log).holds()) << index;
    EXPECT_FALSE(VerifyTlogProof(*ParseTlogProofUnverified(*text), Sha256("another leaf"), log).holds()) << index;
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(ProveSubmission(*view, casebook.identity(), view->size()).status()));
}

TEST(LogTest, OneOfTwoRecordersAtOneSizeIsAbortedAndWritesNothing) {
  ScratchFolder folder;
  TestCasebook casebook(folder.path());
  Recorder first = casebook.NewRecorder(), second = casebook.NewRecorder();
  ASSERT_TRUE(first.Add(SomeSource(1)).ok());
  ASSERT_TRUE(second.Add(SomeSource(2)).ok());
  ASSERT_TRUE(first.Commit().ok());
  EXPECT_TRUE(absl::IsAborted(second.Commit().status()));
  EXPECT_EQ(casebook.View()->size(), 2);
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
  Recorder again = casebook.NewRecorder();
  ASSERT_TRUE(again.Add(SomeSource(2)).ok());
  EXPECT_TRUE(again.Commit().ok());
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
}

TEST(LogTest, ARecorderGoesOnAfterItsCommit) {
  TestCasebook casebook;
  Recorder recorder = casebook.NewRecorder();
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(recorder.Add(SomeSource(round)).ok());
    ASSERT_TRUE(recorder.Commit().ok());
  }
  EXPECT_EQ(*recorder.Commit(), "") << "nothing added: nothing written";
  EXPECT_EQ(casebook.View()->size(), 4);
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
}

TEST(LogTest, The129thRecordBeginsASecondSubmission) {
  TestCasebook casebook;
  Recorder recorder = casebook.NewRecorder();
  for (int i = 0; i < kMaxRecordsPerSubmission + 1; ++i) ASSERT_TRUE(recorder.Add(SomeSource(i)).ok());
  ASSERT_TRUE(recorder.Commit().ok());
  const auto view = casebook.View();
  ASSERT_EQ(view->size(), 3);
  EXPECT_EQ(view->ReadSubmission(1)->records.size(), kMaxRecordsPerSubmission);
  EXPECT_EQ(view->ReadSubmission(2)->records.size(), 1);
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
}

// A store that fails, in one of its two writes, before or after the write was made.
class FailingStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;
  absl::Status Append(uint64_t expected_size, const Batch& batch,
                      const std::function<absl::Status(const Snapshot&)>& verify) override {
    if (fail_append && !after) return absl::UnknownError("the disk");
    const absl::Status done = inner_->Append(expected_size, batch, verify);
    return fail_append && done.ok() ? absl::UnknownError("the disk") : done;
  }
  absl::Status AddCheckpoint(uint64_t size, absl::string_view note) override {
    if (fail_checkpoint && !after) return absl::UnknownError("the disk");
    const absl::Status done = inner_->AddCheckpoint(size, note);
    return fail_checkpoint && done.ok() ? absl::UnknownError("the disk") : done;
  }
  bool fail_append = false, fail_checkpoint = false, after = false;
};

TEST(LogTest, WhereverACommitFailsTheCasebookIsSoundAndTheNextCommitMendsIt) {
  for (const bool append : {true, false}) {
    for (const bool after : {true, false}) {
      SCOPED_TRACE(absl::StrCat(append ? "append" : "checkpoint", after ? " after" : " before", " the write"));
      TestCasebook casebook;
      FailingStore store(&casebook.store());
      store.fail_append = append;
      store.fail_checkpoint = !append;
      store.after = after;
      const auto record = [&](int number) {
        auto recorder = Recorder::New(&store, casebook.identity(), {&casebook.key('a'), &casebook.key('l')},
                                      TestSalts(100 + number), "2022-11-01", "");
        EXPECT_TRUE(recorder->Add(SomeSource(number)).ok());
        return recorder->Commit().status();
      };
      EXPECT_EQ(record(1), absl::UnknownError("the disk"));
      const auto report = casebook.Check();
      EXPECT_FALSE(report->damaged()) << Describe(*report);
      EXPECT_EQ(report->submissions, append && !after ? 1 : 2);
      store.fail_append = store.fail_checkpoint = false;
      EXPECT_TRUE(record(2).ok());
      EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
    }
  }
}

// Gives back another hash for one node while the transaction is open: a bit that flipped on its way.
class FlippingStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;
  absl::Status Append(uint64_t expected_size, const Batch& batch,
                      const std::function<absl::Status(const Snapshot&)>& verify) override {
    Batch flipped = batch;
    flipped.nodes.back().hash.bytes[7] ^= 1;
    return inner_->Append(expected_size, flipped, verify);
  }
};

TEST(LogTest, ANodeThatIsNotStoredAsItWasComputedStopsTheCommit) {
  TestCasebook casebook;
  FlippingStore store(&casebook.store());
  auto recorder = Recorder::New(&store, casebook.identity(), {&casebook.key('a'), &casebook.key('l')}, TestSalts(1),
                                "2022-11-01", "");
  ASSERT_TRUE(recorder->Add(SomeSource(1)).ok());
  EXPECT_TRUE(absl::IsDataLoss(recorder->Commit().status()));
  EXPECT_EQ(casebook.View()->size(), 1);
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
}

TEST(LogTest, SigningTheSameHeadAgainChangesNothing) {
  TestCasebook casebook;
  const std::string before = *LatestCheckpoint(*casebook.View());
  EXPECT_EQ(*EnsureCheckpoint(&casebook.store(), casebook.identity(), casebook.key('l')), before);
  EXPECT_EQ(*LatestCheckpoint(*casebook.View()), before);
}

// Another process appends just before the rebuild gets the lock.
class OvertakenStore final : public PassingStore {
 public:
  OvertakenStore(Store* inner, std::function<void()> first) : PassingStore(inner), first_(std::move(first)) {}
  absl::Status RebuildRows(const std::function<absl::Status(const PutRow&)>& fill) override {
    first_();
    return inner_->RebuildRows(fill);
  }

 private:
  std::function<void()> first_;
};

TEST(LogTest, ARebuildKeepsTheRowsOfWhatAnotherProcessJustAppended) {
  ScratchFolder folder;
  TestCasebook casebook(folder.path());
  OvertakenStore store(&casebook.store(), [&casebook] {
    Recorder recorder = casebook.NewRecorder();
    ASSERT_TRUE(recorder.Add(SomeSource(1)).ok());
    ASSERT_TRUE(recorder.Commit().ok());
  });
  ASSERT_TRUE(RebuildDerived(&store, casebook.identity()).ok());
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
  EXPECT_TRUE(Resolve(*casebook.View(), "source 1", {}).ok());
}

}  // namespace
}  // namespace tallystick
