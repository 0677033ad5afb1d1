#include "store/row_sums.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"

namespace tallystick {

void RowSums::Add(absl::string_view table, absl::string_view key, absl::string_view value) {
  auto it = sums_.find(table);
  if (it == sums_.end()) it = sums_.emplace(std::string(table), Sum{}).first;
  const Digest digest = Sha256(absl::StrCat(key.size(), ":", key, value));
  Sum limbs;
  std::memcpy(limbs.data(), digest.bytes.data(), sizeof limbs);
  AddTo(&it->second, limbs);
}

void RowSums::Add(const RowSums& other) {
  for (const auto& [name, sum] : other.sums_) AddTo(&sums_.try_emplace(name, Sum{}).first->second, sum);
}

void RowSums::AddTo(Sum* sum, const Sum& added) {
  uint64_t carry = 0;
  for (size_t i = 0; i < sum->size(); ++i) {
    const uint64_t with_carry = added[i] + carry;
    carry = with_carry < carry;
    (*sum)[i] += with_carry;
    carry += (*sum)[i] < with_carry;
  }
}

std::vector<std::string> RowSums::Differing(const RowSums& other) const {
  std::vector<std::string> names;
  for (const auto& [name, sum] : sums_) {
    const auto it = other.sums_.find(name);
    if (it == other.sums_.end() || it->second != sum) names.push_back(name);
  }
  for (const auto& [name, sum] : other.sums_) {
    if (sums_.find(name) == sums_.end()) names.push_back(name);
  }
  return names;
}

}  // namespace tallystick
