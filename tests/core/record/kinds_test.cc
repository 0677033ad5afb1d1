#include "core/record/kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "core/record/submission.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

std::string NamesOf(Kind kind) {
  return absl::StrJoin(SlotsOf(kind), " ",
                       [](std::string* out, SlotCase which) { out->append(std::string(SlotName(which))); });
}

// The order is part of the format (docs/record-format.md): a change here is another schema.
TEST(Kinds, HaveTheirSlotsInTheDocumentedOrder) {
  EXPECT_EQ(NamesOf(v1::Header::source), "header identity standing contact note");
  EXPECT_EQ(NamesOf(v1::Header::capture), "header content origin note");
  EXPECT_EQ(NamesOf(v1::Header::rendition), "header of text note");
  EXPECT_EQ(NamesOf(v1::Header::entity), "header names relations note");
  EXPECT_EQ(NamesOf(v1::Header::claim), "header attribution quote proposition quantity event time place note");
  EXPECT_EQ(NamesOf(v1::Header::link), "header link reason");
  EXPECT_EQ(NamesOf(v1::Header::judgement), "header subject verdict reason");
  EXPECT_EQ(NamesOf(v1::Header::key), "header key note");
  EXPECT_EQ(NamesOf(v1::Header::custody), "header custody contact note");
}

TEST(Kinds, AreAllTestedHere) {
  EXPECT_EQ(std::size(kKinds) + 1, v1::Header::Kind_descriptor()->value_count());
  for (const Kind kind : kKinds) EXPECT_FALSE(SlotsOf(kind).empty()) << kind;
  EXPECT_TRUE(SlotsOf(v1::Header::kind_unstated).empty());
  EXPECT_TRUE(SlotsOf(Kind(1000)).empty());
}

TEST(Kinds, EverySlotNameIsLowerCaseLettersAndFindsItsSlot) {
  const auto* bodies = v1::Slot::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    const auto which = static_cast<SlotCase>(bodies->field(i)->number());
    EXPECT_THAT(std::string(SlotName(which)), testing::MatchesRegex("[a-z]+"));
    EXPECT_EQ(SlotByName(SlotName(which)), which);
  }
  EXPECT_EQ(SlotName(SlotCase(1000)), "");
  EXPECT_EQ(SlotByName("salt"), std::nullopt);
  EXPECT_EQ(SlotByName("body"), std::nullopt);
  EXPECT_EQ(SlotByName(""), std::nullopt);
}

TEST(Kinds, AreFoundByNameExceptTheUnstatedOne) {
  for (const Kind kind : kKinds) EXPECT_EQ(KindByName(KindName(kind)), kind);
  EXPECT_EQ(KindName(v1::Header::claim), "claim");
  EXPECT_EQ(KindByName("kind_unstated"), std::nullopt);
  EXPECT_EQ(KindByName("Claim"), std::nullopt);
  EXPECT_EQ(KindByName(""), std::nullopt);
}

// An absent slot would tell something, and could not be told from a withheld one.
TEST(Kinds, ARecordHasAllSlotsOfItsKindWhateverItSays) {
  const auto made = BuildAllKinds();
  ASSERT_EQ(made.stored.records.size(), std::size(kKinds));
  for (size_t n = 0; n < std::size(kKinds); ++n) {
    const auto order = SlotsOf(kKinds[n]);
    ASSERT_EQ(made.stored.records[n].size(), order.size()) << KindName(kKinds[n]);
    for (size_t i = 0; i < order.size(); ++i) {
      const auto slot = DecodeSlot(made.stored.records[n][i].file);
      ASSERT_TRUE(slot.ok()) << slot.status();
      EXPECT_EQ(slot->body_case(), order[i]);
    }
  }
}

}  // namespace
}  // namespace tallystick
