// Exports and the records of them: who got what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "proto/view.pb.h"
#include "store/casebook.h"
#include "store/last_seen.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::Not;

class CustodyTest : public testing::Test {
 protected:
  void SetUp() override {
    shell.Write("one.txt", "The final toll is 30 civilians killed in Arra.\n");
    for (const char* line : {
             "init book --no-passphrase",
             "capture add one.txt --casebook book",
             "source add Courier --kind outlet --contact \"+223 00 00\" --casebook book",
             "source add Herald --kind outlet --casebook book",
             "claim add 30 --in one.txt --quote \"30 civilians killed\" --by Courier --predicate killed --victims "
             "civilians "
             "--label low --casebook book",
         }) {
      const Outcome outcome = shell.RunLine(line);
      ASSERT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    }
  }
  Outcome Tally(const std::string& line) { return shell.RunLine(line + " --casebook book"); }
  v1::ExportDocument Export(const std::string& line) {
    const Outcome outcome = Tally(absl::StrCat("export --json ", line));
    EXPECT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    v1::ExportDocument document;
    std::string json = outcome.out;
    if (const size_t as_of = json.find(",\"as_of\""); as_of != std::string::npos) json = json.substr(0, as_of) + "}";
    EXPECT_TRUE(DecodeJson(json, &document).ok()) << json;
    return document;
  }
  v1::ExportsDocument Exports() {
    v1::ExportsDocument document;
    EXPECT_TRUE(DecodeJson(Tally("list exports --json").out, &document).ok());
    return document;
  }
  Casebook Open() const { return *Casebook::Open("book"); }
  SeededShell shell;
};

TEST_F(CustodyTest, AnExportIsRecordedAndListed) {
  const Outcome made = Tally("export low -o b.zip --for \"the court of Arra\"");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("made at     #5, taking along 0 time stamps and 0 cosignatures\n"));
  EXPECT_THAT(made.out, HasSubstr("Recorded in custody "));
  const v1::ExportsDocument listed = Exports();
  ASSERT_EQ(listed.exports_size(), 1);
  const v1::ExportItem& item = listed.exports(0);
  EXPECT_EQ(item.given_to(), "the court of Arra");
  EXPECT_EQ(item.head_size(), 5);
  EXPECT_EQ(item.submission(), 5);
  EXPECT_EQ(item.recorded_at(), "2022-11-01T09:00:00Z");
  EXPECT_EQ(item.held(), "0-2 4");
  EXPECT_EQ(item.records(), 5);
  EXPECT_EQ(item.captures(), 1);
  ASSERT_EQ(item.withheld_size(), 1);
  EXPECT_EQ(item.withheld(0).slot(), "contact");
  EXPECT_EQ(item.withheld(0).places(), "2");
  EXPECT_THAT(made.out, HasSubstr(item.bundle()));
  const std::string text = Tally("list exports").out;
  EXPECT_THAT(text, HasSubstr(absl::StrCat("bundle ", item.bundle().substr(0, 12),
                                           " given to the court of Arra on 2022-11-01T09:00:00Z\n"
                                           "  made at #5: 5 records, 1 capture; withheld: 1 contact\n"
                                           "  asked for: record ")));
  EXPECT_THAT(Tally("list exports --jsonl").out, HasSubstr("\"given_to\":\"the court of Arra\""));
  const std::string shown = Tally("show " + item.record().substr(0, 12)).out;
  EXPECT_THAT(shown, HasSubstr("  made at         #5\n  root            "));
  EXPECT_THAT(shown, HasSubstr("  records         0-2 4\n  withheld        contact of 2\n"));
  EXPECT_THAT(shown, HasSubstr("given to\n  text            the court of Arra\n"));
  EXPECT_EQ(Tally("check").code, 0);
}

TEST_F(CustodyTest, NothingIsRecordedWhenNobodyAskedForIt) {
  EXPECT_EQ(Tally("export --all -o dry.zip --dry-run").code, 0);
  const Outcome made = Tally("export --all -o b.zip --no-record");
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("NOT RECORDED: "));
  EXPECT_EQ(Exports().exports_size(), 0);
  EXPECT_THAT(Tally("list exports").out, HasSubstr("No export is recorded."));
  EXPECT_EQ(Open().store().OpenSnapshot().value()->size(), 5u);
  EXPECT_EQ(Tally("export --all -o c.zip --no-record --for Nobody").code, 2);
  EXPECT_EQ(Tally("export low -o c.zip --with-custody").code, 2);
}

TEST_F(CustodyTest, TheSameHeadGivesTheSameBytes) {
  const std::string first = Export("--all -o first.zip --for A").bundle();
  EXPECT_NE(Export("--all --withhold low/note -o other.zip --as-of 5").bundle(), first);
  EXPECT_EQ(Export("--all -o again.zip --for B --as-of #5").bundle(), first);
  EXPECT_EQ(shell.Read("first.zip"), shell.Read("again.zip"));
  EXPECT_NE(Export("--all -o later.zip").bundle(), first) << "the log has gone on";
  EXPECT_EQ(Exports().exports_size(), 4);
  const Outcome none = Tally("export --all -o none.zip --as-of 0");
  EXPECT_NE(none.code, 0);
  EXPECT_THAT(none.err, HasSubstr("no head of #0 was signed"));
}

TEST_F(CustodyTest, OneMayRecordTheSameBundleForTheSamePersonOnce) {
  Export("--all -o a.zip --for A --as-of 5 --once");
  Export("--all -o b.zip --for A --as-of 5 --once");
  EXPECT_EQ(Exports().exports_size(), 1);
  Export("--all -o c.zip --for B --as-of 5 --once");
  EXPECT_EQ(Exports().exports_size(), 2);
}

// Whom a bundle was for, and that one was made, is nothing to the next reader.
TEST_F(CustodyTest, ANameGivenToForStandsInNoBundle) {
  const std::string record = Export("--all -o a.zip --for Quibblestone").record();
  ASSERT_EQ(Tally(absl::StrCat("judge ", record, " low --status explained --reason \"Quibblestone asked\"")).code, 0);
  for (const char* options : {"--all", "low", "--all --with-contacts", "--all --with-custody --with-contacts"}) {
    const std::string file = absl::StrCat("b", strlen(options), ".zip");
    Export(absl::StrCat(options, " -o ", file));
    const std::string bytes = shell.Read(file);
    if (absl::string_view(options).find("custody") == absl::string_view::npos) {
      EXPECT_EQ(bytes.find("Quibblestone"), std::string::npos) << options;
      EXPECT_EQ(bytes.find("\"kind\":\"custody\""), std::string::npos) << options;
    } else {
      EXPECT_NE(bytes.find("\"kind\":\"custody\""), std::string::npos);
      EXPECT_EQ(bytes.find("{\"text\":\"Quibblestone\"}"), std::string::npos) << "the slot is withheld";
    }
    EXPECT_EQ(shell.RunLine(absl::StrCat("verify ", file)).code, 7);
  }
  Export(absl::StrCat(record, " -o asked.zip --with-contacts"));
  const std::string asked = shell.Read("asked.zip");
  EXPECT_NE(asked.find("\"kind\":\"custody\""), std::string::npos) << "asked for by its id";
  EXPECT_EQ(asked.find("{\"text\":\"Quibblestone\"}"), std::string::npos);
}

TEST_F(CustodyTest, ImpactTellsWhoHoldsWhatRestsOnARecord) {
  EXPECT_THAT(Tally("trace --impact Courier").out, HasSubstr("No recorded export holds it"));
  const v1::ExportDocument first = Export("low -o a.zip --for \"the court\"");
  Export("Herald -o b.zip --for \"somebody else\"");
  const std::string text = Tally("trace --impact Courier").out;
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("Bundles that hold it or what rests on it:\n  ", first.bundle().substr(0, 12),
                                     ", given to the court on 2022-11-01T09:00:00Z, made at #5: it and 1")));
  EXPECT_THAT(text, Not(HasSubstr("somebody else")));
  EXPECT_THAT(Tally("trace --impact Courier --json").out, HasSubstr("\"holds_it\":true,\"dependents\":1"));
  EXPECT_THAT(Tally("trace --impact Herald").out, HasSubstr("given to somebody else"));
}

TEST_F(CustodyTest, WithoutAKeyNothingIsWrittenUnlessItNeedNotBeRecorded) {
  std::filesystem::rename("keys", "elsewhere");
  const Outcome refused = Tally("export --all -o b.zip");
  EXPECT_EQ(refused.code, 5);
  EXPECT_THAT(refused.err, HasSubstr("; the bundle was not written\n"));
  EXPECT_THAT(refused.err, HasSubstr("--no-record"));
  EXPECT_FALSE(std::filesystem::exists("b.zip"));
  EXPECT_EQ(Tally("export --all -o b.zip --no-record").code, 0);
}

TEST_F(CustodyTest, ALockedCasebookSaysThatNothingWasWritten) {
  const auto held = OpenLastSeen("state", Open().identity().key.id(), std::chrono::milliseconds(0));
  ASSERT_TRUE(held.ok());
  const Outcome refused = Tally("export --all -o b.zip");
  EXPECT_EQ(refused.code, 6) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("; the bundle was not written\n"));
  EXPECT_FALSE(std::filesystem::exists("b.zip"));
}

TEST_F(CustodyTest, AWriteThatFailsRecordsNothing) {
  for (const char* file : {"missing/b.zip", "one.txt/b.zip", "/proc/b.zip"}) {
    const Outcome refused = Tally(absl::StrCat("export --all -o ", file));
    EXPECT_NE(refused.code, 0);
    EXPECT_THAT(refused.err, HasSubstr(file));
  }
  EXPECT_EQ(Exports().exports_size(), 0);
  EXPECT_EQ(Open().store().OpenSnapshot().value()->size(), 5u);
}

// The store is locked between the two: the file stands, the record does not, and the same command mends it.
TEST_F(CustodyTest, ABundleThatCouldNotBeRecordedIsRecordedByTheSameCommand) {
  const Casebook casebook = Open();
  Outcome outcome;
  const absl::Status undone = casebook.store().Append(5, {}, [&](const Snapshot&) {
    outcome = Tally("export --all -o b.zip --for A");
    return absl::CancelledError("undone");
  });
  EXPECT_EQ(outcome.code, 6) << outcome.err << undone;
  EXPECT_THAT(outcome.err, HasSubstr("b.zip was written, but the export is not recorded: "));
  EXPECT_THAT(outcome.err, HasSubstr("the same command with --as-of 5 finds the file and records it"));
  EXPECT_TRUE(std::filesystem::exists("b.zip"));
  EXPECT_EQ(Exports().exports_size(), 0);
  ASSERT_EQ(Tally("source add Later --kind outlet").code, 0);
  const Outcome again = Tally("export --all -o b.zip --for A --as-of 5");
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("was there already, byte for byte this bundle, and unrecorded"));
  EXPECT_EQ(Exports().exports_size(), 1);
  EXPECT_EQ(Tally("export --all -o b.zip --for A --as-of 5").code, 1) << "recorded now: a file is never replaced";
}

// What a kill between the file and the record leaves is what --no-record makes.
TEST_F(CustodyTest, AKillBeforeTheRecordLeavesABundleThatTheNextExportRecords) {
  ASSERT_EQ(Tally("export --all -o b.zip --no-record").code, 0);
  EXPECT_EQ(Tally("check").code, 0);
  EXPECT_EQ(Exports().exports_size(), 0);
  const std::string left = shell.Read("b.zip");
  const v1::ExportDocument recorded = Export("--all -o b.zip --for A");
  EXPECT_EQ(shell.Read("b.zip"), left);
  ASSERT_EQ(Exports().exports_size(), 1);
  EXPECT_EQ(Exports().exports(0).bundle(), recorded.bundle());
  shell.Write("c.zip", left + "x");
  EXPECT_EQ(Tally("export --all -o c.zip --as-of 5").code, 1) << "not the same bytes";
}

TEST_F(CustodyTest, TwoExportsAtOnceAreBothRecorded) {
  pid_t children[2];
  for (int i = 0; i < 2; ++i) {
    children[i] = fork();
    if (children[i] == 0) ::_exit(Tally(absl::StrCat("export --all -o at-once-", i, ".zip --for ", i)).code);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const v1::ExportsDocument listed = Exports();
  ASSERT_EQ(listed.exports_size(), 2);
  EXPECT_EQ(listed.exports(0).head_size(), 5);
  EXPECT_EQ(listed.exports(1).head_size(), 6) << "the second was made after the first was recorded";
  EXPECT_EQ(Tally("check").code, 0);
}

TEST_F(CustodyTest, ACustodyRecordIsCheckedLikeOthers) {
  Export("--all -o b.zip --for A");
  EXPECT_EQ(Tally("check --rebuild").code, 0);
  EXPECT_EQ(Tally("check").code, 0);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open("book/casebook.db", &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "UPDATE records SET slots = replace(slots, '\"text\":\"A\"', '\"text\":\"B\"')",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  const Outcome outcome = Tally("check");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("DAMAGED    submission 5, record 0"));
}

}  // namespace
}  // namespace tallystick
