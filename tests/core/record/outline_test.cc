#include "core/record/outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

void ExpectSame(const StoredSubmission& stored) {
  const auto opened = OpenUnverified(stored, 3);
  const auto outline = OutlineUnverified(stored);
  ASSERT_TRUE(opened.ok()) << opened.status();
  ASSERT_TRUE(outline.ok()) << outline.status();
  EXPECT_EQ(outline->id, opened->id);
  EXPECT_EQ(outline->manifest, opened->manifest);
  EXPECT_EQ(outline->head.SerializeAsString(), opened->head.SerializeAsString());
  ASSERT_EQ(outline->kinds.size(), opened->records.size());
  for (size_t n = 0; n < outline->kinds.size(); ++n) EXPECT_EQ(outline->kinds[n], opened->records[n].kind());
}

TEST(Outline, IsThatOfTheOpenedSubmission) {
  StoredSubmission stored = BuildAllKinds().stored;
  ExpectSame(stored);
  for (auto& slots : stored.records) slots.back().file.clear();
  stored.about.file.clear();
  ExpectSame(stored);
}

TEST(Outline, KnowsHeadsWithAndWithoutAPrevious) {
  SaltSource salts = [] { return std::string(16, 's'); };
  for (const bool follows : {false, true}) {
    auto builder = SubmissionBuilder::New(TestId("log"), TestId("author"),
                                          follows ? std::optional<Digest>(TestId("before")) : std::nullopt, salts);
    ASSERT_TRUE(builder.ok());
    for (const bool replaces : {false, true}) {
      RecordDraft draft = GoodDraft(v1::Header::source);
      if (replaces) draft.replaces.push_back(TestId("old"));
      ASSERT_TRUE(builder->Add(draft).ok());
    }
    ExpectSame(builder->Finish("2022-11-01T08:00Z", "")->stored);
  }
}

// Whatever byte of a head or header is changed, cut out or added: what the outline takes, opening takes, as the same.
TEST(Outline, TakesNoHeadAndNoHeaderThatOpeningRefuses) {
  const StoredSubmission sound = BuildAllKinds().stored;
  int taken = 0;
  for (const bool in_head : {true, false}) {
    const std::string file = in_head ? sound.head : sound.records[0][0].file;
    for (size_t at = 0; at < file.size(); ++at) {
      for (const std::string& instead : {std::string(), file.substr(at, 1) + file.substr(at, 1), std::string("a"),
                                         std::string("A"), std::string("\""), std::string("0"), std::string(" ")}) {
        std::string changed = file;
        changed.replace(at, 1, instead);
        StoredSubmission stored = sound;
        if (in_head) {
          stored.head = changed;
        } else {
          stored.records[0][0] = StoredSlot::Of(changed);
        }
        const auto opened = OpenUnverified(stored, 0);
        const auto outline = OutlineUnverified(stored);
        ASSERT_EQ(outline.ok(), opened.ok()) << changed << opened.status() << outline.status();
        if (!opened.ok()) continue;
        ++taken;
        EXPECT_EQ(outline->id, opened->id);
        EXPECT_EQ(outline->head.SerializeAsString(), opened->head.SerializeAsString());
      }
    }
  }
  EXPECT_GT(taken, 0);
}

TEST(Outline, RefusesAnUnknownSchemaAndTooManyRecords) {
  StoredSubmission stored = BuildAllKinds().stored;
  const size_t at = stored.head.find("tallystick-v1");
  std::string other = stored.head;
  other.replace(at, 13, "tallystick-v9");
  EXPECT_TRUE(absl::IsUnimplemented(OutlineUnverified({other, stored.about, stored.records, ""}).status()));
  stored.records.resize(129, stored.records[0]);
  EXPECT_THAT(std::string(OutlineUnverified(stored).status().message()), HasSubstr("129 records"));
  stored.records.clear();
  EXPECT_FALSE(OutlineUnverified(stored).ok());
}

}  // namespace
}  // namespace tallystick
