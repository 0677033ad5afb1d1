#include "core/bundle/custody.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/digest.h"
#include "core/record/json.h"
#include "core/record/validate.h"
#include "tests/core/bundle/small_casebook.h"

namespace tallystick {
namespace {

class CustodyOfExport : public testing::Test {
 protected:
  RecordDraft Draft(const BundleInput& input, const std::string& given_to) {
    const auto bundle = BuildBundle(input, ShippedTables());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    const auto draft = ExportCustody(input, *bundle, given_to);
    EXPECT_TRUE(draft.ok()) << draft.status();
    return draft.ok() ? *draft : RecordDraft{};
  }
  static std::string Text(const RecordDraft& draft) {
    std::string text;
    for (const v1::Slot& slot : draft.slots) text += EncodeJson(slot) + "\n";
    return text;
  }

  const SmallCasebook casebook_;
};

TEST_F(CustodyOfExport, SaysWhichRecordsAndWhichSlots) {
  const RecordDraft draft = Draft(casebook_.Input(), "the court");
  EXPECT_TRUE(Validate(draft).ok()) << Validate(draft);
  const v1::Custody& custody = draft.Get(v1::Slot::kCustody).custody();
  EXPECT_EQ(custody.held(), "0 1:0-3 2-3");
  EXPECT_EQ(custody.head_size(), 5);
  EXPECT_EQ(custody.record_count(), 8);
  EXPECT_EQ(custody.capture_count(), 1);
  EXPECT_EQ(custody.withheld_count(), 2);
  ASSERT_EQ(custody.withheld_size(), 2);
  EXPECT_EQ(custody.withheld(0).slot(), "about");
  EXPECT_EQ(custody.withheld(0).places(), "1");
  EXPECT_EQ(custody.withheld(1).slot(), "contact");
  EXPECT_EQ(custody.withheld(1).places(), "1:1");
  EXPECT_EQ(draft.Get(v1::Slot::kContact).contact().text(), "the court");
}

TEST_F(CustodyOfExport, NobodyNamedLeavesTheContactEmpty) { EXPECT_EQ(Draft(casebook_.Input(), "").slots.size(), 1u); }

TEST_F(CustodyOfExport, TheOrderOfTheInputDoesNotMatter) {
  BundleInput input = casebook_.Input();
  const std::string expected = Text(Draft(input, "x"));
  std::reverse(input.entries.begin(), input.entries.end());
  std::reverse(input.withholdings.begin(), input.withholdings.end());
  EXPECT_EQ(Text(Draft(input, "x")), expected);
}

TEST_F(CustodyOfExport, AWithholdingOfWhatIsNotShownIsRefused) {
  BundleInput input = casebook_.Input();
  const auto bundle = BuildBundle(input, ShippedTables());
  ASSERT_TRUE(bundle.ok());
  input.withholdings.push_back({casebook_.IdOf(1, 4), "note", "other", "exporter"});
  EXPECT_TRUE(absl::IsInvalidArgument(ExportCustody(input, *bundle, "").status()));
}

}  // namespace
}  // namespace tallystick
