#include "core/merkle/proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/core/merkle/memory_tree.h"
#include "tests/core/merkle/reference.h"

namespace tallystick {
namespace {

constexpr size_t kLargest = 130;

class ProofTest : public testing::Test {
 protected:
  ProofTest() {
    for (size_t i = 0; i < kLargest; ++i) {
      entries_.push_back(absl::StrCat("entry ", i));
      tree_.Append(entries_.back());
    }
    for (size_t size = 0; size <= kLargest; ++size) roots_.push_back(reference::Mth(First(size)));
  }

  reference::Entries First(size_t size) const { return std::span(entries_).first(size); }

  std::vector<std::string> entries_;
  MemoryTree tree_;
  std::vector<Digest> roots_;  // by size
};

// A tree of any size whose leaves are all alike, so that a node's hash depends on its level alone.
absl::StatusOr<Digest> UniformNode(NodeAddress address) {
  Digest hash = HashLeaf("the same");
  for (int level = 0; level < address.level; ++level) hash = HashNode(hash, hash);
  return hash;
}

TEST_F(ProofTest, InclusionProofsAreThoseOfTheRfcAndHold) {
  for (size_t size = 1; size <= kLargest; ++size) {
    for (size_t index = 0; index < size; ++index) {
      const absl::StatusOr<std::vector<Digest>> proof = InclusionProof(index, size, tree_.reader());
      ASSERT_TRUE(proof.ok()) << proof.status();
      ASSERT_EQ(*proof, reference::Path(index, First(size))) << index << " of " << size;
      ASSERT_EQ(VerifyInclusion(HashLeaf(entries_[index]), index, size, roots_[size], *proof), ProofCheck::kHolds)
          << index << " of " << size;
    }
  }
}

TEST_F(ProofTest, ConsistencyProofsAreThoseOfTheRfcAndHold) {
  for (size_t size2 = 1; size2 <= kLargest; ++size2) {
    for (size_t size1 = 1; size1 <= size2; ++size1) {
      const absl::StatusOr<std::vector<Digest>> proof = ConsistencyProof(size1, size2, tree_.reader());
      ASSERT_TRUE(proof.ok()) << proof.status();
      ASSERT_EQ(*proof, reference::Proof(size1, First(size2))) << size1 << " to " << size2;
      ASSERT_EQ(VerifyConsistency(size1, roots_[size1], size2, roots_[size2], *proof), ProofCheck::kHolds)
          << size1 << " to " << size2;
    }
  }
}

TEST_F(ProofTest, AnInclusionProofHoldsForNoOtherLeafIndexSizeOrRoot) {
  constexpr size_t kSize = 37;
  for (size_t index = 0; index < kSize; ++index) {
    const Digest leaf = HashLeaf(entries_[index]);
    const std::vector<Digest> proof = *InclusionProof(index, kSize, tree_.reader());
    for (size_t other = 0; other <= kLargest; ++other) {
      if (other == index) continue;
      EXPECT_NE(VerifyInclusion(leaf, other, kSize, roots_[kSize], proof), ProofCheck::kHolds) << index << other;
      if (other == kLargest) continue;
      EXPECT_NE(VerifyInclusion(HashLeaf(entries_[other]), index, kSize, roots_[kSize], proof), ProofCheck::kHolds);
    }
    for (size_t size = 0; size <= kLargest; ++size) {
      if (size == kSize) continue;
      EXPECT_EQ(VerifyInclusion(leaf, index, kSize, roots_[size], proof), ProofCheck::kWrongRoot);
      EXPECT_NE(VerifyInclusion(leaf, index, size, roots_[size], proof), ProofCheck::kHolds) << index << " " << size;
    }
  }
}

TEST_F(ProofTest, AConsistencyProofHoldsForNoOtherSizesOrRoots) {
  constexpr size_t kSize = 37;
  for (size_t size1 = 1; size1 < kSize; ++size1) {
    const std::vector<Digest> proof = *ConsistencyProof(size1, kSize, tree_.reader());
    for (size_t other = 1; other <= kLargest; ++other) {
      if (other != size1) {
        EXPECT_NE(VerifyConsistency(other, roots_[other], kSize, roots_[kSize], proof), ProofCheck::kHolds);
        EXPECT_EQ(VerifyConsistency(size1, roots_[other], kSize, roots_[kSize], proof), ProofCheck::kWrongRoot);
      }
      if (other != kSize) {
        EXPECT_NE(VerifyConsistency(size1, roots_[size1], other, roots_[other], proof), ProofCheck::kHolds);
        EXPECT_EQ(VerifyConsistency(size1, roots_[size1], kSize, roots_[other], proof), ProofCheck::kWrongRoot);
      }
    }
  }
}

TEST_F(ProofTest, AChangedTruncatedOrLongerProofIsRefused) {
  const uint32_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  for (size_t size = 2; size <= kLargest; ++size) {
    const size_t index = random() % size;
    const Digest leaf = HashLeaf(entries_[index]);
    const size_t size1 = 1 + random() % (size - 1);
    for (const bool is_inclusion : {true, false}) {
      SCOPED_TRACE(
          absl::StrCat(is_inclusion ? "inclusion " : "consistency ", is_inclusion ? index : size1, ", ", size));
      auto check = [&](const std::vector<Digest>& proof) {
        return is_inclusion ? VerifyInclusion(leaf, index, size, roots_[size], proof)
                            : VerifyConsistency(size1, roots_[size1], size, roots_[size], proof);
      };
      const std::vector<Digest> good =
          *(is_inclusion ? InclusionProof(index, size, tree_.reader()) : ConsistencyProof(size1, size, tree_.reader()));
      ASSERT_EQ(check(good), ProofCheck::kHolds);
      for (size_t i = 0; i < good.size(); ++i) {
        std::vector<Digest> changed = good;
        changed[i].bytes[random() % 32] ^= 1 << random() % 8;
        EXPECT_EQ(check(changed), ProofCheck::kWrongRoot);
        std::vector<Digest> shorter = good;
        shorter.erase(shorter.begin() + i);
        EXPECT_EQ(check(shorter), ProofCheck::kWrongLength);
      }
      for (size_t i = 0; i <= good.size(); ++i) {
        std::vector<Digest> longer = good;
        longer.insert(longer.begin() + i, roots_[size]);
        EXPECT_EQ(check(longer), ProofCheck::kWrongLength);
      }
    }
  }
}

TEST_F(ProofTest, EmptyAndEqualTreesHaveTheEmptyConsistencyProof) {
  EXPECT_THAT(*ConsistencyProof(0, 9, tree_.reader()), testing::IsEmpty());
  EXPECT_THAT(*ConsistencyProof(9, 9, tree_.reader()), testing::IsEmpty());
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 9, roots_[9], {}), ProofCheck::kHolds);
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 0, EmptyRoot(), {}), ProofCheck::kHolds);
  EXPECT_EQ(VerifyConsistency(9, roots_[9], 9, roots_[9], {}), ProofCheck::kHolds);
  const std::vector<Digest> one = {roots_[9]};
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 9, roots_[9], one), ProofCheck::kWrongLength);
  EXPECT_EQ(VerifyConsistency(9, roots_[9], 9, roots_[9], one), ProofCheck::kWrongLength);
  EXPECT_EQ(VerifyConsistency(9, roots_[9], 9, roots_[8], {}), ProofCheck::kWrongRoot);
  EXPECT_EQ(VerifyConsistency(0, roots_[9], 9, roots_[9], {}), ProofCheck::kWrongRoot);
  EXPECT_EQ(VerifyConsistency(0, roots_[9], 0, roots_[9], {}), ProofCheck::kWrongRoot);
  EXPECT_EQ(VerifyConsistency(0, EmptyRoot(), 0, roots_[9], {}), ProofCheck::kWrongRoot);
}

TEST_F(ProofTest, PlacesOutsideTheTreeAreRefused) {
  EXPECT_EQ(InclusionProof(5, 5, tree_.reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(InclusionProof(0, 0, tree_.reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ConsistencyProof(6, 5, tree_.reader()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(VerifyInclusion(HashLeaf("x"), 0, 0, EmptyRoot(), {}), ProofCheck::kOutOfRange);
  EXPECT_EQ(VerifyInclusion(HashLeaf("x"), 1, 1, HashLeaf("x"), {}), ProofCheck::kOutOfRange);
  EXPECT_EQ(VerifyConsistency(6, roots_[6], 5, roots_[5], {}), ProofCheck::kOutOfRange);
}

TEST_F(ProofTest, AMissingNodeIsTheReadersError) {
  EXPECT_EQ(InclusionProof(3, kLargest + 1, tree_.reader()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ConsistencyProof(3, kLargest + 1, tree_.reader()).status().code(), absl::StatusCode::kNotFound);
}

TEST(LargeTreeTest, ProofsHoldAndReadAFewNodesUpToTheLargestSizes) {
  for (const uint64_t size : {uint64_t{1} << 40, (uint64_t{1} << 40) + 12345, (uint64_t{1} << 63) - 1,
                              uint64_t{1} << 63, (uint64_t{1} << 63) + 1, UINT64_MAX}) {
    const Digest root = *SubtreeRoot(0, size, UniformNode);
    for (const uint64_t place : {uint64_t{1}, uint64_t{2}, size / 3, size / 2, size - 2, size - 1}) {
      SCOPED_TRACE(absl::StrCat(place, " of ", size));
      int reads = 0;
      const NodeReader reader = [&](NodeAddress address) {
        ++reads;
        return UniformNode(address);
      };
      const absl::StatusOr<std::vector<Digest>> inclusion = InclusionProof(place, size, reader);
      ASSERT_TRUE(inclusion.ok());
      EXPECT_LE(reads, 2 * 64);
      EXPECT_EQ(VerifyInclusion(HashLeaf("the same"), place, size, root, *inclusion), ProofCheck::kHolds);
      reads = 0;
      const absl::StatusOr<std::vector<Digest>> consistency = ConsistencyProof(place, size, reader);
      ASSERT_TRUE(consistency.ok());
      EXPECT_LE(reads, 2 * 64);
      const Digest root1 = *SubtreeRoot(0, place, UniformNode);
      EXPECT_EQ(VerifyConsistency(place, root1, size, root, *consistency), ProofCheck::kHolds);
    }
  }
}

TEST(DescribeTest, EveryOutcomeHasWordsOfItsOwn) {
  std::set<std::string> words;
  for (ProofCheck check :
       {ProofCheck::kHolds, ProofCheck::kOutOfRange, ProofCheck::kWrongLength, ProofCheck::kWrongRoot}) {
    words.insert(std::string(Describe(check)));
  }
  EXPECT_EQ(words.size(), 4);
  EXPECT_EQ(words.count(""), 0);
}

}  // namespace
}  // namespace tallystick
