#include "core/provenance/may_be_one.h"

#include <utility>

#include "core/base/disjoint_sets.h"

namespace tallystick {

SharedOrigins::SharedOrigins(std::vector<MayBeOne> sets) : sets_(std::move(sets)) {
  DisjointSets groups(sets_.size());
  for (int i = 0; i < static_cast<int>(sets_.size()); ++i) {
    for (const Digest& claim : sets_[i].claims) {
      std::vector<int>& of = sets_of_[claim];
      if (!of.empty()) groups.Join(of.front(), i);
      if (of.empty() || of.back() != i) of.push_back(i);
    }
  }
  for (int i = 0; i < static_cast<int>(sets_.size()); ++i) group_.push_back(groups.Find(i));
}

std::span<const int> SharedOrigins::SetsOf(const Digest& claim) const {
  const auto it = sets_of_.find(claim);
  return it == sets_of_.end() ? std::span<const int>() : std::span<const int>(it->second);
}

std::optional<int> SharedOrigins::GroupOf(const Digest& claim) const {
  const std::span<const int> sets = SetsOf(claim);
  return sets.empty() ? std::nullopt : std::optional(group_[sets.front()]);
}

}  // namespace tallystick
