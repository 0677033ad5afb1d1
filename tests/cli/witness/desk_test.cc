#include "cli/witness/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <barrier>
#include <filesystem>
#include <thread>

#include "store/files.h"
#include "tests/core/sign/small_log.h"
#include "tests/store/scratch_folder.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string RequestText(uint64_t old_size, const SmallLog& log) {
  AddCheckpointRequest request{old_size, {}, *ParseNoteUnverified(log.SignedCheckpoint())};
  request.proof = *ConsistencyProof(old_size, log.checkpoint.size, log.tree.reader());
  return FormatAddCheckpoint(request);
}

SmallLog Forked(uint64_t size) {
  SmallLog log(0);
  for (uint64_t i = 0; i < size; ++i) log.tree.Append(absl::StrCat("forged ", i));
  log.checkpoint = {"log.example", size, log.tree.frontier().Root(), {}};
  return log;
}

class DeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(WitnessFolder::AddLogs(path, witness, {log}).ok());
    desk = Open();
  }
  std::unique_ptr<WitnessDesk> Open() {
    auto opened = WitnessDesk::New(*WitnessFolder::Open(path), {log}, TestKey('w'), [this] { return now; });
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }
  DeskAnswer Ask(const std::string& body) {
    absl::StatusOr<DeskAnswer> answer = desk->AddCheckpoint(body);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : DeskAnswer{};
  }
  std::vector<std::string> Evidence() const {
    std::vector<std::string> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(path + "/evidence", ignored))
      files.push_back(entry.path());
    return files;
  }

  ScratchFolder scratch;
  const std::string path = scratch / "witness";
  const NoteKey witness = TestNoteKey("witness.example", 'w', SignatureType::kCosignatureV1);
  const NoteKey log = TestNoteKey("log.example", 'l');
  uint64_t now = 1000;
  std::unique_ptr<WitnessDesk> desk;
};

TEST_F(DeskTest, GoesFromStepToStepAcrossRestarts) {
  uint64_t last = 0;
  for (const uint64_t size : {1, 1, 5, 8, 64, 65}) {
    EXPECT_EQ(Ask(RequestText(last, SmallLog(size))).answer.status, 200) << size;
    last = size;
    ++now;
    desk = Open();
  }
  EXPECT_THAT(Evidence(), IsEmpty());
}

TEST_F(DeskTest, ARequestAgainIsToldTheSize) {
  const std::string request = RequestText(0, SmallLog(5));
  EXPECT_EQ(Ask(request).answer.status, 200);
  const DeskAnswer again = Ask(request);
  EXPECT_EQ(again.answer.status, 409);
  EXPECT_EQ(again.answer.body, "5\n");
  EXPECT_EQ(again.answer.content_type, kTreeSizeContentType);
  EXPECT_THAT(Evidence(), IsEmpty()) << "a repeat proves nothing against the log";
}

TEST_F(DeskTest, AForkKeepsBothNotesAsEvidence) {
  ASSERT_EQ(Ask(RequestText(0, SmallLog(5))).answer.status, 200);
  const DeskAnswer fork = Ask(RequestText(5, Forked(5)));
  EXPECT_EQ(fork.answer.status, 409);
  EXPECT_EQ(fork.answer.content_type, kPlainContentType);
  ASSERT_FALSE(fork.evidence.empty());
  const std::string kept = *ReadFile(fork.evidence);
  EXPECT_THAT(kept, HasSubstr(SmallLog(5).SignedCheckpoint()));
  EXPECT_THAT(kept, HasSubstr(Forked(5).SignedCheckpoint()));
  EXPECT_THAT(kept, HasSubstr("it forked"));
  EXPECT_EQ(Ask(RequestText(5, Forked(5))).evidence, fork.evidence) << "once is enough";
  EXPECT_EQ(Ask(RequestText(5, SmallLog(8))).answer.status, 200) << "the history that was seen first goes on";
}

TEST_F(DeskTest, AnUnprovenCheckpointIsKeptToo) {
  ASSERT_EQ(Ask(RequestText(0, SmallLog(5))).answer.status, 200);
  const DeskAnswer unproven = Ask(RequestText(5, Forked(9)));
  EXPECT_EQ(unproven.answer.status, 422);
  EXPECT_THAT(*ReadFile(unproven.evidence), HasSubstr(Forked(9).SignedCheckpoint()));
}

// Whoever writes signature lines of their own below one checkpoint does not fill the disk with it.
TEST_F(DeskTest, LinesOfStrangersMakeNoNewEvidence) {
  ASSERT_EQ(Ask(RequestText(0, SmallLog(5))).answer.status, 200);
  for (char stranger : {'a', 'b', 'c'}) {
    AddCheckpointRequest request = *ParseAddCheckpointUnverified(RequestText(5, Forked(9)));
    request.checkpoint.signatures.push_back(
        *SignNote(request.checkpoint.text, TestNoteKey("stranger.example", stranger), TestKey(stranger)));
    EXPECT_EQ(Ask(FormatAddCheckpoint(request)).answer.status, 422);
  }
  EXPECT_EQ(Evidence().size(), 1);
}

TEST_F(DeskTest, ADryRunRemembersNothing) {
  const auto dry = desk->AddCheckpoint(RequestText(0, SmallLog(5)), /*dry_run=*/true);
  ASSERT_TRUE(dry.ok());
  EXPECT_EQ(dry->answer.status, 200);
  EXPECT_EQ(dry->answer.body, "");
  EXPECT_EQ(Ask(RequestText(0, SmallLog(8))).answer.status, 200);
  EXPECT_EQ(desk->AddCheckpoint(RequestText(8, Forked(8)), true)->answer.status, 409);
  EXPECT_THAT(Evidence(), IsEmpty());
}

TEST_F(DeskTest, WhatCannotBeKeptIsNotSigned) {
  if (::geteuid() == 0) {
    // Permissions do not stop root: a folder in the way of the new file does.
    std::filesystem::create_directories(
        absl::StrCat(path, "/logs/", Sha256("log.example").hex(), ".", ::getpid(), ".new/in-the-way"));
  } else {
    ::chmod((path + "/logs").c_str(), 0500);
  }
  const auto answer = desk->AddCheckpoint(RequestText(0, SmallLog(5)));
  EXPECT_TRUE(absl::IsInternal(answer.status())) << answer.status();
  EXPECT_EQ(answer.status().message().find("witness.example "), std::string::npos) << "no signature in the message";
  ::chmod((path + "/logs").c_str(), 0700);
  EXPECT_FALSE(WitnessFolder::Open(path)->Begin("log.example")->last());
}

TEST_F(DeskTest, AClockThatWentBackIsNoAnswer) {
  ASSERT_EQ(Ask(RequestText(0, SmallLog(5))).answer.status, 200);
  --now;
  EXPECT_TRUE(absl::IsFailedPrecondition(desk->AddCheckpoint(RequestText(5, SmallLog(8))).status()));
  ++now;
  EXPECT_EQ(Ask(RequestText(5, SmallLog(8))).answer.status, 200);
}

TEST_F(DeskTest, WrongKeysAreRefusedAtTheStart) {
  const auto clock = [] { return uint64_t{1}; };
  EXPECT_TRUE(
      absl::IsUnauthenticated(WitnessDesk::New(*WitnessFolder::Open(path), {log}, TestKey('x'), clock).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      WitnessDesk::New(*WitnessFolder::Open(path), {TestNoteKey("new.example", 'n')}, TestKey('w'), clock).status()));
}

// The race that the specification warns of: of all who go on from one size, one is cosigned.
TEST_F(DeskTest, OfThreadsWithOneOldSizeExactlyOneIsCosigned) {
  constexpr int kRounds = 60, kThreads = 3;
  const std::unique_ptr<WitnessDesk> second = Open();  // as another process has it
  uint64_t last = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<int> statuses(kThreads);
    std::vector<std::string> bodies;
    for (uint64_t i = 1; i <= kThreads; ++i) bodies.push_back(RequestText(last, SmallLog(last + i)));
    std::barrier start(kThreads);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        const auto answer = (i == 0 ? second : desk)->AddCheckpoint(bodies[i]);
        statuses[i] = answer.ok() ? answer->answer.status : 500;
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 200), 1) << "round " << round;
    EXPECT_EQ(std::count(statuses.begin(), statuses.end(), 409), kThreads - 1) << "round " << round;
    const uint64_t now_at = WitnessFolder::Open(path)->Begin("log.example")->last()->checkpoint.size;
    EXPECT_EQ(statuses[now_at - last - 1], 200) << "what is remembered is what was cosigned";
    last = now_at;
  }
}

// Two forked histories from one old size, in two processes: never both.
TEST_F(DeskTest, OfProcessesWithOneOldSizeExactlyOneIsCosigned) {
  ASSERT_EQ(Ask(RequestText(0, SmallLog(1))).answer.status, 200);
  SmallLog forked(1);
  forked.tree.Append("forged");
  forked.checkpoint = {"log.example", 2, forked.tree.frontier().Root(), {}};
  const std::string bodies[] = {RequestText(1, SmallLog(2)), RequestText(1, forked)};
  std::vector<pid_t> children;
  for (const std::string& body : bodies) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto answer = Open()->AddCheckpoint(body);
      ::_exit(answer.ok() && answer->answer.status == 200 ? 0 : 1);
    }
    children.push_back(child);
  }
  int cosigned = 0;
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    cosigned += WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  EXPECT_EQ(cosigned, 1);
}

// Killed after the memory was written and before the answer left: the memory is ahead, and the client finds its way.
TEST_F(DeskTest, AfterAKillBeforeTheAnswerTheClientGoesOn) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (Open()->AddCheckpoint(RequestText(0, SmallLog(5))).ok()) ::kill(::getpid(), SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  desk = Open();
  const DeskAnswer retried = Ask(RequestText(0, SmallLog(5)));
  EXPECT_EQ(retried.answer.status, 409);
  EXPECT_EQ(retried.answer.body, "5\n");
  EXPECT_EQ(Ask(RequestText(5, SmallLog(5))).answer.status, 200);
}

// A crash within the write leaves a file beside, and the memory as it was.
TEST_F(DeskTest, AHalfWrittenFileBesideIsNoMemory) {
  ASSERT_EQ(Ask(RequestText(0, SmallLog(5))).answer.status, 200);
  const std::string file = path + "/logs/" + Sha256("log.example").hex();
  ASSERT_TRUE(WriteFileDurably(file + ".4711.new", ReadFile(file)->substr(0, 40), 0600, true).ok());
  EXPECT_EQ(Open()->AddCheckpoint(RequestText(5, SmallLog(8)))->answer.status, 200);
}

}  // namespace
}  // namespace tallystick
