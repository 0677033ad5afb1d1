#include "core/merkle/tree.h"

#include <bit>
#include <cstring>

#include "core/base/status.h"

namespace tallystick {
namespace {

// RFC 6962 §2.1: different prefixes, so that no leaf can be passed off as an inner node.
constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

}  // namespace

Digest HashLeaf(absl::string_view entry) {
  thread_local Sha256Stream stream;
  return stream.Update(absl::string_view(&kLeafPrefix, 1)).Update(entry).Finish();
}

Digest HashNode(const Digest& left, const Digest& right) {
  char buffer[1 + 2 * sizeof(Digest::bytes)];
  buffer[0] = kNodePrefix;
  std::memcpy(buffer + 1, left.bytes.data(), sizeof left.bytes);
  std::memcpy(buffer + 1 + sizeof left.bytes, right.bytes.data(), sizeof right.bytes);
  return Sha256(absl::string_view(buffer, sizeof buffer));
}

Digest EmptyRoot() { return Sha256(""); }

absl::StatusOr<Digest> SubtreeRoot(uint64_t begin, uint64_t end, const NodeReader& reader) {
  Digest root;
  for (uint64_t position = end; position != begin;) {
    const int level = std::countr_zero(position - begin);
    const bool is_last = position == end;
    position -= uint64_t{1} << level;
    TALLY_ASSIGN_OR_RETURN(const Digest subtree, reader({level, position >> level}));
    root = is_last ? subtree : HashNode(subtree, root);
  }
  return root;
}

absl::StatusOr<Frontier> Frontier::Load(uint64_t size, const NodeReader& reader) {
  Frontier frontier;
  frontier.size_ = size;
  uint64_t position = 0;
  for (uint64_t rest = size; rest != 0;) {
    const int level = std::bit_width(rest) - 1;
    TALLY_ASSIGN_OR_RETURN(const Digest subtree, reader({level, position >> level}));
    frontier.edge_.push_back(subtree);
    position += uint64_t{1} << level;
    rest -= uint64_t{1} << level;
  }
  return frontier;
}

void Frontier::Append(const Digest& leaf, std::vector<Node>* completed) {
  const uint64_t index = size_++;
  Digest hash = leaf;
  if (completed != nullptr) completed->push_back({{0, index}, hash});
  // Every trailing one bit of the index is a perfect subtree to the left that now finds its sibling.
  for (int level = 0; (index >> level & 1) != 0; ++level) {
    hash = HashNode(edge_.back(), hash);
    edge_.pop_back();
    if (completed != nullptr) completed->push_back({{level + 1, index >> (level + 1)}, hash});
  }
  edge_.push_back(hash);
}

Digest Frontier::Root() const {
  if (edge_.empty()) return EmptyRoot();
  Digest root = edge_.back();
  for (size_t i = edge_.size() - 1; i-- > 0;) root = HashNode(edge_[i], root);
  return root;
}

}  // namespace tallystick
