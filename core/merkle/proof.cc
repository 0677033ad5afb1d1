#include "core/merkle/proof.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

// Where RFC 6962 splits the leaves [begin, end) into two subtrees; requires two leaves or more.
uint64_t SplitPoint(uint64_t begin, uint64_t end) { return begin + std::bit_floor(end - begin - 1); }

}  // namespace

absl::StatusOr<std::vector<Digest>> InclusionProof(uint64_t index, uint64_t size, const NodeReader& reader) {
  if (index >= size) {
    return absl::InvalidArgumentError(absl::StrCat("no leaf ", index, " in a tree of ", size));
  }
  // From the root down, so that each step is one of the RFC's definition; the proof is wanted from the leaf up.
  std::vector<Digest> proof;
  proof.reserve(std::bit_width(size));
  for (uint64_t begin = 0, end = size; end - begin > 1;) {
    const uint64_t split = SplitPoint(begin, end);
    const bool is_left = index < split;
    TALLY_ASSIGN_OR_RETURN(const Digest sibling, SubtreeRoot(is_left ? split : begin, is_left ? end : split, reader));
    proof.push_back(sibling);
    (is_left ? end : begin) = split;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<Digest>> ConsistencyProof(uint64_t size1, uint64_t size2, const NodeReader& reader) {
  if (size1 > size2) {
    return absl::InvalidArgumentError(absl::StrCat("no tree of ", size1, " leaves within one of ", size2));
  }
  std::vector<Digest> proof;
  if (size1 == 0) return proof;
  uint64_t begin = 0;
  for (uint64_t end = size2; end != size1;) {
    const uint64_t split = SplitPoint(begin, end);
    const bool is_left = size1 <= split;
    TALLY_ASSIGN_OR_RETURN(const Digest sibling, SubtreeRoot(is_left ? split : begin, is_left ? end : split, reader));
    proof.push_back(sibling);
    (is_left ? end : begin) = split;
  }
  // The subtree that ends at size1 is left out when it is the whole first tree: the verifier knows that root.
  if (begin != 0) {
    TALLY_ASSIGN_OR_RETURN(const Digest last, SubtreeRoot(begin, size1, reader));
    proof.push_back(last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::string_view Describe(ProofCheck check) {
  switch (check) {
    case ProofCheck::kHolds:
      return "the proof leads to the root";
    case ProofCheck::kOutOfRange:
      return "the proof is for a place outside the tree";
    case ProofCheck::kWrongLength:
      return "the proof has too few or too many hashes for its tree";
    case ProofCheck::kWrongRoot:
      return "the proof does not lead to the root";
  }
  return "";
}

ProofCheck VerifyInclusion(const Digest& leaf, uint64_t index, uint64_t size, const Digest& root,
                           std::span<const Digest> proof) {
  if (index >= size) return ProofCheck::kOutOfRange;
  uint64_t node = index;
  uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return ProofCheck::kWrongLength;
    if ((node & 1) != 0 || node == last) {
      hash = HashNode(sibling, hash);
      // A right edge without a sibling is carried up as it is.
      for (; (node & 1) == 0 && node != 0; node >>= 1) last >>= 1;
    } else {
      hash = HashNode(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return ProofCheck::kWrongLength;
  return hash == root ? ProofCheck::kHolds : ProofCheck::kWrongRoot;
}

ProofCheck VerifyConsistency(uint64_t size1, const Digest& root1, uint64_t size2, const Digest& root2,
                             std::span<const Digest> proof) {
  if (size1 > size2) return ProofCheck::kOutOfRange;
  if (size1 == 0 || size1 == size2) {
    if (!proof.empty()) return ProofCheck::kWrongLength;
    const bool first_good = size1 != 0 || root1 == EmptyRoot();
    const bool second_good = size1 != size2 || root1 == root2;
    return first_good && second_good ? ProofCheck::kHolds : ProofCheck::kWrongRoot;
  }
  uint64_t node = size1 - 1;
  uint64_t last = size2 - 1;
  for (; (node & 1) != 0; node >>= 1) last >>= 1;
  // Without bits left, the first tree is one perfect subtree, and its root stands for the proof's first hash.
  const bool starts_at_root1 = node == 0;
  if (!starts_at_root1 && proof.empty()) return ProofCheck::kWrongLength;
  Digest hash1 = starts_at_root1 ? root1 : proof.front();
  Digest hash2 = hash1;
  for (const Digest& sibling : proof.subspan(starts_at_root1 ? 0 : 1)) {
    if (last == 0) return ProofCheck::kWrongLength;
    if ((node & 1) != 0 || node == last) {
      hash1 = HashNode(sibling, hash1);
      hash2 = HashNode(sibling, hash2);
      for (; (node & 1) == 0 && node != 0; node >>= 1) last >>= 1;
    } else {
      hash2 = HashNode(hash2, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return ProofCheck::kWrongLength;
  return hash1 == root1 && hash2 == root2 ? ProofCheck::kHolds : ProofCheck::kWrongRoot;
}

}  // namespace tallystick
