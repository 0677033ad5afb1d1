#include "core/merkle/subtree.h"

#include <bit>

namespace tallystick {
namespace {

constexpr uint64_t kLargestPower = uint64_t{1} << 63;

}  // namespace

bool IsSubtree(SubtreeRange range) {
  if (range.start > range.end) return false;
  const uint64_t leaves = range.end - range.start;
  // Beyond 2^63 leaves the power of two has no 64 bits, and only 0 is a multiple of it.
  if (leaves > kLargestPower) return range.start == 0;
  return range.start % std::bit_ceil(leaves) == 0;
}

ProofCheck VerifySubtreeInclusion(const Digest& leaf, uint64_t index, SubtreeRange range, const Digest& subtree_root,
                                  std::span<const Digest> proof) {
  if (!IsSubtree(range) || index < range.start) return ProofCheck::kOutOfRange;
  return VerifyInclusion(leaf, index - range.start, range.end - range.start, subtree_root, proof);
}

ProofCheck VerifySubtreeConsistency(SubtreeRange range, const Digest& subtree_root, uint64_t size, const Digest& root,
                                    std::span<const Digest> proof) {
  if (!IsSubtree(range) || range.end > size) return ProofCheck::kOutOfRange;
  if (range.start == range.end) {
    if (!proof.empty()) return ProofCheck::kWrongLength;
    return subtree_root == EmptyRoot() ? ProofCheck::kHolds : ProofCheck::kWrongRoot;
  }
  // The same walk as VerifyConsistency's, with the subtree's left edge beside its right one: where they meet, the
  // subtree is complete and takes in no further hash.
  uint64_t first = range.start, node = range.end - 1, last = size - 1;
  const auto up = [&] { first >>= 1, node >>= 1, last >>= 1; };
  // A subtree at the tree's own right edge is a node of the tree whatever its size; any other one starts from its
  // last complete part.
  const bool at_edge = node == last;
  while (first != node && (at_edge || (node & 1) != 0)) up();
  const bool starts_at_subtree = first == node;
  if (!starts_at_subtree && proof.empty()) return ProofCheck::kWrongLength;
  Digest subtree_hash = starts_at_subtree ? subtree_root : proof.front();
  Digest hash = subtree_hash;
  for (const Digest& sibling : proof.subspan(starts_at_subtree ? 0 : 1)) {
    if (last == 0) return ProofCheck::kWrongLength;
    if ((node & 1) != 0 || node == last) {
      if (first < node) subtree_hash = HashNode(sibling, subtree_hash);
      hash = HashNode(sibling, hash);
      while ((node & 1) == 0 && node != 0) up();
    } else {
      hash = HashNode(hash, sibling);
    }
    up();
  }
  if (last != 0) return ProofCheck::kWrongLength;
  return subtree_hash == subtree_root && hash == root ? ProofCheck::kHolds : ProofCheck::kWrongRoot;
}

}  // namespace tallystick
