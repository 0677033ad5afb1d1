#include "store/witness_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/str_replace.h"
#include "store/evidence.h"
#include "store/files.h"
#include "tests/core/sign/small_log.h"
#include "tests/store/scratch_folder.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WitnessFolderTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(WitnessFolder::AddLogs(path, witness, {log}).ok()); }

  Note Cosigned(uint64_t size, uint64_t time) {
    Note note = *ParseNoteUnverified(SmallLog(size).SignedCheckpoint());
    note.signatures.push_back(*Cosign(note.text, time, witness, TestKey('w')));
    return note;
  }
  void Record(const Note& note) {
    const WitnessFolder folder = *WitnessFolder::Open(path);
    absl::StatusOr<WitnessFolder::Step> step = folder.Begin("log.example");
    ASSERT_TRUE(step.ok()) << step.status();
    ASSERT_TRUE(step->Record(note).ok());
  }
  std::string StateFile() const { return path + "/logs/" + Sha256("log.example").hex(); }

  ScratchFolder scratch;
  const std::string path = scratch / "witness";
  const NoteKey witness = TestNoteKey("witness.example", 'w', SignatureType::kCosignatureV1);
  const NoteKey log = TestNoteKey("log.example", 'l');
};

TEST_F(WitnessFolderTest, RemembersWhatWasRecorded) {
  {
    const WitnessFolder folder = *WitnessFolder::Open(path);
    EXPECT_EQ(folder.witness().Format(), witness.Format());
    ASSERT_THAT(folder.logs(), SizeIs(1));
    const WitnessFolder::Step step = *folder.Begin("log.example");
    EXPECT_FALSE(step.last());
    EXPECT_EQ(step.note(), "");
  }
  for (uint64_t size : {5, 8}) {
    const Note note = Cosigned(size, 1000 + size);
    Record(note);
    const WitnessFolder::Step step = *(*WitnessFolder::Open(path)).Begin("log.example");
    ASSERT_TRUE(step.last());
    EXPECT_EQ(step.last()->checkpoint, SmallLog(size).checkpoint);
    EXPECT_EQ(step.last()->time, 1000 + size);
    EXPECT_EQ(step.note(), FormatNote(note));
  }
}

TEST_F(WitnessFolderTest, IsForItsUserAlone) {
  for (const std::string& file : {path + "/witness", StateFile()}) {
    struct stat info;
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600) << file;
  }
}

TEST_F(WitnessFolderTest, AnUnknownLogIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(WitnessFolder::Open(path)->Begin("other.example").status()));
  EXPECT_TRUE(absl::IsNotFound(WitnessFolder::Open(scratch / "elsewhere").status()));
}

// For each file of the folder: cut at every length, any byte changed, anything added.
TEST_F(WitnessFolderTest, DamageIsRefusedAtEveryLength) {
  Record(Cosigned(5, 1000));
  for (const std::string& file : {StateFile(), path + "/witness"}) {
    const std::string good = *ReadFile(file);
    std::vector<std::string> damaged = {good + "\n", good + "x", good + good, "\n" + good};
    for (size_t size = 0; size < good.size(); ++size) {
      damaged.push_back(good.substr(0, size));
      damaged.push_back(good);
      damaged.back()[size] = static_cast<char>(damaged.back()[size] ^ (1 << size % 8));
    }
    for (const std::string& bytes : damaged) {
      ASSERT_TRUE(WriteFileDurably(file, bytes, 0600, true).ok());
      EXPECT_TRUE(absl::IsDataLoss(WitnessFolder::Open(path).status())) << bytes;
    }
    ASSERT_TRUE(WriteFileDurably(file, good, 0600, true).ok());
    EXPECT_TRUE(WitnessFolder::Open(path).ok());
  }
}

TEST_F(WitnessFolderTest, DamageIsRefusedWhileServing) {
  Record(Cosigned(5, 1000));
  const WitnessFolder folder = *WitnessFolder::Open(path);
  const std::string good = *ReadFile(StateFile());
  for (size_t size = 0; size < good.size(); size += 7) {
    ASSERT_TRUE(WriteFileDurably(StateFile(), good.substr(0, size), 0600, true).ok());
    EXPECT_TRUE(absl::IsDataLoss(folder.Begin("log.example").status())) << size;
  }
  std::filesystem::remove(StateFile());
  EXPECT_TRUE(absl::IsDataLoss(folder.Begin("log.example").status()));
}

TEST_F(WitnessFolderTest, ALostMemoryIsNotBegunAnew) {
  Record(Cosigned(5, 1000));
  std::filesystem::remove(StateFile());
  const absl::Status opened = WitnessFolder::Open(path).status();
  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(opened.message(), HasSubstr("is missing"));
  EXPECT_TRUE(absl::IsDataLoss(WitnessFolder::AddLogs(path, witness, {log}).status()));
  EXPECT_TRUE(absl::IsDataLoss(WitnessFolder::AddLogs(path, witness, {TestNoteKey("new.example", 'n')}).status()));
  EXPECT_FALSE(FileExists(StateFile()));
}

TEST_F(WitnessFolderTest, ALostListLosesNoMemory) {
  Record(Cosigned(5, 1000));
  std::filesystem::remove(path + "/witness");
  EXPECT_TRUE(absl::IsDataLoss(WitnessFolder::Open(path).status()));
  ASSERT_TRUE(WitnessFolder::AddLogs(path, witness, {log}).ok());
  EXPECT_EQ((*WitnessFolder::Open(path)).Begin("log.example")->last()->checkpoint.size, 5);
}

TEST_F(WitnessFolderTest, AMemoryUnderAnotherLogsNameIsRefused) {
  Record(Cosigned(5, 1000));
  ASSERT_TRUE(WitnessFolder::AddLogs(path, witness, {TestNoteKey("other.example", 'o')}).ok());
  std::filesystem::copy_file(StateFile(), path + "/logs/" + Sha256("other.example").hex(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(absl::IsDataLoss(WitnessFolder::Open(path).status()));
}

// The digest line alone can be made by anybody; the cosignature cannot.
TEST_F(WitnessFolderTest, AMemoryThatThisWitnessDidNotSignIsRefused) {
  Note note = *ParseNoteUnverified(SmallLog(5).SignedCheckpoint());
  const NoteKey other = TestNoteKey("witness.example", 'x', SignatureType::kCosignatureV1);
  note.signatures.push_back(*Cosign(note.text, 1000, other, TestKey('x')));
  Record(note);
  EXPECT_TRUE(absl::IsDataLoss(WitnessFolder::Open(path).status()));
}

TEST_F(WitnessFolderTest, AddingAgainChangesNothing) {
  Record(Cosigned(5, 1000));
  const std::string main = *ReadFile(path + "/witness"), state = *ReadFile(StateFile());
  EXPECT_THAT(*WitnessFolder::AddLogs(path, witness, {log}), IsEmpty());
  EXPECT_EQ(*ReadFile(path + "/witness"), main);
  EXPECT_EQ(*ReadFile(StateFile()), state);
}

TEST_F(WitnessFolderTest, ASecondKeyOfALogKeepsItsMemory) {
  Record(Cosigned(5, 1000));
  EXPECT_THAT(*WitnessFolder::AddLogs(path, witness, {TestNoteKey("log.example", 'm')}), SizeIs(1));
  const WitnessFolder folder = *WitnessFolder::Open(path);
  EXPECT_THAT(folder.logs(), SizeIs(2));
  EXPECT_EQ(folder.Begin("log.example")->last()->checkpoint.size, 5);
}

TEST_F(WitnessFolderTest, KeysThatDoNotBelongAreRefused) {
  const NoteKey other = TestNoteKey("witness.example", 'x', SignatureType::kCosignatureV1);
  EXPECT_TRUE(absl::IsFailedPrecondition(WitnessFolder::AddLogs(path, other, {log}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(WitnessFolder::AddLogs(path, log, {log}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(WitnessFolder::AddLogs(path, witness, {other}).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(WitnessFolder::AddLogs(path, witness, {TestNoteKey("self.example", 'w')}).status()));
}

TEST(EvidenceTest, IsKeptOnceAndAsItWasStated) {
  const ScratchFolder scratch;
  const std::string folder = scratch / "a/evidence";
  const Testimony ours{"us", "one\n"}, theirs{"them", "two"};
  const std::string path = *KeepEvidence(folder, "fork", "It does not fit.", ours, theirs);
  EXPECT_EQ(*KeepEvidence(folder, "fork", "It does not fit.", ours, theirs), path);
  EXPECT_NE(*KeepEvidence(folder, "fork", "It does not fit.", theirs, ours), path);
  EXPECT_EQ(*ReadFile(path),
            "tallystick-evidence-v1\nIt does not fit.\n\n==== us (4 bytes)\none\n\n==== them (3 bytes)\ntwo");
}

TEST(EvidenceTest, AFloodIsCutOff) {
  const ScratchFolder scratch;
  const std::string folder = scratch / "evidence";
  std::filesystem::create_directories(folder);
  for (int i = 0; i < kMaxEvidenceFiles; ++i)
    ASSERT_TRUE(WriteFileDurably(absl::StrCat(folder, "/", i), "", 0600, true).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(KeepEvidence(folder, "fork", "x", {"a", "b"}, {"c", "d"}).status()));
}

}  // namespace
}  // namespace tallystick
