// JSON Lines as a person writes them: every error with its place, all or nothing, the same file twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGood[] =
    R"({"handle":"doc","kind":"capture","file":"doc.txt"})"
    "\n"
    R"({"handle":"agency","kind":"source","identity":{"kind":"outlet","names":[{"text":"Agence Désert"}]}})"
    "\n\n"
    R"({"kind":"claim","attribution":{"steps":[{"sources":["@agency"]}]},"quote":{"capture":"@doc","exact":"dozens fell"},)"
    R"("quantity":{"words":"dozens"},"note":{"label":"c1"}})"
    "\n";

class ImportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
    shell.Write("doc.txt", "In the north dozens fell.\n");
  }
  Outcome Import(const std::string& text) {
    shell.Write("rows.jsonl", text);
    return shell.RunLine("import rows.jsonl --casebook book");
  }
  std::string Listed() { return shell.RunLine("list --jsonl --casebook book").out; }
  SeededShell shell;
};

TEST_F(ImportTest, RecordsEveryLine) {
  const Outcome outcome = Import(kGood);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Listed(), HasSubstr("dozens fell"));
  EXPECT_EQ(shell.RunLine("check --casebook book").code, 0);
}

TEST_F(ImportTest, TheSameFileTwiceAddsNothing) {
  ASSERT_EQ(Import(kGood).code, 0);
  const std::string before = Listed();
  const Outcome again = Import(kGood);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("3 rows were recorded before"));
  EXPECT_EQ(Listed(), before);
}

TEST_F(ImportTest, NamesThatFoldAlikeAreOneName) {
  ASSERT_EQ(Import(R"({"kind":"entity","names":{"type":"actor","names":[{"text":"GSIM"},{"text":"Gsim"},{"text":"JNIM"}]}})"
                   "\n")
                .code,
            0);
  EXPECT_EQ(shell.RunLine("check --casebook book").code, 0);
  EXPECT_EQ(shell.RunLine("show gsim --casebook book").code, 0);
}

TEST_F(ImportTest, RowsRepeatedWithinAFileStay) {
  const std::string row = R"({"kind":"source","identity":{"kind":"unnamed"}})"
                          "\n";
  ASSERT_EQ(Import(row + row).code, 0);
  const Outcome third = Import(row + row + row);
  EXPECT_THAT(third.out, HasSubstr("2 rows were recorded before"));
  EXPECT_THAT(third.out, HasSubstr("recorded source"));
}

struct BadLine {
  const char* line;
  const char* message;
};

TEST_F(ImportTest, EveryErrorHasItsPlaceAndNothingIsWritten) {
  const BadLine lines[] = {
      {R"({"kind":"source","identity":{"kind":"outlet","names":[{"text":"A"}]})", "rows.jsonl:1:69: the text ends in the middle"},
      {R"({"kind":"source","colour":"red"})", "rows.jsonl:1:18: unknown field \"colour\""},
      {R"({"kind":"source","kind":"claim"})", "rows.jsonl:1:18: field \"kind\" appears twice"},
      {R"({"kind":"martian"})", "rows.jsonl:1:9: \"martian\" is not a value of \"kind\""},
      {R"({"note":{"text":"é"},"file":7})", "rows.jsonl:1:29: expected a string"},
      {"{\"note\":{\"text\":\"\xff\"}}", "rows.jsonl:1:18: not valid UTF-8"},
      {R"({"identity":{"kind":"outlet"}})", "rows.jsonl:1: kind: say what kind of record it is"},
      {R"({"kind":"source","identity":{"kind":"outlet"}})", "rows.jsonl:1: identity.names: a source has a name"},
      {R"({"kind":"capture","file":"none.txt"})", "rows.jsonl:1: file: "},
      {R"({"kind":"capture"})", "rows.jsonl:1: file: a capture names the file"},
      {R"({"kind":"key","key":{"role":"author"}})", "rows.jsonl:1: kind: keys and custody have commands of their own"},
      {R"({"kind":"link","link":{"type":"same","from":"@nobody","to":["@nobody"]}})",
       "rows.jsonl:1: link.from: no line before this one has the handle \"nobody\""},
  };
  for (const BadLine& bad : lines) {
    const std::string before = Listed();
    const Outcome outcome = Import(std::string(bad.line) + "\n" + kGood);
    EXPECT_EQ(outcome.code, 1) << bad.line;
    EXPECT_THAT(outcome.err, HasSubstr(bad.message)) << bad.line;
    EXPECT_THAT(outcome.err, HasSubstr("hint: nothing was recorded")) << bad.line;
    EXPECT_EQ(Listed(), before) << bad.line;
    EXPECT_FALSE(std::filesystem::exists("book/captures")) << bad.line;
  }
}

TEST_F(ImportTest, AllErrorsAreCollectedButNotWhatFollowsFromThem) {
  const Outcome outcome = Import(
      R"({"handle":"a","kind":"source","identity":{"kind":"outlet"}})"
      "\n"
      R"({"handle":"b","kind":"source","identity":{"kind":"unnamed","controller":"@a"}})"
      "\n"
      R"({"kind":"martian"})"
      "\n");
  EXPECT_THAT(outcome.err, HasSubstr("rows.jsonl:1: identity.names"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("rows.jsonl:2")));
  EXPECT_THAT(outcome.err, HasSubstr("tally: rows.jsonl:3:9: "));
}

TEST_F(ImportTest, StandardInputWorks) {
  const Outcome outcome = shell.RunLine("import - --casebook book", kGood);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

}  // namespace
}  // namespace tallystick
