// `tally trace` and `tally sources` as a person sees them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/views/layout.h"
#include "cli/views/svg.h"
#include "core/record/json.h"
#include "proto/finding.pb.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Three articles, two of which have one number from the same magazine.
class TraceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    shell.Write("one.txt", "Some 60 were killed, the magazine says. A source says 20.\n");
    shell.Write("two.txt", "Le magazine parle de 60 morts.\n");
    for (const char* line : {
             "init book --no-passphrase",
             "capture add one.txt --casebook book --published 2022-10-30",
             "capture add two.txt --casebook book",
             "source add Courier --kind outlet --reliability B --reason \"long known\" --casebook book",
             "source add \"وكالة أنباء الساحل\" --kind outlet --controller Courier --label sahel --casebook book",
             "source add \"صحيفة النبأ الأسبوعية\" --kind publication --label naba --casebook book",
             "source add --kind unnamed --label src-1 --casebook book",
             "entity add \"Battle of Arra\" --type event --casebook book",
             "claim add \"Some 60\" --in one.txt --quote \"Some 60 were killed\" --by Courier --by naba --predicate "
             "killed "
             "--event \"Battle of Arra\" --label sixty --casebook book",
             "claim add 20 --in one.txt --quote \"A source says 20\" --by Courier --by src-1 --predicate killed "
             "--event \"Battle of Arra\" --full --label twenty --casebook book",
             "claim add 60 --in two.txt --quote \"60 morts\" --by sahel --by naba --predicate killed "
             "--event \"Battle of Arra\" --label soixante --casebook book",
         }) {
      const Outcome outcome = shell.RunLine(line);
      ASSERT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    }
  }

  Outcome Tally(const std::string& line) { return shell.RunLine(line + " --casebook book"); }

  static void ExpectFits(const std::string& text) {
    for (absl::string_view line : absl::StrSplit(text, '\n')) EXPECT_LE(DisplayWidth(line), 80u) << line;
  }

  SeededShell shell;
};

TEST_F(TraceTest, AnEventMeansAllItsClaimsAndGivesThreeNumbers) {
  const Outcome outcome = Tally("trace \"Battle of Arra\"");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("event Battle of Arra: 3 claims\n"));
  EXPECT_THAT(outcome.out, HasSubstr("3 reports, at most 2 origins, 2 routes\n"));
  ExpectFits(outcome.out);
}

TEST_F(TraceTest, ChainsThatBeginAlikeAreDrawnOnceAndWhatWasDrawnIsNotDrawnAgain) {
  const std::string text = Tally("trace \"Battle of Arra\"").out;
  const auto count = [&text](absl::string_view word) {
    return std::vector<std::string>(absl::StrSplit(text, std::string(word))).size() - 1;
  };
  EXPECT_EQ(count("─ Courier (outlet)"), 1u) << text;
  EXPECT_EQ(count("صحيفة النبأ الأسبوعية"), 4u) << "twice in the tree, in a reason and as a choke point\n" << text;
  EXPECT_EQ(count("(see\u00a0above)"), 1u) << text;
  EXPECT_THAT(text, HasSubstr("╌ ◆ src-1 (unnamed source)"));
  EXPECT_THAT(text, HasSubstr("A dashed line"));
  for (const char* label : {"• sixty “Some 60", "• twenty “A source", "• soixante “60 morts”"}) {
    EXPECT_EQ(count(label), 1u) << text;
  }
}

TEST_F(TraceTest, TheChokePointIsMarkedInWords) {
  const Outcome outcome = Tally("trace sixty soixante");
  EXPECT_THAT(outcome.out, HasSubstr("◆ \u2068صحيفة النبأ الأسبوعية\u2069 (publication) – choke point\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Both reports pass through"));
  EXPECT_THAT(Tally("trace sixty twenty").out, Not(HasSubstr("src-1 (unnamed source) – choke point")))
      << "as many points as reports bind nothing";
}

TEST_F(TraceTest, AFindingMeansTheClaimsOnItsSides) {
  v1::Findings findings;
  ASSERT_TRUE(DecodeJson(Tally("conflicts --json").out, &findings).ok());
  ASSERT_GT(findings.findings_size(), 0);
  const Outcome outcome = Tally(absl::StrCat("trace ", findings.findings(0).id().substr(0, 12), " --json"));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  v1::TraceDocument document;
  ASSERT_TRUE(DecodeJson(outcome.out, &document).ok());
  EXPECT_EQ(document.chains_size(), findings.findings(0).claims_size());
  EXPECT_THAT(document.subjects(0), HasSubstr(absl::StrCat("finding ", findings.findings(0).id().substr(0, 12))));
}

TEST_F(TraceTest, WhatNamesNoClaimIsRefusedWithAHint) {
  const std::pair<const char*, const char*> refused[] = {{"nobody", "no claim goes by \"nobody\""},
                                                         {"deadbeefdead", "no claim goes by \"deadbeefdead\""}};
  for (const auto& [word, message] : refused) {
    const Outcome outcome = Tally(absl::StrCat("trace ", word));
    EXPECT_EQ(outcome.code, 5);
    EXPECT_THAT(outcome.err, HasSubstr(message));
    EXPECT_THAT(outcome.err, HasSubstr("hint:"));
  }
  ASSERT_EQ(Tally("entity add Elsewhere --type event").code, 0);
  EXPECT_THAT(Tally("trace Elsewhere").err, HasSubstr("no claim is about \"Elsewhere\""));
}

TEST_F(TraceTest, SvgAndProvGoToFilesAndOneOfThemToStandardOutput) {
  ASSERT_EQ(Tally("trace sixty --svg chain.svg --prov chain.json").code, 0);
  EXPECT_THAT(shell.Read("chain.svg"), HasSubstr("</svg>"));
  EXPECT_THAT(shell.Read("chain.json"), HasSubstr("\"prefix\""));
  EXPECT_EQ(Tally("trace sixty --prov -").out, shell.Read("chain.json"));
  EXPECT_EQ(Tally("trace sixty --svg - --prov -").code, 2);
}

TEST_F(TraceTest, AFileThatIsThereIsNotOverwrittenAndNothingElseWritten) {
  shell.Write("mine.svg", "mine");
  const Outcome outcome = Tally("trace sixty --prov new.json --svg mine.svg");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("--svg: \"mine.svg\" is there already; nothing was written\nhint: "));
  EXPECT_EQ(shell.Read("mine.svg"), "mine");
  EXPECT_FALSE(std::filesystem::exists(shell.folder() / "new.json"));
  EXPECT_EQ(Tally("trace sixty --prov both --svg both").code, 2);
}

TEST_F(TraceTest, TheDrawingShowsTheNumbers) {
  const std::string svg = Tally("trace \"Battle of Arra\" --svg -").out;
  EXPECT_THAT(svg, HasSubstr(">3 reports, at most 2 origins, 2 routes</text>"));
}

TEST_F(TraceTest, TheDrawingHasATitleADescriptionAndATextForEachNode) {
  const std::string svg = Tally("trace sixty soixante --svg -").out;
  EXPECT_THAT(svg, HasSubstr("<svg role=\"img\" aria-labelledby=\"chains-title chains-text\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"chains-title\">Who really said it: 2 reports"));
  EXPECT_THAT(svg, HasSubstr("← صحيفة النبأ الأسبوعية (publication)"));
  EXPECT_THAT(svg, HasSubstr("<title>Courier (outlet)</title>"));
  EXPECT_THAT(svg, HasSubstr("◆ choke point"));
  for (absl::string_view line : absl::StrSplit(svg, '\n')) {
    if (line.find("<title>") == absl::string_view::npos) continue;
    EXPECT_LT(line.find_first_not_of("0123456789abcdef", line.find("<title>") + 7), line.find("<title>") + 7 + 64)
        << "an id is no text alternative: " << line;
  }
}

TEST(AccessibleSvg, OtherTextStaysAsItIs) {
  EXPECT_EQ(AccessibleSvg("no drawing", "t", "d"), "no drawing");
  EXPECT_EQ(AccessibleSvg("<svg><title>a</title></svg>", "1 < 2", "&"),
            "<svg role=\"img\" aria-labelledby=\"chains-title chains-text\">\n<title id=\"chains-title\">1 &lt; "
            "2</title>\n<desc id=\"chains-text\">&amp;</desc><title>a</title></svg>");
}

TEST_F(TraceTest, SourcesSayWhoCarriesWhatOnWhoseWord) {
  const Outcome outcome = Tally("sources");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  ExpectFits(outcome.out);
  EXPECT_THAT(outcome.out, HasSubstr("Courier (outlet, grade B)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("on the word of"));
  v1::SourcesDocument document;
  ASSERT_TRUE(DecodeJson(Tally("sources --json").out, &document).ok());
  ASSERT_EQ(document.sources_size(), 4);
  const v1::SourceItem* courier = nullptr;
  for (const v1::SourceItem& item : document.sources()) {
    if (item.name() == "Courier") courier = &item;
  }
  ASSERT_NE(courier, nullptr);
  EXPECT_EQ(courier->carries(), 2);
  EXPECT_EQ(courier->grade(), "B");
  EXPECT_EQ(courier->captures(), 1);
  EXPECT_EQ(courier->on_word_of_size(), 2);
}

TEST_F(TraceTest, SourcesOfAClaimAreThoseInItsChain) {
  v1::SourcesDocument document;
  ASSERT_TRUE(DecodeJson(Tally("sources soixante --json").out, &document).ok());
  EXPECT_EQ(document.sources_size(), 2);
  EXPECT_EQ(Tally("sources nobody").code, 5);
}

}  // namespace
}  // namespace tallystick
