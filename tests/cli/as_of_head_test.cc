// Which head --as-of means, and what is said of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/commands/all.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AsOfHeadTest : public ::testing::Test {
 protected:
  AsOfHeadTest() {
    EXPECT_EQ(shell_.RunLine("init book --no-passphrase").code, 0);
    shell_.now = "2022-10-30T10:00:00Z";
    AddSource("Early");
    shell_.now = "2022-11-02T10:00:00Z";
    proof_at_two_ = shell_.RunLine("prove Early --casebook book").out;
    AddSource("Fast");
    shell_.now = "2022-11-01T12:00:00Z";
    AddSource("Late");
  }
  void AddSource(const std::string& name) {
    EXPECT_EQ(shell_.RunLine(absl::StrCat("source add ", name, " --kind outlet --casebook book")).code, 0);
  }
  Outcome As(const std::string& of, const std::string& view = "list") {
    return shell_.Run({view, "--casebook", "book", "--as-of", of});
  }
  Outcome Show(const std::string& what, const std::string& of) {
    return shell_.Run({"show", what, "--casebook", "book", "--as-of", of});
  }

  SeededShell shell_;  // the first entry is of 2022-11-01T09:00:00Z
  std::string proof_at_two_;
};

TEST_F(AsOfHeadTest, AHeadIsNamedWithSizeAndRootAndWhatIsLeftOut) {
  const Outcome outcome = As("#2");
  EXPECT_THAT(outcome.out,
              StartsWith("As of #2: the first 2 of the log's 4 entries; the later 2 are left out.\nRoot "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Fast")));
  EXPECT_EQ(As("2").out, outcome.out);
  EXPECT_THAT(As("4").out, StartsWith("As of #4: all of the log's 4 entries.\n"));
  EXPECT_THAT(As("0").out, HasSubstr("As of #0: none of the log's 4 entries yet.\nRoot "
                                     "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nnothing found"));
}

TEST_F(AsOfHeadTest, TheRootIsThatOfTheCheckpointSignedThen) {
  const std::string note = proof_at_two_.substr(proof_at_two_.find("\n\n") + 2);
  const std::vector<std::string> lines = absl::StrSplit(note, '\n');
  ASSERT_EQ(lines[1], "2");
  EXPECT_THAT(As("2").out, HasSubstr(absl::StrCat("\nRoot ", lines[2], "\n")));
}

TEST_F(AsOfHeadTest, WhatWasRecordedLaterIsNotFoundAndItIsSaidWhere) {
  const Outcome later = Show("Fast", "2");
  EXPECT_EQ(later.code, 5);
  EXPECT_THAT(later.err,
              HasSubstr("\"Fast\" is not found as of #2: it was recorded at #3\nhint: it is there with --as-of '#3'"));
  EXPECT_EQ(Show("Fast", "3").code, 0);
  const Outcome never = Show("Nobody", "2");
  EXPECT_EQ(never.code, 5);
  EXPECT_THAT(never.err, HasSubstr("no record goes by \"Nobody\""));
}

TEST_F(AsOfHeadTest, MoreEntriesThanThereAreAreRefused) {
  for (const char* beyond : {"5", "#5", "2022", "#123456789012345678901234567890"}) {
    const Outcome outcome = As(beyond);
    EXPECT_EQ(outcome.code, 5) << beyond;
    EXPECT_THAT(outcome.err, HasSubstr(": the log has 4 entries\nhint: ")) << beyond;
  }
  for (const char* nothing : {"#", "soon", "-1", "2022-13", "#1a"}) {
    const Outcome outcome = As(nothing);
    EXPECT_EQ(outcome.code, 2) << nothing;
    EXPECT_THAT(outcome.err, HasSubstr("is no head\nhint: a number of entries")) << nothing;
  }
  EXPECT_THAT(As("#5").err, HasSubstr("hint: the newest is #4: leave --as-of out"));
  EXPECT_THAT(As("2022").err, HasSubstr("hint: a year needs its month"));
  const Outcome nowhere = As("2022-11-01T09:00");
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("does not say in which time zone\nhint: write 2022-11-01T09:00Z, or its offset"));
  EXPECT_EQ(As("2022-11-01T09:00+02:00").code, 0);
  EXPECT_EQ(As("abcdef0123").code, 5);
}

TEST_F(AsOfHeadTest, ASubmissionIsNamedByTheBeginningOfItsId) {
  ASSERT_EQ(shell_.RunLine("export --all -o all.zip --casebook book").code, 0);
  const std::string zip = shell_.Read("all.zip");
  // Leaves stand in the bundle as they are: "tallystick-leaf-v1", then the submission's id.
  std::vector<std::string> ids;
  for (size_t at = zip.find("tallystick-leaf-v1\n"); at != std::string::npos;
       at = zip.find("tallystick-leaf-v1\n", at + 1)) {
    ids.push_back(zip.substr(at + 19, 64));
  }
  ASSERT_EQ(ids.size(), 4);
  EXPECT_EQ(As(ids[2].substr(0, 12)).out, As("3").out);
  EXPECT_EQ(As(ids[2]).out, As("3").out);
  EXPECT_EQ(As(ids[2].substr(0, 5)).code, 2);
}

TEST_F(AsOfHeadTest, ATimeIsByTheAuthorsClocksAndItIsSaid) {
  const Outcome day = As("2022-11-01");
  EXPECT_THAT(day.out, StartsWith("As of #4: all"));
  EXPECT_THAT(day.out, HasSubstr("Up to 2022-11-01T23:59:59Z by the authors' own clocks, which prove nothing.\n"
                                 "1 of these entries say"));
  EXPECT_THAT(day.out, HasSubstr("No outside evidence bounds it.\n"));
  EXPECT_THAT(As("2022-10-30").out, StartsWith("As of #2:"));
  EXPECT_THAT(As("2022-10-30T09:59:59Z").out, StartsWith("As of #0:"));
  EXPECT_THAT(As("2022-10-30T12:00:00+02:00").out, StartsWith("As of #2:"));
  EXPECT_THAT(As("2022-11-01T09:00:00Z").out, StartsWith("As of #2:"));
  EXPECT_THAT(As("2").out, Not(HasSubstr("clock")));
}

// A view that forgot to look at --as-of would answer.
TEST_F(AsOfHeadTest, EveryViewTakesPart) {
  int views = 0;
  for (const Command& command : AllCommands()) {
    if (command.access != Access::kViews) continue;
    ++views;
    std::vector<std::string> words = {command.noun};
    if (command.verb[0] != '\0') words.push_back(command.verb);
    for (const Positional& p : command.positionals) {
      if (p.required) words.push_back("Early");
    }
    for (const char* word : {"--casebook", "book", "--as-of", "#99"}) words.push_back(word);
    const Outcome outcome = shell_.Run(words);
    EXPECT_EQ(outcome.code, 5) << absl::StrJoin(words, " ");
    EXPECT_THAT(outcome.err, HasSubstr("there is no head #99")) << absl::StrJoin(words, " ");
    EXPECT_EQ(outcome.out, "") << absl::StrJoin(words, " ");
  }
  EXPECT_GE(views, 8);
}

}  // namespace
}  // namespace tallystick
