// Copies of a casebook, old ones and others, as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "store/last_seen.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class HeadTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(shell_.RunLine("init book --no-passphrase").code, 0); }

  Outcome AddSource(const std::string& name, const std::string& book = "book") {
    return shell_.RunLine(absl::StrCat("source add ", name, " --kind outlet --casebook ", book));
  }
  void Copy(const std::string& from, const std::string& to) {
    fs::remove_all(shell_.folder() / to);
    fs::copy(shell_.folder() / from, shell_.folder() / to, fs::copy_options::recursive);
  }
  std::vector<fs::path> Evidence() const {
    std::vector<fs::path> kept;
    if (!fs::exists(shell_.folder() / "state/evidence")) return kept;
    for (const auto& file : fs::directory_iterator(shell_.folder() / "state/evidence")) kept.push_back(file.path());
    return kept;
  }

  SeededShell shell_;
};

TEST_F(HeadTest, AnOlderCopyIsRefusedAndBothNotesAreKept) {
  ASSERT_EQ(AddSource("A").code, 0);
  Copy("book", "backup");
  ASSERT_EQ(AddSource("B").code, 0);
  Copy("backup", "book");
  const std::string before = shell_.Read("book/casebook.db");
  const Outcome refused = AddSource("C");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("has 2 submissions, but one with 3 was signed"));
  EXPECT_THAT(refused.err, HasSubstr("Nothing was written. Both notes are kept in state/evidence/"));
  ASSERT_EQ(Evidence().size(), 1);
  EXPECT_EQ(AddSource("C").code, 3);
  EXPECT_EQ(Evidence().size(), 1) << "the same evidence is kept once";
  EXPECT_EQ(shell_.Read("book/casebook.db"), before);
  const Outcome check = shell_.RunLine("check --casebook book");
  EXPECT_EQ(check.code, 3);
  EXPECT_THAT(check.out, HasSubstr("OLDER COPY "));
  EXPECT_THAT(check.out, HasSubstr("this machine saw a newer copy"));
  EXPECT_THAT(check.out, Not(HasSubstr("DAMAGED")));
  EXPECT_THAT(refused.err, HasSubstr("hint: go on in the newer copy"));
  EXPECT_EQ(shell_.RunLine("log adopt --casebook book").code, 3) << "what was lost cannot be agreed to";
}

TEST_F(HeadTest, OfTwoCopiesThatBothRecordTheSecondIsRefused) {
  Copy("book", "copy");
  ASSERT_EQ(AddSource("A").code, 0);
  EXPECT_EQ(AddSource("B", "copy").code, 3);
  ASSERT_EQ(AddSource("C").code, 0);
  EXPECT_EQ(shell_.RunLine("check --casebook book").code, 0);
}

TEST_F(HeadTest, OnAMachineThatHasNotSeenTheLogRecordingWaitsForAWord) {
  ASSERT_EQ(AddSource("A").code, 0);
  const fs::path state = shell_.folder() / "state";
  fs::rename(state, shell_.folder() / "gone");
  const Outcome refused = AddSource("B");
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("is unknown; nothing was written"));
  EXPECT_THAT(refused.err, HasSubstr("hint: when you know that it is, say so once with: tally log adopt"));
  EXPECT_FALSE(fs::exists(state)) << "made anew by the way";
  const Outcome check = shell_.RunLine("check --casebook book");
  EXPECT_EQ(check.code, 7);
  EXPECT_THAT(check.out, HasSubstr("whether this is the newest copy"));

  EXPECT_EQ(shell_.RunLine("log adopt --casebook book --dry-run").code, 0);
  EXPECT_FALSE(fs::exists(state));
  const Outcome adopted = shell_.RunLine("log adopt --casebook book");
  EXPECT_EQ(adopted.code, 0) << adopted.err;
  EXPECT_THAT(adopted.out, HasSubstr("at 2 submissions, root"));
  EXPECT_EQ(AddSource("B").code, 0);
  EXPECT_EQ(shell_.RunLine("check --casebook book").code, 0);
  EXPECT_EQ(shell_.RunLine("log adopt --casebook book").code, 1) << "known already";
}

TEST_F(HeadTest, AdoptingFromACheckpointKeptElsewhereRefusesACopyThatDoesNotBeginWithIt) {
  Copy("book", "copy");
  ASSERT_EQ(AddSource("A").code, 0);
  const std::string proof = shell_.RunLine("prove A --casebook book").out;
  shell_.Write("kept", proof.substr(proof.find("\n\n") + 2));
  fs::remove_all(shell_.folder() / "state");
  const Outcome refused = shell_.RunLine("log adopt --casebook copy --from kept");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("the checkpoint you gave"));
  EXPECT_EQ(shell_.RunLine("log adopt --casebook book --from kept").code, 0);
}

TEST_F(HeadTest, WhileAnotherProcessRecordsOneWaitsAndThenSaysSo) {
  const auto file = fs::directory_iterator(shell_.folder() / "state")->path();
  auto locked = OpenLastSeen("state", *Digest::FromHex(file.stem().string()), std::chrono::milliseconds(0));
  ASSERT_TRUE(locked.ok()) << locked.status();
  const Outcome refused = AddSource("A");
  EXPECT_EQ(refused.code, 6);
  EXPECT_THAT(refused.err, HasSubstr("another process is recording in this log; nothing was written"));
  EXPECT_EQ(shell_.RunLine("source add A --kind outlet --casebook book --dry-run").code, 0) << "writes nothing, waits for nobody";
  locked->reset();
  EXPECT_EQ(AddSource("A").code, 0);
}

TEST_F(HeadTest, AnInitThatWasInterruptedIsTakenUpAgain) {
  for (const std::string& bytes : {std::string(), std::string("not a database, but some years of notes")}) {
    fs::create_directories(shell_.folder() / "half");
    shell_.Write("half/casebook.db", bytes);
    EXPECT_EQ(shell_.RunLine("init half --no-passphrase").code, bytes.empty() ? 0 : 1) << bytes;
    if (!bytes.empty()) {
      EXPECT_EQ(shell_.Read("half/casebook.db"), bytes);
    }
    fs::remove_all(shell_.folder() / "half");
    fs::remove_all(shell_.folder() / "half-recovery");
  }
}

TEST_F(HeadTest, WithOnceTheSameAgainAddsNothing) {
  const std::string line = "source add A --kind outlet --casebook book --once";
  EXPECT_THAT(shell_.RunLine(line).out, HasSubstr("recorded source"));
  const Outcome again = shell_.RunLine(line);
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(shell_.RunLine("list sources --casebook book --json").out, testing::Not(HasSubstr("\"A\"},{")));
  EXPECT_THAT(shell_.RunLine("check --casebook book").out, HasSubstr("2 submissions"));
}

}  // namespace
}  // namespace tallystick
