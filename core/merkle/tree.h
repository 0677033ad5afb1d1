// The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1.1) with SHA-256: hashes, node addresses and the right edge.
//
// A node (level, index) covers the leaves [index << level, (index + 1) << level). It is complete once all of them
// exist, and never changes after that. Only complete nodes are stored; every root and proof is made of them.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

struct NodeAddress {
  int level = 0;  // 0: a leaf
  uint64_t index = 0;

  auto operator<=>(const NodeAddress&) const = default;
};

struct Node {
  NodeAddress address;
  Digest hash;
};

// Gives the hash of a complete node. Its errors are passed on unchanged.
using NodeReader = std::function<absl::StatusOr<Digest>(NodeAddress)>;

Digest HashLeaf(absl::string_view entry);
Digest HashNode(const Digest& left, const Digest& right);
// The root of the tree without leaves: SHA-256 of nothing.
Digest EmptyRoot();

// The root of the subtree over the leaves [begin, end), as RFC 6962 writes MTH(D[begin:end]); one read per bit set in
// end - begin. Requires begin < end, and begin a multiple of the smallest power of two that is >= end - begin: so are
// all subtrees that appear in a tree or a proof.
absl::StatusOr<Digest> SubtreeRoot(uint64_t begin, uint64_t end, const NodeReader& reader);

// The right edge of a growing tree: the roots of the perfect subtrees that `size` splits into. Copyable (a failed
// commit goes back to the copy). Not thread-safe.
class Frontier {
 public:
  // The right edge of the first `size` leaves, read back from their nodes.
  static absl::StatusOr<Frontier> Load(uint64_t size, const NodeReader& reader);

  // Adds a leaf; the nodes that it completes, its own first, then upwards, are added to `*completed` (unless null).
  void Append(const Digest& leaf, std::vector<Node>* completed);

  uint64_t size() const { return size_; }
  Digest Root() const;

 private:
  uint64_t size_ = 0;
  std::vector<Digest> edge_;  // one for every bit set in size_, the largest subtree first
};

}  // namespace tallystick
