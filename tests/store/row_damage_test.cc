// Whole rows of casebook.db are deleted, added or exchanged behind the store's back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "store/collect.h"
#include "tests/store/raw_database.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class RowDamageTest : public testing::Test {
 protected:
  RowDamageTest() : casebook_(folder_.path()) {
    RecordStory(&casebook_);
    raw_.emplace(casebook_.database());
  }

  CheckReport Report() {
    auto report = casebook_.Check();
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : CheckReport();
  }
  std::vector<std::string> Check() {
    std::vector<std::string> found;
    for (const CheckProblem& problem : Report().problems)
      found.push_back(absl::StrCat(problem.where, ": ", problem.what));
    return found;
  }

  // Exchanges a column between two rows.
  void Swap(const std::string& table, const std::string& columns, const std::string& one, const std::string& other) {
    const auto select = [&](const std::string& where) {
      return raw_->Query(absl::StrCat("SELECT ", columns, " FROM ", table, " WHERE ", where)).at(0);
    };
    const std::vector<Cell> first = select(one), second = select(other);
    const std::string set = absl::StrCat("UPDATE ", table, " SET (", columns, ") = (?1", first.size() > 1 ? ", ?2" : "",
                                         first.size() > 2 ? ", ?3" : "", ") WHERE ");
    raw_->Run(set + one, second);
    raw_->Run(set + other, first);
  }

  ScratchFolder folder_;
  TestCasebook casebook_;
  std::optional<RawDatabase> raw_;
};

TEST_F(RowDamageTest, AMissingSettingIsNamedOnOpening) {
  for (const std::string name : {"origin", "log-key", "secret"}) {
    const auto row = raw_->Query("SELECT value, digest FROM settings WHERE name = ?1", {Cell::Text(name)}).at(0);
    raw_->Run("DELETE FROM settings WHERE name = ?1", {Cell::Text(name)});
    const absl::Status opened = Casebook::Open(folder_.path()).status();
    EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
    EXPECT_THAT(std::string(opened.message()), HasSubstr(absl::StrCat("setting \"", name, "\"")));
    raw_->Run("INSERT INTO settings VALUES(?1, ?2, ?3)", {Cell::Text(name), row[0], row[1]});
  }
  EXPECT_TRUE(Casebook::Open(folder_.path()).ok());
}

TEST_F(RowDamageTest, ExchangedSettingsAreNoticed) {
  Swap("settings", "value, digest", "name = 'origin'", "name = 'secret'");
  EXPECT_TRUE(absl::IsDataLoss(Casebook::Open(folder_.path()).status()));
}

TEST_F(RowDamageTest, AMissingSubmissionIsNamed) {
  for (const int index : {0, 1, 4, 7}) {
    const auto row = raw_->Query("SELECT * FROM submissions WHERE idx = ?1", {Cell::Of(index)}).at(0);
    raw_->Run("DELETE FROM submissions WHERE idx = ?1", {Cell::Of(index)});
    EXPECT_THAT(Check(), testing::ElementsAre(absl::StrCat("submission ", index, ": its row is missing")));
    raw_->Run("INSERT INTO submissions VALUES(?1, ?2, ?3, ?4)", row);
  }
  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(RowDamageTest, AMissingLastSubmissionIsNoticedEvenWithItsCheckpointGone) {
  raw_->Run("DELETE FROM submissions WHERE idx = 8");
  raw_->Run("DELETE FROM records WHERE submission = 8");
  raw_->Run("DELETE FROM nodes WHERE level = 0 AND idx = 8");
  const auto short_log = StartsWith("this copy: this casebook's log has 8 submissions, but one with 9 was signed");
  EXPECT_THAT(Check(), testing::ElementsAre("submission 8: is missing; the newest checkpoint covers 9 submissions", short_log));
  // With the checkpoint gone too, nothing in the casebook tells: only the note kept outside of it.
  raw_->Run("DELETE FROM checkpoints WHERE size = 9");
  EXPECT_THAT(Check(), testing::ElementsAre(short_log));
  const auto unseen = CheckCasebook(*casebook_.View(), casebook_.captures(), casebook_.identity(), absl::NotFoundError(""));
  EXPECT_THAT(unseen->not_checked, Contains(HasSubstr("whether this is the newest copy")));
}

TEST_F(RowDamageTest, ASubmissionRecordedAgainIsAFork) {
  raw_->Run("INSERT INTO submissions SELECT 9, head, about, signature FROM submissions WHERE idx = 5");
  raw_->Run("INSERT INTO records SELECT 9, number, slots FROM records WHERE submission = 5");
  EXPECT_THAT(Check(), AllOf(Contains(AllOf(StartsWith("submission 9: "), HasSubstr("author fork"))),
                             Contains(StartsWith("tree node 0/9: "))));
}

TEST_F(RowDamageTest, ExchangedSubmissionsAreNamed) {
  Swap("submissions", "head, about, signature", "idx = 1", "idx = 3");
  EXPECT_THAT(Check(),
              AllOf(Contains(StartsWith("submission 1, its head: ")), Contains(StartsWith("submission 3, its head: ")),
                    Contains(StartsWith("submission 1, signature: "))));
}

TEST_F(RowDamageTest, WholeSubmissionsThatChangedPlacesAreNamed) {
  for (const char* table : {"submissions", "records"}) {
    const std::string index = std::string(table) == "records" ? "submission" : "idx";
    for (const auto& [from, to] : {std::pair(2, 99), std::pair(3, 2), std::pair(99, 3)}) {
      raw_->Run(absl::StrCat("UPDATE ", table, " SET ", index, " = ", to, " WHERE ", index, " = ", from));
    }
  }
  EXPECT_THAT(Check(), AllOf(Contains(StartsWith("tree node 0/2: ")), Contains(StartsWith("tree node 0/3: ")),
                             Contains(StartsWith("submission 2: "))));
}

TEST_F(RowDamageTest, AMissingRecordIsNamed) {
  for (const int number : {0, 4, 8}) {  // of 9: the last leaves no gap
    const auto row =
        raw_->Query("SELECT * FROM records WHERE submission = 1 AND number = ?1", {Cell::Of(number)}).at(0);
    raw_->Run("DELETE FROM records WHERE submission = 1 AND number = ?1", {Cell::Of(number)});
    const auto found = Check();
    ASSERT_EQ(found.size(), 1);
    EXPECT_THAT(found[0],
                AllOf(StartsWith(absl::StrCat("submission 1, record ", number)), HasSubstr("its row is missing")));
    raw_->Run("INSERT INTO records VALUES(?1, ?2, ?3)", row);
  }
}

TEST_F(RowDamageTest, AMissingRecordIsNotSilentlyLeftOutOfWhatIsCollected) {
  raw_->Run("DELETE FROM records WHERE submission = 1 AND number = 6");  // the dispatch that a claim quotes
  EXPECT_TRUE(absl::IsDataLoss(CollectClosure(*casebook_.View(), {casebook_.id("dozens")}).status()));
  EXPECT_TRUE(absl::IsDataLoss(CollectAll(*casebook_.View()).status()));
}

TEST_F(RowDamageTest, ASubmissionWithoutRecordsIsNamed) {
  raw_->Run("DELETE FROM records WHERE submission = 2");
  EXPECT_THAT(Check(), testing::Each(StartsWith("submission 2, record ")));
  EXPECT_EQ(Check().size(), 4);
}

TEST_F(RowDamageTest, ARecordTwiceIsNamed) {
  raw_->Run("INSERT INTO records SELECT 1, 9, slots FROM records WHERE submission = 1 AND number = 4");
  EXPECT_THAT(Check(), testing::ElementsAre(StartsWith("submission 1: ")));
  raw_->Run("UPDATE records SET submission = 40 WHERE submission = 1 AND number = 9");
  EXPECT_THAT(Check(), testing::ElementsAre(AllOf(HasSubstr("belong to no submission"), HasSubstr("1"))));
}

TEST_F(RowDamageTest, ExchangedRecordsAreNamed) {
  Swap("records", "slots", "submission = 1 AND number = 2", "submission = 1 AND number = 5");
  EXPECT_THAT(Check(),
              AllOf(Contains(StartsWith("submission 1, record 2 ")), Contains(StartsWith("submission 1, record 5 ")),
                    testing::Each(StartsWith("submission 1, record "))));
}

TEST_F(RowDamageTest, AMissingAStrayAndExchangedNodesAreNamed) {
  for (const auto& node : raw_->Query("SELECT level, idx, hash FROM nodes")) {
    raw_->Run("DELETE FROM nodes WHERE level = ?1 AND idx = ?2", {node[0], node[1]});
    EXPECT_THAT(Check(), Contains(StartsWith(absl::StrCat("tree node ", node[0].integer, "/", node[1].integer, ": "))));
    raw_->Run("INSERT INTO nodes VALUES(?1, ?2, ?3)", node);
  }
  raw_->Run("INSERT INTO nodes SELECT 7, idx, hash FROM nodes WHERE level = 3");
  EXPECT_THAT(Check(), testing::ElementsAre("tree nodes: there are 17 instead of 16"));
  raw_->Run("DELETE FROM nodes WHERE level = 7");
  Swap("nodes", "hash", "level = 1 AND idx = 0", "level = 1 AND idx = 2");
  EXPECT_THAT(Check(), testing::UnorderedElementsAre(StartsWith("tree node 1/0: "), StartsWith("tree node 1/2: ")));
}

TEST_F(RowDamageTest, ExchangedOrCopiedCheckpointsAreNamed) {
  Swap("checkpoints", "note, digest", "size = 2", "size = 4");
  EXPECT_THAT(Check(), Contains(StartsWith("checkpoint of size 2: ")));
  Swap("checkpoints", "note, digest", "size = 2", "size = 4");
  raw_->Run("INSERT INTO checkpoints SELECT 8, note, digest FROM checkpoints WHERE size = 7");
  EXPECT_THAT(Check(), testing::ElementsAre(StartsWith("checkpoint of size 8: ")));
}

TEST_F(RowDamageTest, AMissingCheckpointIsNoDamageAndIsPutBackFromWhatWasLastSeen) {
  const std::string newest = *LatestCheckpoint(*casebook_.View());
  raw_->Run("DELETE FROM checkpoints WHERE size = 9");
  EXPECT_EQ(Describe(Report()), "nothing\n");
  ASSERT_TRUE(LogWriter::Open(&casebook_.store(), &casebook_.last_seen(), casebook_.identity(), &casebook_.key('l')).ok());
  EXPECT_EQ(*LatestCheckpoint(*casebook_.View()), newest);
  // Not every size has one: a crash may come between a commit and its checkpoint. So an older one is not missed.
  raw_->Run("DELETE FROM checkpoints WHERE size = 4");
  EXPECT_EQ(Describe(Report()), "nothing\n");
}

TEST_F(RowDamageTest, DerivedRowsThatAreMissingAddedOrExchangedNameTheirTable) {
  const auto mend = [this] { ASSERT_TRUE(RebuildDerived(&casebook_.store(), casebook_.identity()).ok()); };
  const CheckReport sound = Report();
  const std::vector<std::string> tables = *casebook_.View()->TableNames();
  for (const std::string& table : tables) {
    if (table == "version") continue;
    const auto expected = testing::ElementsAre(StartsWith(absl::StrCat("derived table \"", table, "\": ")));
    raw_->Run("DELETE FROM rows WHERE name = ?1 AND key = (SELECT max(key) FROM rows WHERE name = ?1)",
              {Cell::Text(table)});
    EXPECT_THAT(Check(), expected);
    mend();
    raw_->Run("INSERT INTO rows SELECT name, CAST(key || 'x' AS BLOB), value FROM rows WHERE name = ?1 LIMIT 1",
              {Cell::Text(table)});
    EXPECT_THAT(Check(), expected);
    mend();
    raw_->Run("DELETE FROM rows WHERE name = ?1", {Cell::Text(table)});
    EXPECT_THAT(Check(), expected);
    mend();
  }
  raw_->Run("INSERT INTO rows VALUES('surprise', x'', x'')");
  EXPECT_THAT(Check(), testing::ElementsAre(StartsWith("derived table \"surprise\": ")));
  mend();
  const CheckReport mended = Report();
  EXPECT_EQ(Describe(mended), "nothing\n");
  EXPECT_EQ(mended.rows, sound.rows);
}

TEST_F(RowDamageTest, RowsOfAnotherVersionAreStaleAndNotDamaged) {
  raw_->Run("UPDATE rows SET value = CAST('derived-0' AS BLOB) WHERE name = 'version'");
  raw_->Run("DELETE FROM rows WHERE name = 'text'");
  EXPECT_FALSE(Report().damaged());
  EXPECT_THAT(Report().not_checked, testing::ElementsAre(HasSubstr("stale")));
  ASSERT_TRUE(RebuildDerived(&casebook_.store(), casebook_.identity()).ok());
  EXPECT_EQ(Describe(Report()), "nothing\n");
}

TEST_F(RowDamageTest, ARebuildOverDamagedSubmissionsChangesNothing) {
  const auto rows = raw_->Query("SELECT * FROM rows");
  raw_->Run("UPDATE records SET slots = 'x' WHERE submission = 8 AND number = 1");
  EXPECT_FALSE(RebuildDerived(&casebook_.store(), casebook_.identity()).ok());
  EXPECT_EQ(raw_->Query("SELECT * FROM rows"), rows);
}

TEST_F(RowDamageTest, NoMoreThanSoManyProblemsAreKept) {
  const uint64_t slots_shown = Report().slots_shown;
  raw_->Run("UPDATE records SET slots = replace(slots, '\"salt\"', '\"SALT\"')");
  const CheckReport report = Report();
  EXPECT_EQ(report.problems.size(), kMaxProblems);
  EXPECT_EQ(report.problems.size() + report.problems_left_out, slots_shown);
}

}  // namespace
}  // namespace tallystick
