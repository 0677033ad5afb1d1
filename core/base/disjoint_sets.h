// Numbers from 0 up in groups that grow together. Pure; not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace tallystick {

class DisjointSets {
 public:
  explicit DisjointSets(size_t n) : up_(n) { std::iota(up_.begin(), up_.end(), 0); }

  // The smallest of its group. Nearly constant over many calls.
  int Find(int i) {
    while (up_[i] != i) i = up_[i] = up_[up_[i]];
    return i;
  }

  void Join(int a, int b) {
    a = Find(a), b = Find(b);
    up_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<int> up_;
};

}  // namespace tallystick
