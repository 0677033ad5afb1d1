// Judgements and grades that would say nothing, or something of the wrong thing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;

class RefusalTest : public ::testing::Test {
 protected:
  RefusalTest() {
    shell_.Write("one.txt", "30 were killed.\n");
    for (const char* line : {"init book --no-passphrase", "capture add one.txt --title one --casebook book",
                             "source add Courier --kind outlet --casebook book",
                             "claim add 30 --in one --quote \"30 were killed\" --by Courier --label toll --casebook book"}) {
      EXPECT_EQ(shell_.RunLine(line).code, 0) << line;
    }
  }
  void Refused(const std::string& line, int code, const std::string& message) {
    const Outcome outcome = shell_.RunLine(line);
    EXPECT_EQ(outcome.code, code) << line << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(message)) << line;
    EXPECT_THAT(outcome.err, HasSubstr("\nhint: ")) << line;
  }
  SeededShell shell_;
};

TEST_F(RefusalTest, OnlyAClaimHasACredibility) {
  Refused("judge Courier --credibility 2 --reason x --casebook book", 1, "verdict.credibility: only a claim has one; ");
  Refused("judge one --credibility 2 --reason x --casebook book", 1, " is a capture");
  Refused(absl::StrCat("judge --finding ", std::string(64, 'a'), " --credibility 2 --casebook book"), 1, "a finding has none");
  EXPECT_EQ(shell_.RunLine("judge toll --credibility 2 --reason x --casebook book").code, 0);
}

TEST_F(RefusalTest, AGradeNeedsItsReason) {
  Refused("source add X --kind outlet --reliability B --casebook book", 2, "--reliability: a grade needs its reason");
  EXPECT_EQ(shell_.RunLine("source add X --kind outlet --reliability B --reason known --casebook book").code, 0);
}

TEST_F(RefusalTest, AnEmptyValueIsNoAnswer) {
  for (const char* empty : {"", " "}) {
    const auto with = [empty](std::vector<std::string> words) {
      words.push_back(empty);
      return words;
    };
    for (const auto& words : {with({"judge", "toll", "--casebook", "book", "--status", "used", "--reason"}),
                              with({"verify", "no.zip", "--accept-unknown"}),
                              with({"list", "--casebook", "book", "--as-of"}),
                              with({"source", "add", "X", "--kind", "outlet", "--casebook", "book", "--label"})}) {
      const Outcome outcome = shell_.Run(words);
      EXPECT_EQ(outcome.code, 2) << words[0] << outcome.err;
      EXPECT_THAT(outcome.err, HasSubstr(absl::StrCat(words[words.size() - 2], ": the value is empty\nhint: "))) << words[0];
    }
  }
}

TEST_F(RefusalTest, AnImportIsHeldToTheSame) {
  const std::pair<const char*, const char*> lines[] = {
      {R"({"kind":"judgement","subject":{"records":["Courier"]},"verdict":{"credibility":2}})", "only a claim has one"},
      {R"({"kind":"judgement","subject":{"records":["toll"]},"verdict":{"status":"used"},"reason":{"text":" "}})", "reason.text: is empty"},
      {R"({"kind":"source","identity":{"kind":"outlet","names":[{"text":"Y"}]},"standing":{"reliability":"B"}})", "needs its reason"},
      {R"({"kind":"claim","standing":{"reliability":"B","reason":"x"}})", ""}};
  for (const auto& [line, message] : lines) {
    shell_.Write("lines.jsonl", absl::StrCat(line, "\n"));
    const Outcome outcome = shell_.RunLine("import lines.jsonl --casebook book");
    EXPECT_NE(outcome.code, 0) << line;
    EXPECT_THAT(outcome.err, HasSubstr(message)) << line;
  }
}

}  // namespace
}  // namespace tallystick
