// Grades and their history; the letter of a source and the number of a claim are never one.
#include "core/conflict/grades.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/conflict/casebook.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

RecordDraft Reliability(v1::Standing::Reliability letter, const std::string& reason) {
  RecordDraft draft;
  draft.kind = v1::Header::source;
  draft.slots.resize(2);
  draft.slots[0].mutable_identity()->set_kind(v1::Identity::outlet);
  draft.slots[0].mutable_identity()->add_names()->set_text("Radio Y");
  draft.slots[1].mutable_standing()->set_reliability(letter);
  draft.slots[1].mutable_standing()->set_reason(reason);
  return draft;
}

std::string InWords(const std::vector<GradeStep>& steps) {
  std::string text;
  for (const GradeStep& step : steps) text += step.grade + " " + step.reason + (step.current ? " (now)\n" : "\n");
  return text;
}

TEST(Grades, ASourcesLettersAreReadFromItsCorrections) {
  Casebook book;
  const auto first = book.AddDraft(Reliability(v1::Standing::C, "little known"));
  RecordDraft better = Reliability(v1::Standing::B, "right three times");
  better.replaces = {first};
  const auto second = book.AddDraft(better);
  RecordDraft renamed = better;  // another name, the same grade
  renamed.replaces = {second};
  renamed.slots[0].mutable_identity()->mutable_names(0)->set_text("Radio Yaka");
  const auto third = book.AddDraft(renamed);
  EXPECT_EQ(InWords(ReliabilityHistory(book.Records(), third)), "C little known\nB right three times (now)\n");
  EXPECT_EQ(InWords(ReliabilityHistory(book.Records(), first)), "C little known (now)\n");
  EXPECT_EQ(GradeMeaning("B"), "usually reliable");
}

TEST(Grades, AClaimsNumbersAreReadFromItsJudgements) {
  Casebook book;
  const auto claim = book.Add(Say("Radio Y", "killed").Number("60").Event(book.Event("the battle")));
  EXPECT_EQ(InWords(CredibilityHistory(book.Records(), claim)), "");
  book.Grade(claim, 3, "alone");
  const auto wrong = book.Grade(claim, 2, "the nurse says so");
  EXPECT_EQ(InWords(CredibilityHistory(book.Records(), claim)), "3 alone\n2 the nurse says so (now)\n");
  book.Retract(wrong);
  EXPECT_EQ(InWords(CredibilityHistory(book.Records(), claim)), "3 alone (now)\n2 the nurse says so\n");
}

TEST(Grades, OneNeedsAnotherReportAndIsAskedOfTheLastGradeOnly) {
  Casebook book;
  const auto claim = book.Add(Say("Radio Y", "killed").Number("60").Event(book.Event("the battle")));
  book.Grade(claim, 1, "sure");
  const auto found = OfKind(book.Find(), kGradeUnsupported);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].sentence(), HasSubstr("The records do not show that: no other report agrees with it."));
  book.Grade(claim, 2, "not so sure");
  EXPECT_TRUE(OfKind(book.Find(), kGradeUnsupported).empty());
}

}  // namespace
}  // namespace tallystick
