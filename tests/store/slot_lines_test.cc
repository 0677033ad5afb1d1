#include "store/slot_lines.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

const std::string kHex(64, 'a');

TEST(SlotLinesTest, ShownAndWithheldSlotsComeBack) {
  const std::vector<StoredSlot> slots = {
      StoredSlot::Of("{\"salt\":\"x\"}\n"), {"", Sha256("withheld")}, StoredSlot::Of("{}\n")};
  const std::vector<StoredSlot> again = ParseSlotLines(FormatSlotLines(slots));
  ASSERT_EQ(again.size(), slots.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    EXPECT_EQ(again[i].file, slots[i].file) << i;
    EXPECT_EQ(again[i].digest, slots[i].digest) << i;
  }
  EXPECT_TRUE(ParseSlotLines("").empty());
}

TEST(SlotLinesTest, OnlyAWholeLineOfHexDigitsIsADigest) {
  EXPECT_FALSE(ParseSlotLines(kHex + "\n")[0].shown());
  for (const std::string& line : {kHex, kHex.substr(1) + "\n", kHex + "a\n", "A" + kHex.substr(1) + "\n",
                                  std::string("\n"), " " + kHex.substr(1) + "\n"}) {
    const std::vector<StoredSlot> slots = ParseSlotLines(line);
    ASSERT_EQ(slots.size(), 1) << line;
    EXPECT_EQ(slots[0].file, line);
    EXPECT_EQ(slots[0].digest, Sha256(line));
  }
}

TEST(SlotLinesTest, NoByteIsLost) {
  for (const std::string text : {"a\n\nb", "\n\n", "{}\n{}", "{\"a\":\n1}\n"}) {
    EXPECT_EQ(FormatSlotLines(ParseSlotLines(text)), text);
  }
}

}  // namespace
}  // namespace tallystick
