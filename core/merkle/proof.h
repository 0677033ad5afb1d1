// Inclusion and consistency proofs of RFC 6962 §2.1.1–2.1.2, verified by RFC 9162 §2.1.3.2 and §2.1.4.2.
// Everything here is thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/merkle/tree.h"

namespace tallystick {

// The audit path of leaf `index` in the tree of the first `size` leaves, from the leaf's sibling upwards. O(log size)
// reads. kInvalidArgument unless index < size; errors of the reader otherwise.
absl::StatusOr<std::vector<Digest>> InclusionProof(uint64_t index, uint64_t size, const NodeReader& reader);

// Shows that the tree of `size2` leaves begins with the tree of `size1`. O(log size2) reads. Empty when the sizes are
// equal or size1 is 0. kInvalidArgument unless size1 <= size2; errors of the reader otherwise.
absl::StatusOr<std::vector<Digest>> ConsistencyProof(uint64_t size1, uint64_t size2, const NodeReader& reader);

// What came of checking a proof. Only kHolds is a pass.
enum class ProofCheck {
  kHolds,
  kOutOfRange,   // no such leaf in a tree of that size, or the first tree is larger than the second
  kWrongLength,  // a proof for these sizes has fewer or more hashes
  kWrongRoot,    // the hashes do not lead to the given root (or roots)
};

// One clause for a person, without full stop: "the proof does not lead to the root".
absl::string_view Describe(ProofCheck check);

[[nodiscard]] ProofCheck VerifyInclusion(const Digest& leaf, uint64_t index, uint64_t size, const Digest& root,
                                         std::span<const Digest> proof);

// A tree of size 0 has the one root EmptyRoot(), and every tree is consistent with it by the empty proof.
[[nodiscard]] ProofCheck VerifyConsistency(uint64_t size1, const Digest& root1, uint64_t size2, const Digest& root2,
                                           std::span<const Digest> proof);

}  // namespace tallystick
