// `tally trace --impact` and `tally radar` as a person meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class RadarTest : public ::testing::Test {
 protected:
  RadarTest() {
    shell_.Write("a.txt", "The governor said that the final toll in Arra is 30 civilians killed.");
    shell_.Write("b.txt", "A nurse told the Herald that at least 45 civilians were killed in Arra.");
    Run("init book --no-passphrase", "");
    Run("source add Courier --kind outlet");
    Run("source add Herald --kind outlet --controller Courier");
    Run("capture add a.txt --title Courier-30 --publisher Courier");
    Run("capture add b.txt --title Herald-31");
    Run("entity add Fighting --type event");
    Claim("30", "Courier-30", "the final toll in Arra is 30 civilians killed", "Courier", "toll");
  }

  std::string Run(const std::string& line, const std::string& book = " --casebook book", int code = 0) {
    const Outcome outcome = shell_.RunLine(line + book);
    EXPECT_EQ(outcome.code, code) << line << "\n" << outcome.err << outcome.out;
    return outcome.out;
  }
  void Claim(const std::string& words, const std::string& in, const std::string& quote, const std::string& by,
             const std::string& label) {
    Run(absl::StrCat("claim add \"", words, "\" --in ", in, " --quote \"", quote, "\" --by ", by,
                     " --basis own_count --predicate killed --victims civilians --full --event Fighting --label ",
                     label));
  }
  void Nurse() { Claim("at least 45", "Herald-31", "at least 45 civilians were killed in Arra", "Herald", "nurse-45"); }

  json Json(const std::string& line) { return json::parse(Run(line + " --json")); }
  std::vector<std::string> Changes(const json& radar) {
    std::vector<std::string> what;
    for (const json& claim : radar["claims"]) {
      for (const json& change : claim.value("changes", json::array())) what.push_back(change["what"]);
    }
    return what;
  }
  void ExpectNarrow(const std::string& text) {
    for (absl::string_view line : absl::StrSplit(text, '\n'))
      EXPECT_LE(line.size(), 80 + 8) << line;  // “ ” … take three bytes
  }

  SeededShell shell_;
};

TEST_F(RadarTest, ImpactFollowsNamesFromASourceToItsClaimsAndFindings) {
  Nurse();
  Run("link add Herald-31 copies Courier-30");
  Run("judge toll --credibility 3 --reason checked");
  const std::string text = Run("trace --impact Courier");
  ExpectNarrow(text);
  EXPECT_THAT(text, AllOf(HasSubstr("source "), HasSubstr("Herald: is run by it"), HasSubstr("was published by it"),
                          HasSubstr("Judgements about any of these"), HasSubstr("Findings that rest on any of these"),
                          HasSubstr("contradicts"), HasSubstr("If it alone were retracted, no finding would change.")));
  const json impact = Json("trace --impact Courier-30");
  std::map<std::string, std::string> reasons;
  for (const json& item : impact["rests"])
    reasons[item["kind"].get<std::string>() + " " + item["name"].get<std::string>()] = item["reason"];
  EXPECT_EQ(reasons["capture Herald-31"], "is a copy of it");
  EXPECT_EQ(reasons["claim nurse-45 “at least 45 civilians were killed in Arra”"], "quotes it");
  ASSERT_EQ(impact["retractions"].size(), 2);
  EXPECT_FALSE(impact["retractions"][0].contains("gone"));
  std::vector<std::string> gone;
  for (const json& finding : impact["retractions"][1]["gone"]) gone.push_back(finding["kind"]);
  EXPECT_THAT(gone, ElementsAre("one-scope", "retelling-drift")) << "as a copy it retells what its original says";
  EXPECT_EQ(impact["retractions"][1]["claims"], 2);
}

TEST_F(RadarTest, ImpactTellsWhatARetractionOfAClaimDoesAndThenItDoesIt) {
  Nurse();
  const json before = Json("conflicts");
  const json impact = Json("trace --impact nurse-45");
  ASSERT_EQ(impact["findings"].size(), 1);
  ASSERT_EQ(impact["retractions"].size(), 1) << "nothing rests on it";
  ASSERT_EQ(impact["retractions"][0]["gone"].size(), 1);
  EXPECT_EQ(impact["retractions"][0]["gone"][0]["id"], before["findings"][0]["id"]);
  EXPECT_THAT(Run("trace --impact nurse-45"),
              AllOf(HasSubstr("Nothing rests on it."), HasSubstr("If it alone were retracted:\n  goes: ")));
  Run("judge nurse-45 --status retracted");
  EXPECT_FALSE(Json("conflicts").contains("findings"));
  EXPECT_THAT(Run("trace --impact nurse-45"), HasSubstr("If it alone were retracted, no finding would change."));
}

// Three reports of one figure: without one of them the agreement has another id and is one that changes.
TEST_F(RadarTest, ImpactSaysWhatChangesInAFinding) {
  shell_.Write("three.txt", "25 civilians were killed. A count of 25 civilians. It was 25 civilians.\n");
  Run("capture add three.txt --title three");
  Run("entity add \"Battle of Bir\" --type event");
  const char* quotes[] = {"25 civilians were killed", "A count of 25 civilians", "It was 25 civilians"};
  for (const char* quote : quotes) {
    const std::string label(1, quote[0]);
    Run(absl::StrCat("source add \"Outlet ", label, "\" --kind outlet"));
    Run(absl::StrCat("claim add 25 --in three --quote \"", quote, "\" --by \"Outlet ", label,
                     "\" --predicate killed --victims civilians --event \"Battle of Bir\" --label bir-", label));
  }
  const std::string text = Run("trace --impact bir-I");
  ExpectNarrow(text);
  EXPECT_THAT(text, HasSubstr("  changes: "));
  std::string flat;
  for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) absl::StrAppend(&flat, word, " ");
  EXPECT_THAT(flat, HasSubstr("What changes: the claim bir-I is no longer among its claims;"));
  EXPECT_THAT(flat, HasSubstr("; its id is then "));
}

TEST_F(RadarTest, ImpactTakesOneRecordAndDrawsNothing) {
  Run("trace --impact toll Courier", " --casebook book", 2);
  Run("trace --impact toll --svg x.svg", " --casebook book", 2);
  Run("trace --impact nobody", " --casebook book", 5);
}

TEST_F(RadarTest, WhatIsNoRecordOrNoClaimIsNamedForWhatItIs) {
  Nurse();
  const std::string id = Json("conflicts")["findings"][0]["id"].get<std::string>().substr(0, 12);
  for (const char* command : {"show ", "trace --impact "}) {
    const Outcome outcome = shell_.RunLine(command + id + " --casebook book");
    EXPECT_EQ(outcome.code, 5);
    EXPECT_THAT(outcome.err, HasSubstr("of a finding: tally conflicts " + id));
  }
  const Outcome source = shell_.RunLine("trace Courier --casebook book");
  EXPECT_EQ(source.code, 5);
  EXPECT_THAT(source.err, AllOf(HasSubstr("\"Courier\" is a source, no claim"), HasSubstr("hint: tally sources ")));
}

TEST_F(RadarTest, AnArticleIsReadForQuotesLabelsAndIds) {
  Nurse();
  const std::string id = Json("list claims")["items"][1]["id"];
  shell_.Write(
      "article.txt",
      absl::StrCat(
          "A story.\n\nThe final toll in ARRA is 30\ncivilians killed, we hear. It is not known who they were.\n"
          "\nAt least 46 civilians were killed in Arra. See nurse-45 (",
          id.substr(0, 12), ") and toll.\n"));
  const json radar = Json("radar article.txt");
  ASSERT_EQ(radar["claims"].size(), 2);
  EXPECT_EQ(radar["claims"][0]["label"], "toll");
  ASSERT_EQ(radar["claims"][0]["places"].size(), 1) << "the label \"toll\" is an everyday word";
  EXPECT_EQ(radar["claims"][0]["places"][0]["line"], 3);
  EXPECT_EQ(radar["claims"][0]["places"][0]["how"], "words");
  std::vector<std::string> how;
  for (const json& place : radar["claims"][1]["places"]) {
    EXPECT_EQ(place["line"], 6);
    how.push_back(place["how"]);
  }
  EXPECT_THAT(how, testing::UnorderedElementsAre("id", "label", "nearly"));
  EXPECT_THAT(Changes(radar), Each("disputed"));
  EXPECT_EQ(radar["sentences"], 4);
  EXPECT_EQ(radar["not_recognised"], 1);
  const std::string text = Run("radar article.txt");
  ExpectNarrow(text);
  EXPECT_THAT(text, AllOf(HasSubstr("line 6, nearly in these words: “46” where the claim has “45”"),
                          HasSubstr("DISPUTED (finding "), HasSubstr("Not recognised: in 1 of 4 sentences no claim"),
                          HasSubstr("This does not say that the text is right.\n")));
}

TEST_F(RadarTest, ADisputeReachesTheOtherTellingsOfTheStatement) {
  shell_.Write("c.txt",
               "The Herald told us of at least 45 killed civilians; the Herald told us of at least 50 as well.");
  Run("capture add c.txt --title Mirror-1 --publisher Courier");
  Nurse();
  Claim("at least 45", "Mirror-1", "at least 45 killed civilians", "Herald", "again-45");
  Run("link add again-45 same_statement nurse-45");
  const json findings = Json("conflicts")["findings"];
  ASSERT_EQ(findings[0]["verdict"], "contradicts");
  const std::string named = findings[0]["claims"].dump();
  const std::string nurse = Json("show nurse-45")["id"], again = Json("show again-45")["id"];
  ASSERT_NE(named.find(nurse) == std::string::npos, named.find(again) == std::string::npos) << "one stands for both";
  const bool nurse_named = named.find(nurse) != std::string::npos;
  const std::string other = nurse_named ? "again-45" : "nurse-45";
  shell_.Write("article.txt", "See " + other + ".");
  const json radar = Json("radar article.txt");
  EXPECT_THAT(Changes(radar), ElementsAre("disputed"));
  EXPECT_EQ(radar["claims"][0]["changes"][0]["through"], nurse_named ? nurse : again);
  EXPECT_EQ(radar["claims"][0]["changes"][0]["finding"], findings[0]["id"]);
  EXPECT_THAT(Run("radar article.txt"), HasSubstr(absl::StrCat(") through ", nurse_named ? "nurse-45" : "again-45")));
  EXPECT_THAT(Run("trace --impact " + other), HasSubstr("\nDisputed through claims that tell the same statement:\n"));
  EXPECT_THAT(Run("trace --impact toll"), Not(HasSubstr("Disputed through")));
}

TEST_F(RadarTest, NothingChangedIsSaidForTheClaimsFoundAlone) {
  const Outcome outcome = shell_.RunLine("radar - --fail-on-change --casebook book",
                                         "<p>The final toll in Arra is <b>30</b> civilians killed.</p>");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out,
              HasSubstr("The one claim found has not been retracted, replaced, withdrawn, corrected,\nundercut, "
                        "disputed or judged since.\nNot recognised: in 0 of 1 sentence "));
  EXPECT_THAT(shell_.RunLine("radar - --casebook book", "Nothing that we know.").out, HasSubstr("No claim was found."));
}

TEST_F(RadarTest, WhatIsNoTextIsRefusedByItsName) {
  const struct {
    std::string bytes, problem;
  } kCases[] = {{"", "odd.txt is empty"},
                {"\xff\xfe", "odd.txt is neither a bundle nor a text in UTF-8 (byte 0)"},
                {std::string("a\0b", 3), "odd.txt is neither a bundle nor a text in UTF-8 (byte 1)"}};
  for (const auto& c : kCases) {
    shell_.Write("odd.txt", c.bytes);
    const Outcome outcome = shell_.RunLine("radar odd.txt --casebook book");
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("tally: " + c.problem));
  }
  EXPECT_THAT(shell_.RunLine("radar - --casebook book").err, HasSubstr("tally: standard input is empty"));
}

TEST_F(RadarTest, ADenialBesideTheWordsIsPointedOut) {
  shell_.Write("article.txt",
               "Nobody denies the war. It is not true that the final toll in Arra is 30 civilians killed.\n"
               "The final toll in Arra is 30 civilians killed.\n");
  const json places = Json("radar article.txt")["claims"][0]["places"];
  ASSERT_EQ(places.size(), 2);
  EXPECT_EQ(places[0].value("negation", ""), "not");
  EXPECT_FALSE(places[1].contains("negation"));
  Run("judge toll --credibility 2");
  EXPECT_THAT(Run("radar article.txt"), AllOf(HasSubstr("line 1, in these words; a negation stands beside it (“not”):"),
                                              HasSubstr("line 2, in these words\n")));
}

TEST_F(RadarTest, EachKindOfChangeIsNamedWithItsEntryAndAuthor) {
  Nurse();
  Run("judge toll --credibility 5");
  Run("link add nurse-45 corrects toll --asserter Herald --reason \"a later count\"");
  Run("judge Courier-30 --status retracted --reason forged");
  shell_.now = "2022-11-05T08:00:00Z";
  Run("judge toll --status retracted --reason \"a reading error\"");
  const std::string text = [&] {
    const Outcome outcome =
        shell_.RunLine("radar - --fail-on-change --casebook book", "The final toll in Arra is 30 civilians killed.");
    EXPECT_EQ(outcome.code, 4);
    return outcome.out;
  }();
  EXPECT_THAT(
      text, AllOf(HasSubstr("RETRACTED by a judgement: a reading error. Submission #12, recorded at"),
                  HasSubstr("CORRECTED by claim "), HasSubstr("as Herald says: a later count."),
                  HasSubstr("BASE RETRACTED Courier-30, which it names: forged."), HasSubstr("JUDGED credibility 5.")));
  EXPECT_THAT(text, HasSubstr("2022-11-05T08:00:00Z"));
  EXPECT_THAT(text, Not(HasSubstr("DISPUTED"))) << "what is retracted takes part in no finding";
}

TEST_F(RadarTest, OfABundleOnlyWhatItDoesNotShowIsNews) {
  Run("judge toll --credibility 2");
  Run("export --all --no-record -o then.zip");
  EXPECT_THAT(Run("radar then.zip --fail-on-change"), HasSubstr("The one claim found has not been retracted, "));
  Nurse();
  EXPECT_THAT(Changes(Json("radar then.zip")), testing::ElementsAre("disputed"));
  EXPECT_THAT(Run("radar then.zip"),
              HasSubstr("1 claim found; something was recorded about it that the bundle does not have.\n"));
  Run("judge toll --status retracted");
  EXPECT_THAT(Changes(Json("radar then.zip")), testing::ElementsAre("retracted"));
  Run("radar then.zip --fail-on-change", " --casebook book", 4);
  EXPECT_THAT(Changes(Json("radar then.zip --as-of 9")), testing::ElementsAre("disputed"));
  Run("init other --no-passphrase", "");
  EXPECT_THAT(Run("radar then.zip", " --casebook other"), HasSubstr("1 claim of the bundle is not in this casebook"));
}

TEST_F(RadarTest, VerifyNamesAFileThatIsNoBundle) {
  for (const char* bytes : {"", "no archive"}) {
    shell_.Write("odd.zip", bytes);
    const Outcome outcome = shell_.RunLine("verify odd.zip");
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("Bundle odd.zip\n"), HasSubstr("archive: "), Not(HasSubstr("archive: :")),
                                   Not(HasSubstr("archive: archive:"))));
  }
}

TEST_F(RadarTest, ABundleThatDoesNotVerifyIsNotRead) {
  Run("export --all --no-record -o then.zip");
  std::string zip = shell_.Read("then.zip");
  const size_t at = zip.find("final toll in Arra");
  ASSERT_NE(at, std::string::npos);
  zip[at] = 'F';
  shell_.Write("changed.zip", zip);
  const Outcome outcome = shell_.RunLine("radar changed.zip --casebook book");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("the bundle does not verify: "), HasSubstr("hint: tally verify")));
  shell_.Write("cut.zip", zip.substr(0, zip.size() / 2));
  EXPECT_EQ(shell_.RunLine("radar cut.zip --casebook book").code, 3);
}

TEST_F(RadarTest, OfUsedClaimsWhatCameAfterTheUseIsNews) {
  EXPECT_THAT(Run("radar"), HasSubstr("No claim was judged as used."));
  Run("judge toll --credibility 2");
  Run("judge toll --status used");
  EXPECT_THAT(Run("radar --used"), HasSubstr("The one claim found has not been retracted, "));
  Nurse();
  EXPECT_THAT(Changes(Json("radar")), testing::ElementsAre("disputed"));
  Run("radar --fail-on-change", " --casebook book", 4);
  Run("judge toll --status used --reason \"with the nurse's figure beside it\"");
  EXPECT_THAT(Run("radar --fail-on-change"), HasSubstr("The one claim found has not been retracted, "));
  Run("radar --used a.txt", " --casebook book", 2);
}

}  // namespace
}  // namespace tallystick
