#include "core/merkle/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "tests/core/merkle/memory_tree.h"
#include "tests/core/merkle/reference.h"

namespace tallystick {
namespace {

constexpr size_t kLargest = 260;

std::vector<std::string> NumberedEntries(size_t count) {
  std::vector<std::string> entries;
  for (size_t i = 0; i < count; ++i) entries.push_back(absl::StrCat("entry ", i));
  return entries;
}

TEST(TreeTest, RootsAreThoseOfTheRfcAtEverySize) {
  const std::vector<std::string> entries = NumberedEntries(kLargest);
  MemoryTree tree;
  for (size_t size = 0; size <= kLargest; ++size) {
    EXPECT_EQ(tree.frontier().size(), size);
    EXPECT_EQ(tree.frontier().Root(), reference::Mth(std::span(entries).first(size))) << "size " << size;
    if (size < kLargest) tree.Append(entries[size]);
  }
}

TEST(TreeTest, ALeafCannotBePassedOffAsAnInnerNode) {
  const Digest left = HashLeaf("a");
  const Digest right = HashLeaf("b");
  EXPECT_NE(HashLeaf(absl::StrCat(left.view(), right.view())), HashNode(left, right));
  EXPECT_NE(HashLeaf(""), EmptyRoot());
}

TEST(TreeTest, AppendReportsEveryCompleteNodeOnceAndNoOther) {
  const std::vector<std::string> entries = NumberedEntries(kLargest);
  Frontier frontier;
  std::vector<Node> completed;
  size_t expected = 0;
  for (size_t size = 1; size <= kLargest; ++size) {
    frontier.Append(HashLeaf(entries[size - 1]), &completed);
    expected += 1 + std::countr_zero(size);
    ASSERT_EQ(completed.size(), expected) << "size " << size;
    const Node& newest = completed.back();
    const size_t width = size_t{1} << newest.address.level;
    EXPECT_EQ((newest.address.index + 1) * width, size);
  }
  for (const Node& node : completed) {
    const size_t width = size_t{1} << node.address.level;
    EXPECT_EQ(node.hash, reference::Mth(std::span(entries).subspan(node.address.index * width, width)));
  }
}

TEST(TreeTest, NodesNeedNotBeAskedFor) {
  Frontier frontier;
  frontier.Append(HashLeaf("a"), nullptr);
  frontier.Append(HashLeaf("b"), nullptr);
  EXPECT_EQ(frontier.Root(), HashNode(HashLeaf("a"), HashLeaf("b")));
}

TEST(TreeTest, ALoadedFrontierGoesOnAsTheOriginalDid) {
  const std::vector<std::string> entries = NumberedEntries(kLargest);
  const MemoryTree tree(entries);
  for (size_t size = 0; size <= kLargest; ++size) {
    absl::StatusOr<Frontier> loaded = Frontier::Load(size, tree.reader());
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_EQ(loaded->size(), size);
    EXPECT_EQ(loaded->Root(), reference::Mth(std::span(entries).first(size))) << "size " << size;
    for (size_t i = size; i < kLargest; ++i) loaded->Append(HashLeaf(entries[i]), nullptr);
    EXPECT_EQ(loaded->Root(), tree.frontier().Root()) << "from size " << size;
  }
}

TEST(TreeTest, ACopyIsTheWayBackFromAFailedCommit) {
  MemoryTree tree(NumberedEntries(6));
  const Frontier before = tree.frontier();
  tree.Append("one more");
  EXPECT_NE(before.Root(), tree.frontier().Root());
  EXPECT_EQ(before.Root(), MemoryTree(NumberedEntries(6)).frontier().Root());
}

TEST(TreeTest, AMissingNodeIsTheReadersError) {
  const MemoryTree tree(NumberedEntries(6));
  const absl::Status status = Frontier::Load(7, tree.reader()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("level 0, index 6"));
}

TEST(TreeTest, SubtreeRootsAreThoseOfTheRfc) {
  const std::vector<std::string> entries = NumberedEntries(kLargest);
  const MemoryTree tree(entries);
  for (size_t width = 1; width <= 64; ++width) {
    for (size_t begin = 0; begin + width <= kLargest; begin += std::bit_ceil(width)) {
      const absl::StatusOr<Digest> root = SubtreeRoot(begin, begin + width, tree.reader());
      ASSERT_TRUE(root.ok()) << root.status();
      EXPECT_EQ(*root, reference::Mth(std::span(entries).subspan(begin, width))) << begin << " + " << width;
    }
  }
}

}  // namespace
}  // namespace tallystick
