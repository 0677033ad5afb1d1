// What a user sees of single commands: messages, hints, exit codes, --json, --dry-run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "proto/bundle.pb.h"
#include "proto/finding.pb.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A casebook with two outlets that count the dead of one event differently.
class CommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    shell.Write("one.txt", "The final toll is 30 civilians killed in Arra.\n");
    shell.Write("two.txt", "At least 45 civilians were killed in Arra, a nurse said.\n");
    for (const char* line : {
             "init book --no-passphrase",
             "capture add one.txt --casebook book --published 2022-10-30",
             "capture add two.txt --casebook book",
             "source add Courier --kind outlet --casebook book --contact \"+223 00 00\"",
             "source add Herald --kind outlet --casebook book",
             "source add --kind unnamed --label nurse --casebook book",
             "entity add \"Battle of Arra\" --type event --casebook book",
             "claim add 30 --in one.txt --quote \"30 civilians killed\" --by Courier --predicate killed --victims civilians "
             "--event \"Battle of Arra\" --full --label low --casebook book",
             "claim add \"At least 45\" --in two.txt --quote \"At least 45 civilians were killed\" --by Herald --by nurse "
             "--predicate killed --victims civilians --event \"Battle of Arra\" --label high --casebook book",
         }) {
      const Outcome outcome = shell.RunLine(line);
      ASSERT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    }
  }

  Outcome Tally(const std::string& line, const std::string& input = "") {
    return shell.RunLine(line + " --casebook book", input);
  }
  // Of the first that is listed.
  std::string FirstId(const std::string& kind) { return Tally("list " + kind).out.substr(0, 12); }

  SeededShell shell;
};

struct Refusal {
  const char* line;
  int code;
  const char* message;
};

TEST_F(CommandTest, SaysWhatIsWrongAndWhatToDo) {
  const Refusal refusals[] = {
      {"list elephants", 1, "\"elephants\" is no kind of record"},
      {"show nothing-of-that-name", 5, "no record goes by \"nothing-of-that-name\""},
      {"trace Courier", 5, "\"Courier\" is a source, no claim"},
      {"search !!", 1, "has no word to look for"},
      {"search elephant", 5, ""},
      {"source add Somebody --kind martian", 1, "\"martian\" is none of person, organisation"},
      {"source add --kind outlet", 1, "identity.names: a source has a name"},
      {"claim add 31 --in one.txt --quote \"31 civilians killed\" --by Courier", 1,
       "the quote is not in the capture; nearest is \"30 civilians killed\""},
      {"claim add --in one.txt --quote \"30 civilians killed\" --by Nobody", 5, "nothing is recorded under \"Nobody\""},
      {"claim add --in one.txt --quote \"30 civilians killed\" --by \"Battle of Arra\"", 5,
       "nothing is recorded under \"Battle of Arra\""},
      {"claim add many --in one.txt --quote \"30 civilians killed\" --by Courier", 1,
       "quantity.words: \"many\" stands neither in the quote nor in a passage of it"},
      {"claim add --in one.txt --quote \"30 civilians killed\" --by Courier --predicate slain", 1,
       "\"slain\" is not in the vocabulary"},
      {"claim add --in one.txt --quote \"30 civilians killed\" --by Courier --at 2022-13-01", 1,
       "--at: \"2022-13-01\" is not a date or time"},
      {"capture add missing.txt", 5, "missing.txt: No such file or directory"},
      {"link add low corrects low", 1, "leads back to where it starts"},
      {"judge low", 1, "verdict: says nothing"},
      {"judge low --credibility 7", 1, "goes from 1 (confirmed) to 6"},
      {"export -o x.zip", 1, "say what goes into the bundle"},
      {"export low -o x.zip --withhold low/elephant", 1, "names no slot of a record"},
      {"conflicts 0123456789ab", 5, "no finding has an id that begins with"},
  };
  for (const Refusal& r : refusals) {
    const Outcome outcome = Tally(r.line);
    EXPECT_EQ(outcome.code, r.code) << r.line << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(r.message)) << r.line;
  }
}

TEST_F(CommandTest, UsageErrorsExitWithTwo) {
  for (const char* line : {"", "nonsense", "claim", "claim add --elephant", "verify", "export low"}) {
    const Outcome outcome = shell.RunLine(line);
    EXPECT_EQ(outcome.code, 2) << line;
    EXPECT_THAT(outcome.err, HasSubstr("tally: ")) << line;
    EXPECT_THAT(outcome.err, HasSubstr("hint: ")) << line;
  }
}

TEST_F(CommandTest, HelpFitsEightyColumns) {
  for (const char* line : {"--help", "claim add --help", "source add --help", "export --help", "init --help", "link add --help"}) {
    const Outcome outcome = shell.RunLine(line);
    EXPECT_EQ(outcome.code, 0);
    size_t start = 0;
    for (size_t end; (end = outcome.out.find('\n', start)) != std::string::npos; start = end + 1) {
      EXPECT_LE(end - start, 82u) << outcome.out.substr(start, end - start);  // "…" has three bytes
    }
  }
}

TEST_F(CommandTest, WithoutACasebookSaysHowToMakeOne) {
  const Outcome outcome = shell.RunLine("list");
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("there is no casebook here"));
  EXPECT_THAT(outcome.err, HasSubstr("hint: make one with: tally init DIR"));
}

TEST_F(CommandTest, DryRunWritesNothing) {
  const std::string before = Tally("list --jsonl").out;
  for (const char* line : {"source add Gazette --kind outlet --dry-run", "capture add two.txt --dry-run",
                           "judge low --status used --dry-run", "export low -o dry.zip --dry-run"}) {
    const Outcome outcome = Tally(line);
    EXPECT_EQ(outcome.code, 0) << line << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("would ")) << line;
  }
  EXPECT_EQ(Tally("list --jsonl").out, before);
  EXPECT_FALSE(std::filesystem::exists("dry.zip"));
}

TEST_F(CommandTest, JsonIsOneVersionedDocument) {
  const auto expect = [this](const std::string& line, google::protobuf::Message* document, absl::string_view schema) {
    const Outcome outcome = Tally(line + " --json");
    const absl::Status status = DecodeCanonicalJson(absl::string_view(outcome.out).substr(0, outcome.out.size() - 1), document);
    EXPECT_TRUE(status.ok()) << line << ": " << status << "\n" << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr(absl::StrCat("{\"schema\":\"", schema, "\""))) << line;
  };
  v1::ListDocument list, found;
  expect("list", &list, "tallystick-list-v1");
  EXPECT_EQ(list.items_size(), 10);
  expect("search nurse", &found, "tallystick-list-v1");
  v1::RecordDocument record;
  expect("show low", &record, "tallystick-record-v1");
  EXPECT_EQ(record.slots_size(), 9);
  v1::TraceDocument trace;
  expect("trace high", &trace, "tallystick-trace-v1");
  EXPECT_EQ(trace.chains(0).steps_size(), 3);
  v1::Findings findings;
  expect("conflicts", &findings, "tallystick-findings-v1");
  v1::CheckDocument check;
  expect("check", &check, "tallystick-check-v1");
  EXPECT_EQ(check.verdict(), "pass");
  EXPECT_EQ(check.quotes(), 2);
  v1::CompareDocument compare;
  expect("compare low high", &compare, "tallystick-compare-v1");
  EXPECT_EQ(compare.content(), "contradicts");
  v1::SourcesDocument sources;
  expect("sources", &sources, "tallystick-sources-v1");
  v1::RecordedDocument recorded;
  expect("judge low --status open", &recorded, "tallystick-recorded-v1");
}

TEST_F(CommandTest, AContradictionExitsWithFourOnlyWhenAsked) {
  const Outcome quiet = Tally("conflicts");
  EXPECT_EQ(quiet.code, 0) << quiet.err;
  EXPECT_THAT(quiet.out, HasSubstr("CONTRADICTS"));
  EXPECT_EQ(Tally("conflicts --fail-on-conflict").code, 4);
  ASSERT_EQ(Tally("judge high --status retracted").code, 0);
  EXPECT_EQ(Tally("conflicts --fail-on-conflict").code, 0);
}

TEST_F(CommandTest, AFindingIsJudgedByTheBeginningOfItsId) {
  const std::string listed = Tally("conflicts").out;
  const std::string id = listed.substr(listed.find("CONTRADICTS  ") + 13, 12);
  ASSERT_EQ(Tally(absl::StrCat("judge --finding ", id, " --status false_alarm --reason typo")).code, 0);
  EXPECT_THAT(Tally("conflicts").out, HasSubstr("  Judged false alarm ("));
  EXPECT_THAT(Tally("conflicts").out, HasSubstr("): typo\n"));
  EXPECT_EQ(Tally("judge --finding 0123456789ab --status accepted").code, 5);
}

TEST_F(CommandTest, GradesAreShownWithTheirHistoryAndKeptApart) {
  ASSERT_EQ(Tally("source add Gazette --kind outlet --reliability C --reason heard --label gazette-c").code, 0);
  ASSERT_EQ(Tally("source add Gazette --kind outlet --reliability B --reason known --label gazette-b --replaces gazette-c").code, 0);
  const std::string source = Tally("show gazette-b").out;
  EXPECT_THAT(source, HasSubstr("reliability of the source (A to F)\n  was C, fairly reliable · "));
  EXPECT_THAT(source, HasSubstr("\n  now B, usually reliable · "));
  ASSERT_EQ(Tally("judge low --credibility 3").code, 0);
  ASSERT_EQ(Tally("judge low --credibility 1 --reason sure").code, 0);
  const std::string claim = Tally("show low").out;
  EXPECT_THAT(claim, HasSubstr("credibility of the claim (1 to 6)\n  was 3, possibly true · "));
  EXPECT_THAT(claim, HasSubstr("\n  now 1, confirmed by other sources · "));
  EXPECT_THAT(claim, HasSubstr("  NOT SHOWN: "));
  EXPECT_THAT(Tally("conflicts").out, HasSubstr("grade-1-unsupported"));
}

TEST_F(CommandTest, ABundleTellsUnknownFromFailedFromPassed) {
  const Outcome exported = Tally("export low high -o bundle.zip --json");
  ASSERT_EQ(exported.code, 0) << exported.err;
  v1::ExportDocument document;
  ASSERT_TRUE(DecodeJson(exported.out, &document).ok());
  EXPECT_EQ(shell.RunLine("verify bundle.zip").code, 7);
  EXPECT_EQ(shell.RunLine("verify bundle.zip --accept-unknown existed,complete").code, 7) << "the signer is not known";
  const std::string known = absl::StrCat("verify bundle.zip --signer ", document.author_keys(0));
  EXPECT_EQ(shell.RunLine(known).code, 7);
  EXPECT_EQ(shell.RunLine(known + " --accept-unknown existed,complete").code, 0);
  EXPECT_EQ(Tally("export low high -o bundle.zip").code, 1) << "an existing file is never replaced";

  std::string bytes = shell.Read("bundle.zip");
  const size_t quote = bytes.find("30 civilians killed");
  ASSERT_NE(quote, std::string::npos);
  bytes[quote] = '9';
  shell.Write("changed.zip", bytes);
  EXPECT_EQ(shell.RunLine("verify changed.zip").code, 3);
  shell.Write("cut.zip", bytes.substr(0, bytes.size() / 2));
  EXPECT_EQ(shell.RunLine("verify cut.zip").code, 3);
  EXPECT_EQ(shell.RunLine("verify missing.zip").code, 5);
}

TEST_F(CommandTest, ContactsStayOutOfABundleUnlessAskedFor) {
  ASSERT_EQ(Tally("export --all -o without.zip").code, 0);
  EXPECT_EQ(shell.Read("without.zip").find("+223 00 00"), std::string::npos);
  ASSERT_EQ(Tally("export --all -o with.zip --with-contacts").code, 0);
  EXPECT_NE(shell.Read("with.zip").find("+223 00 00"), std::string::npos);
}

TEST_F(CommandTest, AnExportSaysWhichUnnamedSourcesItSpeaksOf) {
  const Outcome shown = Tally("export --all -o shown.zip");
  EXPECT_THAT(shown.out, HasSubstr("shows the labels and notes of unnamed sources: nurse.\n"));
  EXPECT_THAT(shown.out, HasSubstr("--withhold 'nurse/note'\n"));
  const Outcome withheld = Tally("export --all -o withheld.zip --withhold nurse/note");
  EXPECT_EQ(withheld.out.find("unnamed"), std::string::npos) << withheld.out;
  EXPECT_EQ(shell.Read("withheld.zip").find("\"label\":\"nurse\""), std::string::npos);
}

TEST_F(CommandTest, AWithheldNameStandsNowhereInTheBundle) {
  ASSERT_EQ(Tally("export low high -o b.zip --withhold Herald/identity=safety").code, 0);
  const std::string bytes = shell.Read("b.zip");
  EXPECT_EQ(bytes.find("Herald"), std::string::npos);
  EXPECT_NE(bytes.find("safety"), std::string::npos) << "the reason code is declared";
  const Outcome verified = shell.RunLine("verify b.zip");
  EXPECT_EQ(verified.code, 7) << verified.out;
}

TEST_F(CommandTest, AProofIsWrittenForTheSubmissionThatHoldsTheRecord) {
  EXPECT_THAT(Tally("prove low").out, ::testing::StartsWith("c2sp.org/tlog-proof@v1\nextra "));
  EXPECT_THAT(Tally("prove low").out, HasSubstr("\nindex 7\n"));
  EXPECT_EQ(Tally("prove low --output low.tlog-proof").code, 0);
  EXPECT_EQ(shell.Read("low.tlog-proof"), Tally("prove low").out);
}

TEST_F(CommandTest, AChangedByteIsDamageAndNamed) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open("book/casebook.db", &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "UPDATE records SET slots = replace(slots, '\"words\":\"30\"', '\"words\":\"31\"')", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  const Outcome outcome = Tally("check");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("DAMAGED    submission 7, record 0"));
  EXPECT_THAT(outcome.out, HasSubstr("slot quantity"));
}

TEST_F(CommandTest, ACheckOfTheIntegrityAloneSaysWhatItLeftOut) {
  std::filesystem::remove_all("book/captures");
  EXPECT_EQ(Tally("check").code, 3);
  const Outcome outcome = Tally("check --integrity");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("integrity only: what the slots say, captures, quotes, the"));
  EXPECT_THAT(outcome.out, HasSubstr("The log is as it was signed."));
  EXPECT_THAT(outcome.out, testing::Not(HasSubstr("Everything is")));
  EXPECT_THAT(Tally("check --integrity --json").out, HasSubstr("\"not_looked_at\":[\"what the slots say\",\"captures\""));
  EXPECT_THAT(Tally("check --json").out, testing::Not(HasSubstr("not_looked_at")));
}

TEST_F(CommandTest, ALockedCasebookExitsWithSixAndLosesNothing) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open("book/casebook.db", &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const Outcome outcome = Tally("source add Gazette --kind outlet");
  EXPECT_EQ(outcome.code, 6);
  EXPECT_THAT(outcome.err, HasSubstr("another process is writing to the casebook"));
  sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  EXPECT_EQ(Tally("source add Gazette --kind outlet").code, 0);
  EXPECT_EQ(Tally("check").code, 0);
}

TEST_F(CommandTest, SearchFindsFoldedWordsAndPhrases) {
  EXPECT_THAT(Tally("search CIVIL").out, HasSubstr("30 civilians killed"));
  EXPECT_THAT(Tally("search \"civilians were\"").out, HasSubstr("At least 45"));
  EXPECT_EQ(Tally("search \"were civilians\"").code, 5);
  EXPECT_EQ(Tally("search civil elephant").code, 5);
}

TEST_F(CommandTest, AReplacedRecordIsShownAsReplaced) {
  ASSERT_EQ(Tally("claim add 30 --in one.txt --quote \"30 civilians killed in Arra\" --by Courier --replaces low --label low2").code, 0);
  EXPECT_THAT(Tally("list claims").out, HasSubstr("(replaced by "));
  EXPECT_THAT(Tally("show " + FirstId("claims")).out, HasSubstr("\nNOTE: replaced by "));
  EXPECT_THAT(Tally("search civil").out, HasSubstr("(replaced by "));
}

TEST_F(CommandTest, ARetractedRecordIsMarkedWhereverItIsShownUntilTheRetractionIsTakenBack) {
  const std::vector<std::string> views = {"trace low high", "trace low high --svg -", "compare low high", "list claims",
                                          "search 30",      "show low"};
  const std::string conflicts = Tally("conflicts").out;
  ASSERT_EQ(Tally("judge low --status retracted --reason misread").code, 0);
  for (const std::string& view : views) EXPECT_THAT(Tally(view).out, HasSubstr("retracted: misread")) << view;
  const std::string shown = Tally("show low").out;
  EXPECT_LT(shown.find("retracted: misread"), shown.find("\nquote\n")) << "before what it says";
  EXPECT_NE(Tally("conflicts").out, conflicts);
  ASSERT_EQ(Tally("judge " + FirstId("judgements") + " --status retracted --reason \"read well\"").code, 0);
  for (const std::string& view : views) EXPECT_THAT(Tally(view).out, Not(HasSubstr("retracted: misread"))) << view;
  EXPECT_EQ(Tally("conflicts").out, conflicts);
  ASSERT_EQ(Tally("judge Courier --status retracted --reason forged").code, 0);
  for (const char* view : {"trace low", "trace low --svg -", "sources", "list sources", "show Courier"}) {
    EXPECT_THAT(Tally(view).out, HasSubstr("retracted: forged")) << view;
  }
}

}  // namespace
}  // namespace tallystick
