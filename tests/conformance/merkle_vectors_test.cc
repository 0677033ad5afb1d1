#include <gtest/gtest.h>

#include "core/merkle/proof.h"
#include "core/merkle/tree.h"
#include "tests/conformance/vectors.h"

namespace tallystick::vectors {
namespace {

TEST_F(VectorsTest, InclusionProofs) {
  int count = 0;
  for (const std::string& path : FilesBelow("merkle/inclusion")) {
    const InclusionCase c = ReadInclusionCase(path);
    const bool is_readable = c.root.has_value() && c.leaf.has_value() && c.proof.has_value();
    const bool holds =
        is_readable && VerifyInclusion(*c.leaf, c.index, c.size, *c.root, *c.proof) == ProofCheck::kHolds;
    EXPECT_EQ(holds, !c.must_fail) << path << ": " << c.description;
    ++count;
  }
  Report("inclusion proofs", count);
}

TEST_F(VectorsTest, ConsistencyProofs) {
  int count = 0;
  for (const std::string& path : FilesBelow("merkle/consistency")) {
    const ConsistencyCase c = ReadConsistencyCase(path);
    const bool is_readable = c.root1.has_value() && c.root2.has_value() && c.proof.has_value();
    const bool holds =
        is_readable && VerifyConsistency(c.size1, *c.root1, c.size2, *c.root2, *c.proof) == ProofCheck::kHolds;
    EXPECT_EQ(holds, !c.must_fail) << path << ": " << c.description;
    ++count;
  }
  Report("consistency proofs", count);
}

TEST_F(VectorsTest, ClassicRoots) {
  const ClassicTree tree = ReadClassicTree("merkle-roots-classic.json");
  ASSERT_EQ(tree.leaf_hashes.size(), tree.entries.size());
  ASSERT_EQ(tree.roots.size(), tree.entries.size() + 1);
  Frontier frontier;
  for (size_t size = 0; size < tree.roots.size(); ++size) {
    EXPECT_EQ(frontier.Root(), tree.roots[size]) << "size " << size;
    if (size == tree.entries.size()) break;
    EXPECT_EQ(HashLeaf(tree.entries[size]), tree.leaf_hashes[size]) << "leaf " << size;
    frontier.Append(tree.leaf_hashes[size], nullptr);
  }
  Report("classic roots", static_cast<int>(tree.roots.size()));
}

}  // namespace
}  // namespace tallystick::vectors
