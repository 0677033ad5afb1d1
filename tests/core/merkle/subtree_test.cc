// Proofs about subtrees against the draft's own recursion; the published vectors are in tests/conformance.
#include "core/merkle/subtree.h"

#include <gtest/gtest.h>

#include <bit>

#include "absl/strings/str_cat.h"
#include "tests/core/merkle/memory_tree.h"

namespace tallystick {
namespace {

constexpr uint64_t kLargest = 21;

std::vector<std::string> Entries(uint64_t size) {
  std::vector<std::string> entries;
  for (uint64_t i = 0; i < size; ++i) entries.push_back(absl::StrCat("entry ", i));
  return entries;
}

// SUBTREE_SUBPROOF, as the draft writes it: `known` says that the verifier has the hash of the part in question.
void SubtreeProof(uint64_t start, uint64_t end, uint64_t begin, uint64_t stop, bool known, const NodeReader& reader,
                  std::vector<Digest>* proof) {
  if (start == begin && end == stop) {
    if (!known) proof->push_back(*SubtreeRoot(begin, stop, reader));
    return;
  }
  const uint64_t split = begin + std::bit_floor(stop - begin - 1);
  if (end <= split) {
    SubtreeProof(start, end, begin, split, known, reader, proof);
    proof->push_back(*SubtreeRoot(split, stop, reader));
  } else if (start >= split) {
    SubtreeProof(start, end, split, stop, known, reader, proof);
    proof->push_back(*SubtreeRoot(begin, split, reader));
  } else {  // it begins at `begin` and reaches over the split
    SubtreeProof(split, end, split, stop, false, reader, proof);
    proof->push_back(*SubtreeRoot(begin, split, reader));
  }
}

TEST(SubtreeTest, EverySubtreeOfEveryTreeIsProvenAndNoOther) {
  for (uint64_t size = 1; size <= kLargest; ++size) {
    const MemoryTree tree(Entries(size));
    const Digest root = tree.frontier().Root();
    for (uint64_t start = 0; start < size; ++start) {
      for (uint64_t end = start + 1; end <= size; ++end) {
        const SubtreeRange range = {start, end};
        SCOPED_TRACE(absl::StrCat("[", start, ", ", end, ") of ", size));
        if (!IsSubtree(range)) {
          EXPECT_NE(start % std::bit_ceil(end - start), 0);
          EXPECT_EQ(VerifySubtreeConsistency(range, root, size, root, {}), ProofCheck::kOutOfRange);
          continue;
        }
        const Digest subtree = *SubtreeRoot(start, end, tree.reader());
        std::vector<Digest> proof;
        SubtreeProof(start, end, 0, size, true, tree.reader(), &proof);
        EXPECT_EQ(VerifySubtreeConsistency(range, subtree, size, root, proof), ProofCheck::kHolds);
        EXPECT_EQ(VerifySubtreeConsistency(range, HashLeaf("x"), size, root, proof), ProofCheck::kWrongRoot);
        EXPECT_EQ(VerifySubtreeConsistency(range, subtree, size, HashLeaf("x"), proof), ProofCheck::kWrongRoot);
        for (Digest& hash : proof) {
          hash.bytes[7] ^= 1;
          EXPECT_EQ(VerifySubtreeConsistency(range, subtree, size, root, proof), ProofCheck::kWrongRoot);
          hash.bytes[7] ^= 1;
        }
        proof.push_back(root);
        EXPECT_EQ(VerifySubtreeConsistency(range, subtree, size, root, proof), ProofCheck::kWrongLength);
      }
    }
  }
}

TEST(SubtreeTest, ALeafIsFoundByItsIndexInTheWholeTree) {
  const MemoryTree tree(Entries(16));
  const SubtreeRange range = {8, 14};
  const Digest root = *SubtreeRoot(range.start, range.end, tree.reader());
  const MemoryTree alone({"entry 8", "entry 9", "entry 10", "entry 11", "entry 12", "entry 13"});
  for (uint64_t index = range.start; index < range.end; ++index) {
    const std::vector<Digest> proof = *InclusionProof(index - range.start, 6, alone.reader());
    const Digest leaf = HashLeaf(absl::StrCat("entry ", index));
    EXPECT_EQ(VerifySubtreeInclusion(leaf, index, range, root, proof), ProofCheck::kHolds) << index;
    EXPECT_EQ(VerifySubtreeInclusion(leaf, index - range.start, range, root, proof), ProofCheck::kOutOfRange) << index;
  }
  EXPECT_EQ(VerifySubtreeInclusion(root, 14, range, root, {}), ProofCheck::kOutOfRange);
}

TEST(SubtreeTest, RangesAtTheEndOfTheNumbersAreJudged) {
  constexpr uint64_t kMost = ~uint64_t{0};
  EXPECT_TRUE(IsSubtree({0, kMost}));
  EXPECT_FALSE(IsSubtree({1, kMost}));
  EXPECT_TRUE(IsSubtree({kMost, kMost}));
  EXPECT_TRUE(IsSubtree({kMost - 1, kMost}));
  EXPECT_FALSE(IsSubtree({2, 1}));
}

}  // namespace
}  // namespace tallystick
