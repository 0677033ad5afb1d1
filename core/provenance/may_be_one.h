// Which claims may go back to one origin though nothing recorded binds them (docs/provenance.md). Whoever suspects it
// says so; counting only takes it into account. Immutable once made; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/digest_table.h"

namespace tallystick {

struct MayBeOne {
  std::vector<Digest> claims;
  std::string shared;  // what they have in common: "the figure 1283 (displaced, the battle)"
};

class SharedOrigins {
 public:
  SharedOrigins() = default;
  explicit SharedOrigins(std::vector<MayBeOne> sets);

  bool empty() const { return sets_.empty(); }
  // The numbers of the sets that have this claim; ascending.
  std::span<const int> SetsOf(const Digest& claim) const;
  const MayBeOne& Set(int number) const { return sets_[number]; }
  // Equal for two claims that a set has, or sets that share a claim with each other; absent for a claim of none.
  std::optional<int> GroupOf(const Digest& claim) const;

 private:
  std::vector<MayBeOne> sets_;
  std::vector<int> group_;  // by set
  DigestTable<std::vector<int>> sets_of_;
};

}  // namespace tallystick
