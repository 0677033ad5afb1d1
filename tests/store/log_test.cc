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
  absl::Status AddCheckpoint(uint64_t size, absl::string_view note, Durability durability) override {
    return inner_->AddCheckpoint(size, note, durability);
  }
  absl::Status AddCosignatures(uint64_t size, const std::vector<NoteSignature>& lines) override {
    return inner_->AddCosignatures(size, lines);
  }
  absl::Status AddToken(uint64_t size, absl::string_view token) override { return inner_->AddToken(size, token); }
  absl::Status Flush() override { return inner_->Flush(); }
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
    EXPECT_EQ(HashLeaf(ParseTlogProofUnverified(*text)->extra), leaf) << "the entry comes along";
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

// One write of the commit sequence fails, before it was made or after.
struct Fault {
  enum class Step { kAppend, kLastSeen, kCheckpoint };
  Step step;
  bool after;
};

class FailingStore final : public PassingStore {
 public:
  FailingStore(Store* inner, std::optional<Fault>* fault) : PassingStore(inner), fault_(fault) {}
  absl::Status Append(uint64_t expected_size, const Batch& batch,
                      const std::function<absl::Status(const Snapshot&)>& verify) override {
    return Through(Fault::Step::kAppend, [&] { return inner_->Append(expected_size, batch, verify); });
  }
  absl::Status AddCheckpoint(uint64_t size, absl::string_view note, Durability durability) override {
    return Through(Fault::Step::kCheckpoint, [&] { return inner_->AddCheckpoint(size, note, durability); });
  }

 private:
  absl::Status Through(Fault::Step step, const std::function<absl::Status()>& write) {
    const bool fail = *fault_ && (*fault_)->step == step;
    if (fail && !(*fault_)->after) return absl::UnknownError("the disk");
    const absl::Status done = write();
    return fail && done.ok() ? absl::UnknownError("the disk") : done;
  }
  std::optional<Fault>* fault_;
};

class FailingLastSeen final : public LastSeen {
 public:
  FailingLastSeen(LastSeen* inner, std::optional<Fault>* fault) : inner_(inner), fault_(fault) {}
  const std::string& note() const override { return inner_->note(); }
  absl::StatusOr<std::string> Keep(absl::string_view kind, absl::string_view in_words, const Testimony& seen,
                                   const Testimony& found) override {
    return inner_->Keep(kind, in_words, seen, found);
  }
  absl::Status Replace(absl::string_view note) override {
    const bool fail = *fault_ && (*fault_)->step == Fault::Step::kLastSeen;
    if (fail && !(*fault_)->after) return absl::UnknownError("the disk");
    const absl::Status done = inner_->Replace(note);
    return fail && done.ok() ? absl::UnknownError("the disk") : done;
  }

 private:
  LastSeen* inner_;
  std::optional<Fault>* fault_;
};

TEST(LogTest, WhereverACommitFailsTheCasebookIsSoundAndTheNextWriterGoesOn) {
  using Step = Fault::Step;
  struct Case {
    Fault fault;
    bool acknowledged, stored;
    uint64_t recovered;
  };
  const Case cases[] = {
      {{Step::kAppend, false}, false, false, 0},   {{Step::kAppend, true}, false, true, 1},
      {{Step::kLastSeen, false}, false, true, 1},  {{Step::kLastSeen, true}, false, true, 0},
      {{Step::kCheckpoint, false}, true, true, 0}, {{Step::kCheckpoint, true}, true, true, 0},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(absl::StrCat("step ", static_cast<int>(c.fault.step), c.fault.after ? " after" : " before"));
    TestCasebook casebook;
    std::optional<Fault> fault = c.fault;
    FailingStore store(&casebook.store(), &fault);
    FailingLastSeen last_seen(&casebook.last_seen(), &fault);
    uint64_t recovered = 0;
    const auto record = [&](int number) {
      auto writer = LogWriter::Open(&store, &last_seen, casebook.identity(), &casebook.key('l'));
      EXPECT_TRUE(writer.ok()) << writer.status();
      recovered = writer->recovered();
      auto recorder = Recorder::New(&store, &*writer, casebook.identity(), &casebook.key('a'), TestSalts(100 + number),
                                    "2022-11-01", "");
      EXPECT_TRUE(recorder->Add(SomeSource(number)).ok());
      const absl::Status done = recorder->Commit().status();
      if (!done.ok()) {
        EXPECT_TRUE(absl::IsFailedPrecondition(writer->Commit(0, {}).status())) << "goes on after a failed write";
      }
      return done;
    };
    EXPECT_EQ(record(1), c.acknowledged ? absl::OkStatus() : absl::UnknownError("the disk"));
    const auto report = casebook.Check();
    EXPECT_FALSE(report->damaged()) << Describe(*report);
    EXPECT_TRUE(report->not_checked.empty()) << Describe(*report);
    EXPECT_EQ(report->remarks.size(), c.recovered) << "said aloud";
    EXPECT_EQ(report->submissions, c.stored ? 2 : 1);
    fault.reset();
    EXPECT_TRUE(record(2).ok());
    EXPECT_EQ(recovered, c.recovered);
    EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
    EXPECT_EQ(casebook.View()->size(), c.stored ? 3 : 2);
    EXPECT_EQ(*LatestCheckpoint(*casebook.View()), casebook.last_seen().note());
  }
}

// Fails to flush.
class UnflushableStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;
  absl::Status Flush() override { return absl::UnknownError("the disk"); }
};

TEST(LogTest, WhatAnInterruptedRecordingLeftIsFlushedBeforeItIsSigned) {
  TestCasebook casebook;
  const std::string seen = casebook.last_seen().note();
  std::optional<Fault> fault = Fault{Fault::Step::kAppend, true};
  FailingStore failing(&casebook.store(), &fault);
  auto writer = LogWriter::Open(&failing, &casebook.last_seen(), casebook.identity(), &casebook.key('l'));
  auto recorder = Recorder::New(&failing, &*writer, casebook.identity(), &casebook.key('a'), TestSalts(1), "2022-11-01", "");
  ASSERT_TRUE(recorder->Add(SomeSource(1)).ok());
  ASSERT_FALSE(recorder->Commit().ok());
  UnflushableStore store(&casebook.store());
  const auto next = LogWriter::Open(&store, &casebook.last_seen(), casebook.identity(), &casebook.key('l'));
  EXPECT_EQ(next.status(), absl::UnknownError("the disk"));
  EXPECT_EQ(casebook.last_seen().note(), seen) << "signed before it was flushed";
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
  auto writer = LogWriter::Open(&store, &casebook.last_seen(), casebook.identity(), &casebook.key('l'));
  auto recorder = Recorder::New(&store, &*writer, casebook.identity(), &casebook.key('a'), TestSalts(1), "2022-11-01", "");
  ASSERT_TRUE(recorder->Add(SomeSource(1)).ok());
  EXPECT_TRUE(absl::IsDataLoss(recorder->Commit().status()));
  EXPECT_EQ(casebook.View()->size(), 1);
  EXPECT_EQ(Describe(*casebook.Check()), "nothing\n");
}

TEST(LogTest, OpeningAgainChangesNothing) {
  TestCasebook casebook;
  const std::string before = *LatestCheckpoint(*casebook.View());
  ASSERT_TRUE(LogWriter::Open(&casebook.store(), &casebook.last_seen(), casebook.identity(), &casebook.key('l')).ok());
  EXPECT_EQ(casebook.last_seen().note(), before);
  EXPECT_EQ(*LatestCheckpoint(*casebook.View()), before);
}

void RecordSources(TestCasebook* casebook, int first, int count) {
  Recorder recorder = casebook->NewRecorder();
  for (int i = first; i < first + count; ++i) {
    ASSERT_TRUE(recorder.Add(SomeSource(i)).ok());
    ASSERT_TRUE(recorder.Commit().ok());
  }
}

// What a writer says that is opened on one casebook beside what was last seen of another.
absl::Status OpenBeside(TestCasebook* casebook, absl::string_view seen) {
  const auto last_seen = NewMemoryLastSeen(seen);
  const uint64_t size = casebook->View()->size();
  const auto writer = LogWriter::Open(&casebook->store(), last_seen.get(), casebook->identity(), &casebook->key('l'));
  EXPECT_EQ(last_seen->note(), seen) << "nothing was signed";
  EXPECT_EQ(casebook->View()->size(), size);
  return writer.status();
}

TEST(LogTest, AnOlderCopyIsRefusedWithBothNotes) {
  TestCasebook old, grown;
  RecordSources(&old, 1, 2);
  RecordSources(&grown, 1, 5);
  const absl::Status refused = OpenBeside(&old, grown.last_seen().note());
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(refused.message(), HasSubstr("has 3 submissions, but one with 6 was signed"));
  EXPECT_THAT(refused.message(), HasSubstr(grown.last_seen().note()));
  EXPECT_THAT(refused.message(), HasSubstr(*LatestCheckpoint(*old.View())));
}

TEST(LogTest, ACopyThatWentAnotherWayIsRefusedHoweverLongItIs) {
  TestCasebook one;
  RecordSources(&one, 1, 3);
  for (const int length : {3, 7}) {
    TestCasebook other;
    RecordSources(&other, 50, length);
    const absl::Status refused = OpenBeside(&other, one.last_seen().note());
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_THAT(refused.message(), HasSubstr("went another way"));
    const auto report = CheckCasebook(*other.View(), other.captures(), other.identity(), one.last_seen().note());
    EXPECT_THAT(Describe(*report), HasSubstr("the log: the first 4 submissions of this casebook's log are not those"));
  }
}

TEST(LogTest, AnUnsignedEntryThatItsAuthorDidNotSignIsNotSignedOver) {
  TestCasebook casebook;
  const std::string seen = casebook.last_seen().note();
  RecordSources(&casebook, 1, 1);
  StoredSubmission forged = *casebook.View()->ReadSubmission(1);
  forged.signature[5] ^= 1;
  const OpenedSubmission opened = *OpenUnverified(forged, 2);
  Frontier frontier = *Frontier::Load(2, NodesOf(*casebook.View()));
  Batch batch{{forged}, {}, {}};
  frontier.Append(HashLeaf(FormatLeaf(opened.id, *Digest::FromHex(opened.head.author()), forged.signature)), &batch.nodes);
  ASSERT_TRUE(casebook.store().Append(2, batch, [](const Snapshot&) { return absl::OkStatus(); }).ok());
  const absl::Status refused = OpenBeside(&casebook, casebook.last_seen().note());
  EXPECT_TRUE(absl::IsUnauthenticated(refused)) << refused;
  EXPECT_THAT(refused.message(), HasSubstr("submission 2"));
}

TEST(LogTest, TheLogOfAnotherOriginIsNotWhatWasLastSeen) {
  TestCasebook casebook;
  LogIdentity other = casebook.identity();
  other.origin = "another.example";
  EXPECT_TRUE(absl::IsDataLoss(OpenBeside(&casebook, *SignEmptyLog(other, casebook.key('l')))));
  EXPECT_TRUE(absl::IsDataLoss(OpenBeside(&casebook, "no note\n")));
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
