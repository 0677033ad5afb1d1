#include "store/audit_entries.h"

#include <algorithm>
#include <cstring>

#include "core/record/submission.h"

namespace tallystick {

void EntryAudit::Add(uint64_t index, absl::string_view entry) {
  const absl::StatusOr<Leaf> leaf = ParseLeaf(entry);
  if (!leaf.ok()) {
    if (not_understood_++ == 0) first_not_understood_ = index;
    return;
  }
  ++authors_[leaf->author_key];
  uint64_t beginning;
  std::memcpy(&beginning, leaf->submission.bytes.data(), sizeof beginning);
  ids_.emplace_back(beginning, index);
}

std::vector<std::vector<uint64_t>> EntryAudit::LikelyRepeats() {
  std::sort(ids_.begin(), ids_.end());
  std::vector<std::vector<uint64_t>> groups;
  for (size_t i = 1; i < ids_.size(); ++i) {
    if (ids_[i].first != ids_[i - 1].first) continue;
    if (i < 2 || ids_[i - 2].first != ids_[i].first) groups.push_back({ids_[i - 1].second});
    groups.back().push_back(ids_[i].second);
  }
  std::sort(groups.begin(), groups.end());  // by the first index of each
  return groups;
}

}  // namespace tallystick
