#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/merkle/proof.h"
#include "core/merkle/subtree.h"
#include "core/merkle/tree.h"
#include "tests/conformance/vectors.h"

namespace tallystick::vectors {
namespace {

bool Holds(const InclusionCase& c, bool of_subtree) {
  if (!c.root || !c.leaf || !c.proof) return false;
  const ProofCheck check = of_subtree ? VerifySubtreeInclusion(*c.leaf, c.index, {c.start, c.end}, *c.root, *c.proof)
                                      : VerifyInclusion(*c.leaf, c.index, c.end, *c.root, *c.proof);
  return check == ProofCheck::kHolds;
}

bool Holds(const ConsistencyCase& c, bool of_subtree) {
  if (!c.root1 || !c.root2 || !c.proof) return false;
  const ProofCheck check = of_subtree
                               ? VerifySubtreeConsistency({c.start, c.size1}, *c.root1, c.size2, *c.root2, *c.proof)
                               : VerifyConsistency(c.size1, *c.root1, c.size2, *c.root2, *c.proof);
  return check == ProofCheck::kHolds;
}

// Some vectors of subtrees that hold have three words as a root; only a reader of hashes of any length can say so.
bool IsOfOtherLength(const ConsistencyCase& c) { return !c.must_fail && (!c.root1 || !c.root2); }

}  // namespace

void CheckInclusionProofs() {
  for (const bool of_subtree : {false, true}) {
    int count = 0;
    for (const std::string& path : JsonFilesWith({"leafIdx", of_subtree ? "start" : "treeSize"})) {
      const InclusionCase c = ReadInclusionCase(path);
      EXPECT_EQ(Holds(c, of_subtree), !c.must_fail) << path << ": " << c.description;
      ++count;
    }
    Report(of_subtree ? "inclusion proofs in subtrees" : "inclusion proofs", count);
  }
}

void CheckConsistencyProofs() {
  for (const bool of_subtree : {false, true}) {
    int count = 0;
    for (const std::string& path : JsonFilesWith({"root1", "root2", of_subtree ? "start" : "size1"})) {
      const ConsistencyCase c = ReadConsistencyCase(path);
      if (IsOfOtherLength(c)) {
        CheckedInPart(path, "it must hold, but its roots do not have 32 bytes, and here every root has");
        continue;
      }
      EXPECT_EQ(Holds(c, of_subtree), !c.must_fail) << path << ": " << c.description;
      ++count;
    }
    Report(of_subtree ? "consistency proofs of subtrees" : "consistency proofs", count);
  }
}

void CheckClassicRoots() {
  int count = 0;
  for (const std::string& path : JsonFilesWith({"leaf_inputs_hex", "leaf_hashes", "roots_by_size"})) {
    const ClassicTree tree = ReadClassicTree(path);
    EXPECT_EQ(tree.leaf_hashes.size(), tree.entries.size()) << path;
    EXPECT_EQ(tree.roots.size(), tree.entries.size() + 1) << path;
    Frontier frontier;
    for (size_t size = 0; size < tree.roots.size(); ++size) {
      ++count;
      EXPECT_EQ(frontier.Root(), tree.roots[size]) << path << ", size " << size;
      if (size >= tree.entries.size() || size >= tree.leaf_hashes.size()) break;
      EXPECT_EQ(HashLeaf(tree.entries[size]), tree.leaf_hashes[size]) << path << ", leaf " << size;
      frontier.Append(HashLeaf(tree.entries[size]), nullptr);
    }
  }
  Report("roots by size", count);
}

namespace {

TEST_F(VectorsTest, InclusionProofs) { CheckInclusionProofs(); }
TEST_F(VectorsTest, ConsistencyProofs) { CheckConsistencyProofs(); }
TEST_F(VectorsTest, ClassicRoots) { CheckClassicRoots(); }

}  // namespace
}  // namespace tallystick::vectors
