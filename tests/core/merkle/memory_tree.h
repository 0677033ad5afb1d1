// A tree whose complete nodes are kept in a map, as a store keeps them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/merkle/tree.h"

namespace tallystick {

class MemoryTree {
 public:
  explicit MemoryTree(const std::vector<std::string>& entries = {}) {
    for (const std::string& entry : entries) Append(entry);
  }

  void Append(absl::string_view entry) {
    std::vector<Node> completed;
    frontier_.Append(HashLeaf(entry), &completed);
    for (const Node& node : completed) nodes_.emplace(node.address, node.hash);
  }

  NodeReader reader() const {
    return [this](NodeAddress address) -> absl::StatusOr<Digest> {
      ++reads_;
      auto found = nodes_.find(address);
      if (found != nodes_.end()) return found->second;
      return absl::NotFoundError(absl::StrCat("no node at level ", address.level, ", index ", address.index));
    };
  }

  const Frontier& frontier() const { return frontier_; }
  const std::map<NodeAddress, Digest>& nodes() const { return nodes_; }
  int reads() const { return reads_; }

 private:
  Frontier frontier_;
  std::map<NodeAddress, Digest> nodes_;
  mutable int reads_ = 0;
};

}  // namespace tallystick
