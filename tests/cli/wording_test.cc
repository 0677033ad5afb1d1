// What a person reads in lists and findings: names from right to left, one numbering, and not more than fits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/views/findings_text.h"
#include "cli/views/layout.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class WordingTest : public ::testing::Test {
 protected:
  WordingTest() {
    shell_.Write("one.txt", "نحو 60 قتيلا. Some say \u202e20 were killed.\n");
    for (const char* line : {
             "init book --no-passphrase", "capture add one.txt --title one", "source add \"النبأ 356\" --kind publication --label naba",
             "entity add \"معركة أرا\" --type event",
             "claim add 60 --in one --quote \"نحو 60 قتيلا\" --by naba --predicate killed --event \"معركة أرا\" --label a",
             "claim add 20 --in one --quote \"Some say \u202e20 were killed\" --by naba --predicate killed --full --event \"معركة أرا\" --label b",
         }) {
      const Outcome outcome = Tally(line);
      EXPECT_EQ(outcome.code, 0) << line << outcome.err;
    }
  }
  Outcome Tally(const std::string& line) {
    return shell_.RunLine(line.substr(0, 4) == "init" ? line : line + " --casebook book");
  }
  SeededShell shell_;
};

TEST_F(WordingTest, NamesFromRightToLeftAreIsolatedInEveryView) {
  for (const char* line : {"list", "show a", "search النبأ", "sources", "trace a"}) {
    EXPECT_THAT(Tally(line).out, HasSubstr("\u2068النبأ 356\u2069")) << line;
  }
  for (const char* line : {"list claims", "show a", "trace a", "search قتيلا"}) {
    EXPECT_THAT(Tally(line).out, HasSubstr("\u2068نحو 60 قتيلا\u2069")) << line;
  }
  EXPECT_THAT(Tally("conflicts --full").out, HasSubstr("\u2068معركة أرا\u2069"));
  EXPECT_THAT(Tally("list --json").out, Not(HasSubstr("\u2068")));
  EXPECT_EQ(shell_.Run({"show", "\u2068النبأ 356\u2069", "--casebook", "book"}).code, 0) << "copied from a view";
}

TEST_F(WordingTest, MarksOfDirectionInASourceAreSeenAndSteerNothing) {
  for (const char* line : {"list claims", "show b", "trace b", "trace b --svg -"}) {
    const std::string out = Tally(line).out;
    EXPECT_THAT(out, Not(HasSubstr("\u202e"))) << line;
  }
  EXPECT_THAT(Tally("show b").out, HasSubstr("Some say \uFFFD20 were killed"));
}

TEST(CutTest, AnIsolateThatIsCutIsClosed) {
  EXPECT_EQ(Cut("\u2068نحو 60\u2069", 4), "\u2068نحو…\u2069");
  EXPECT_EQ(Cut("\u2068نحو\u2069 abcdef", 6), "\u2068نحو\u2069 a…");
}

TEST_F(WordingTest, WhatAViewCallsASubmissionIsWhatAsOfTakes) {
  const std::string shown = Tally("show b").out;
  EXPECT_THAT(shown, HasSubstr("submission #6, id "));
  EXPECT_THAT(shown, HasSubstr("--as-of '#6'"));
  const std::string id = shown.substr(shown.find(", id ") + 5, 12);
  for (const std::string& head : {std::string("#6"), id}) {
    EXPECT_EQ(shell_.Run({"show", "b", "--casebook", "book", "--as-of", head}).code, 0) << head;
  }
  EXPECT_EQ(shell_.Run({"show", "b", "--casebook", "book", "--as-of", "#5"}).code, 5);
  EXPECT_THAT(Tally("list claims").out, HasSubstr("  #6  claim  b “"));
}

TEST_F(WordingTest, JudgementsAndLinksAreListedWithWhatTheySay) {
  ASSERT_EQ(Tally("link add a corrects b").code, 0);
  ASSERT_EQ(Tally("judge a --status used --credibility 3 --reason \"printed on Monday\"").code, 0);
  EXPECT_THAT(Tally("list links").out, HasSubstr("link  corrects: a → b\n"));
  const std::string judged = absl::StrJoin(absl::StrSplit(Tally("list judgements").out, absl::ByAnyChar(" \n"), absl::SkipEmpty()), " ");
  EXPECT_THAT(judged, HasSubstr("used, credibility 3: a · reason: printed on Monday, by "));
}

TEST_F(WordingTest, ConflictsAreNarrowedByKindAndVerdict) {
  EXPECT_EQ(Tally("conflicts --kind elephants").code, 5);
  EXPECT_EQ(Tally("conflicts --verdict sorry").code, 1);
  EXPECT_THAT(Tally("conflicts --verdict agrees").out, Not(HasSubstr("CONTRADICTS")));
}

TEST(FindingsAsTextTest, MoreThanFitBeginWithHowManyThereAre) {
  v1::Findings findings;
  for (int i = 0; i < 25; ++i) {
    v1::Finding* f = findings.add_findings();
    f->set_id(absl::StrCat(100000 + i));
    f->set_kind(i < 22 ? "one-scope" : "told-apart");
    f->set_verdict(i < 2 ? v1::Finding::contradicts : v1::Finding::note);
    f->set_sentence("A sentence.");
  }
  const std::string text = FindingsAsText(findings, {}, 80);
  EXPECT_THAT(text, StartsWith("25 findings\n  2 contradictions: 2 one-scope\n  23 notes: 20 one-scope, 3 told-apart\n"));
  EXPECT_THAT(text, HasSubstr("\n… and 5 more (use --all)\n"));
  EXPECT_THAT(text, Not(HasSubstr("100020")));
  const std::string all = FindingsAsText(findings, {.all = true}, 80);
  EXPECT_THAT(all, HasSubstr("100024"));
  EXPECT_THAT(all, Not(HasSubstr("use --all")));
  findings.mutable_findings()->DeleteSubrange(20, 5);
  EXPECT_THAT(FindingsAsText(findings, {}, 80), StartsWith("CONTRADICTS"));
}

}  // namespace
}  // namespace tallystick
