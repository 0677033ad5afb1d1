// Order-independent sums over derived rows, a table each: equal multisets of rows give equal sums, and another multiset
// does not (the SHA-256 of each row, added modulo 2^256). Memory does not grow with the rows. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tallystick {

class RowSums {
 public:
  void Add(absl::string_view table, absl::string_view key, absl::string_view value);

  // All rows of `other` too.
  void Add(const RowSums& other);

  // Tables whose rows differ, by name.
  std::vector<std::string> Differing(const RowSums& other) const;

 private:
  using Sum = std::array<uint64_t, 4>;  // little-endian
  static void AddTo(Sum* sum, const Sum& added);
  std::map<std::string, Sum, std::less<>> sums_;
};

}  // namespace tallystick
