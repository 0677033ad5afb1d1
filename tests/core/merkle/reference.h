// RFC 6962 §2.1 word for word: slow, recursive, and independent of the code under test except for SHA-256.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"

namespace tallystick::reference {

using Entries = std::span<const std::string>;

// The largest power of two smaller than n.
inline size_t K(size_t n) {
  size_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

inline Digest Join(const Digest& left, const Digest& right) {
  return Sha256(absl::StrCat(std::string(1, '\x01'), left.view(), right.view()));
}

inline Digest Mth(Entries d) {
  if (d.empty()) return Sha256("");
  if (d.size() == 1) return Sha256(absl::StrCat(std::string(1, '\0'), d[0]));
  const size_t k = K(d.size());
  return Join(Mth(d.first(k)), Mth(d.subspan(k)));
}

inline std::vector<Digest> Path(size_t m, Entries d) {
  if (d.size() == 1) return {};
  const size_t k = K(d.size());
  std::vector<Digest> path = m < k ? Path(m, d.first(k)) : Path(m - k, d.subspan(k));
  path.push_back(m < k ? Mth(d.subspan(k)) : Mth(d.first(k)));
  return path;
}

inline std::vector<Digest> Subproof(size_t m, Entries d, bool known) {
  if (m == d.size()) return known ? std::vector<Digest>{} : std::vector<Digest>{Mth(d)};
  const size_t k = K(d.size());
  std::vector<Digest> proof = m <= k ? Subproof(m, d.first(k), known) : Subproof(m - k, d.subspan(k), false);
  proof.push_back(m <= k ? Mth(d.subspan(k)) : Mth(d.first(k)));
  return proof;
}

inline std::vector<Digest> Proof(size_t m, Entries d) { return Subproof(m, d, true); }

}  // namespace tallystick::reference
