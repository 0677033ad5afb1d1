// A check on several threads, and one of the integrity alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/store/raw_database.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class CheckOptionsTest : public testing::Test {
 protected:
  CheckOptionsTest() : casebook_(folder_.path()) {
    RecordStory(&casebook_);
    for (int i = 0; i < 120; ++i) {  // several stretches of single submissions
      Recorder recorder = casebook_.NewRecorder();
      RecordDraft draft{v1::Header::source, {}, {}};
      v1::Identity* identity = draft.slots.emplace_back().mutable_identity();
      identity->set_kind(v1::Identity::organisation);
      identity->add_names()->set_text(absl::StrCat("Source ", i));
      if (i == 0) draft.slots.emplace_back().mutable_note()->set_label("");  // is written as if it were not there
      EXPECT_TRUE(recorder.Add(draft).ok());
      EXPECT_TRUE(recorder.Commit().ok());
    }
    raw_.emplace(casebook_.database());
  }

  std::string Text(const CheckOptions& options) const {
    const auto report = casebook_.Check(options);
    if (!report.ok()) return report.status().ToString();
    const CheckReport& r = *report;
    return absl::StrCat(Describe(r), r.submissions, " ", r.records, " ", r.slots_shown, " ", r.slots_withheld, " ",
                        r.nodes, " ", r.checkpoints, " ", r.captures, " ", r.quotes, " ", r.rows, " ",
                        r.problems_left_out, " ", r.damaged());
  }

  // The report, which must be the same for any number of threads.
  std::string SameText(bool integrity_only) const {
    const std::string alone = Text({integrity_only, 1, nullptr});
    for (const int threads : {1, 2, 5}) {
      EXPECT_EQ(Text({integrity_only, threads, &casebook_.store()}), alone) << threads;
    }
    return alone;
  }

  ScratchFolder folder_;
  TestCasebook casebook_;
  std::optional<RawDatabase> raw_;
};

TEST_F(CheckOptionsTest, ASoundCasebookPassesOnAnyNumberOfThreads) {
  EXPECT_THAT(SameText(false), testing::StartsWith("nothing\n"));
  EXPECT_THAT(SameText(true), testing::StartsWith("nothing\n"));
}

TEST_F(CheckOptionsTest, IntegrityAloneLooksAtNoCaptureNoQuoteAndNoDerivedRow) {
  std::filesystem::remove_all(folder_.path() + "/captures");
  raw_->Run("DELETE FROM rows WHERE name <> 'version'");
  EXPECT_TRUE(casebook_.Check()->damaged());
  const auto report = casebook_.Check({true, 2, &casebook_.store()});
  EXPECT_EQ(Describe(*report), "nothing\n");
  EXPECT_TRUE(report->integrity_only);
  EXPECT_EQ(report->captures + report->quotes + report->rows, 0);
  EXPECT_EQ(report->submissions, 129);
}

TEST_F(CheckOptionsTest, KeysThatNoDerivedRowOffersAreTakenFromTheLog) {
  raw_->Run("DELETE FROM rows WHERE name = 'keys'");
  const auto report = casebook_.Check({true, 2, &casebook_.store()});
  EXPECT_EQ(Describe(*report), "nothing\n");
  raw_->Run("UPDATE submissions SET signature = zeroblob(64) WHERE idx = 100");
  EXPECT_THAT(casebook_.Check({true, 2, &casebook_.store()})->problems, testing::SizeIs(1));
}

struct Damage {
  const char* sql;
  const char* named;
  bool of_integrity;
};

class DamageOnThreadsTest : public CheckOptionsTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamageOnThreadsTest, EveryThreadCountSaysTheSameOfIt) {
  raw_->Run(GetParam().sql);
  EXPECT_THAT(SameText(false), HasSubstr(GetParam().named));
  EXPECT_THAT(SameText(true), GetParam().of_integrity ? HasSubstr(GetParam().named) : HasSubstr("nothing\n"));
}

INSTANTIATE_TEST_SUITE_P(
    Damages, DamageOnThreadsTest,
    testing::Values(
        Damage{"UPDATE records SET slots = replace(slots, 'Source 50', 'Source 51')", "slot identity", true},
        Damage{"DELETE FROM records WHERE submission % 31 = 30", "submission 92, record 0", true},
        Damage{"DELETE FROM submissions WHERE idx IN (0, 40, 41)", "submission 41: its row is missing", true},
        Damage{"UPDATE submissions SET signature = zeroblob(64) WHERE idx > 60", "submission 100, signature", true},
        Damage{"UPDATE nodes SET hash = zeroblob(32) WHERE idx % 5 = 1", "tree node", true},
        Damage{"UPDATE checkpoints SET note = 'x' WHERE size % 20 = 7", "checkpoint of size 107: the note is not",
               true},
        Damage{"DELETE FROM rows WHERE name = 'keys'", "derived table \"keys\"", false},
        Damage{"UPDATE submissions SET idx = 4611686018427387904 WHERE idx = 128", "submission 128: its row", true}));

}  // namespace
}  // namespace tallystick
