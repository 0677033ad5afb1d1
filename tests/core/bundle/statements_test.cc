#include "core/bundle/statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/bundle/small_casebook.h"

namespace tallystick {
namespace {

using testing::Contains;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class Statements : public testing::Test {
 protected:
  Statements() {
    for (int entry = 0; entry < 4; ++entry) {
      for (const Record& record : casebook_.opened(entry).records) records_.Add(record);
    }
  }

  // What CheckFindings says of the open conflicts among the records.
  std::vector<std::string> OpenConflicts() {
    const std::string findings = FormatStatement(FindConflicts(records_, ShippedTables()));
    BundleLayout layout;
    layout.findings = findings;
    v1::BundleReport report;
    Checks checks(&report);
    std::vector<std::string> evidence;
    CheckFindings(layout, records_, ShippedTables(), &checks, &evidence);
    EXPECT_EQ(checks.failures(), 0);
    return evidence;
  }

  void Judge(const std::string& finding, v1::Verdict::Status status) {
    Record record;
    record.id = Sha256(absl::StrCat("judgement ", ++judgements_));
    record.position = {4, judgements_};
    record.header.set_kind(v1::Header::judgement);
    record.slots.resize(4);
    for (auto& slot : record.slots) slot.emplace();
    *record.slots[0]->mutable_header() = record.header;
    record.slots[1]->mutable_subject()->set_finding(finding);
    record.slots[2]->mutable_verdict()->set_status(status);
    record.slots[3]->mutable_reason();
    records_.Add(std::move(record));
  }

  std::string FirstConflict() {
    const v1::Findings findings = FindConflicts(records_, ShippedTables());
    for (const v1::Finding& finding : findings.findings()) {
      if (finding.verdict() == v1::Finding::contradicts) return finding.id();
    }
    ADD_FAILURE() << "the small casebook has no contradiction";
    return "";
  }

  const SmallCasebook casebook_;
  RecordSet records_;
  int judgements_ = 0;
};

TEST_F(Statements, AConflictIsOpenUntilAJudgementSettlesIt) {
  const std::string id = FirstConflict();
  const std::string line = absl::StrCat("contradicts ", id.substr(0, 12));
  const size_t open = OpenConflicts().size();
  EXPECT_THAT(OpenConflicts(), Contains(StartsWith(line)));
  for (v1::Verdict::Status settled : {v1::Verdict::explained, v1::Verdict::accepted, v1::Verdict::false_alarm}) {
    Judge(id, settled);
    EXPECT_THAT(OpenConflicts(), SizeIs(open - 1));
    EXPECT_THAT(OpenConflicts(), Not(Contains(StartsWith(line))));
  }
  Judge(id, v1::Verdict::open);
  EXPECT_THAT(OpenConflicts(), Contains(StartsWith(line))) << "the last judgement counts";
}

TEST_F(Statements, AJudgementOnAnotherFindingSettlesNothing) {
  const size_t open = OpenConflicts().size();
  Judge(Sha256("another").hex(), v1::Verdict::explained);
  EXPECT_THAT(OpenConflicts(), SizeIs(open));
}

}  // namespace
}  // namespace tallystick
