// Proofs about subtrees, as Merkle Tree Certificates use them (draft-ietf-plants-merkle-tree-certs §4). A subtree
// covers the leaves [start, end), where start is a multiple of the smallest power of two that is >= end - start. The
// log makes no such proofs; they are verified for readers of logs that do. Thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/digest.h"
#include "core/merkle/proof.h"

namespace tallystick {

struct SubtreeRange {
  uint64_t start = 0, end = 0;
};

// Whether such a subtree can be; one without leaves can be anywhere.
bool IsSubtree(SubtreeRange range);

// `index` counts the leaves of the whole tree. kOutOfRange also for a range that is no subtree.
[[nodiscard]] ProofCheck VerifySubtreeInclusion(const Digest& leaf, uint64_t index, SubtreeRange range,
                                                const Digest& subtree_root, std::span<const Digest> proof);

// That the tree of `size` leaves has this subtree. One without leaves has the root EmptyRoot() and is in every tree
// that reaches as far, by the empty proof, which then says nothing of `root`.
[[nodiscard]] ProofCheck VerifySubtreeConsistency(SubtreeRange range, const Digest& subtree_root, uint64_t size,
                                                  const Digest& root, std::span<const Digest> proof);

}  // namespace tallystick
