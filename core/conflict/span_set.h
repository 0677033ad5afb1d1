// Spans of time under keys, added one at a time: those that hold a span, and those that lie inside it, are found without
// looking at the others. Spans are kept by the power of two that their length reaches. Not thread-safe.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <tuple>
#include <vector>

#include "absl/container/btree_set.h"
#include "core/conflict/claim_time.h"

namespace tallystick {

class SpanSet {
 public:
  void Add(int key, Seconds begin, Seconds end, int value) {
    const int level = LevelOf(begin, end);
    if (static_cast<int>(levels_.size()) <= key) levels_.resize(key + 1, 0);
    levels_[key] |= uint64_t{1} << level;
    items_.insert({key, level, begin, end, value});
  }

  // Calls visit(value) for each span of this key that holds all of [begin, end).
  template <typename Visit>
  void ForEachHolding(int key, Seconds begin, Seconds end, const Visit& visit) const {
    for (uint64_t levels = LevelsOf(key) & ~uint64_t{0} << LevelOf(begin, end); levels != 0; levels &= levels - 1) {
      const int level = std::countr_zero(levels);
      // One of this level that reaches as far as `end` does not begin earlier than that.
      Seconds first;
      const Seconds longest = level == kTopLevel ? kEndOfTime : (Seconds{1} << level) - 1;
      if (level == kTopLevel || __builtin_sub_overflow(end, longest, &first)) first = kBeginningOfTime;
      for (auto it = items_.lower_bound({key, level, first, kBeginningOfTime, 0});
           it != items_.end() && it->key == key && it->level == level && it->begin <= begin; ++it) {
        if (it->end >= end) visit(it->value);
      }
    }
  }

  // And for each that lies inside it.
  template <typename Visit>
  void ForEachInside(int key, Seconds begin, Seconds end, const Visit& visit) const {
    const int most = LevelOf(begin, end);
    for (uint64_t levels = LevelsOf(key); levels != 0; levels &= levels - 1) {
      const int level = std::countr_zero(levels);
      if (level > most) return;
      for (auto it = items_.lower_bound({key, level, begin, kBeginningOfTime, 0});
           it != items_.end() && it->key == key && it->level == level && it->begin <= end; ++it) {
        if (it->end <= end) visit(it->value);
      }
    }
  }

 private:
  static constexpr int kTopLevel = 63;
  struct Item {
    int key, level;
    Seconds begin, end;
    int value;
    bool operator<(const Item& o) const {
      return std::tie(key, level, begin, end, value) < std::tie(o.key, o.level, o.begin, o.end, o.value);
    }
  };

  static int LevelOf(Seconds begin, Seconds end) {
    return std::min<int>(kTopLevel, std::bit_width(static_cast<uint64_t>(end) - static_cast<uint64_t>(begin)));
  }
  uint64_t LevelsOf(int key) const { return key < static_cast<int>(levels_.size()) ? levels_[key] : 0; }

  absl::btree_set<Item> items_;
  std::vector<uint64_t> levels_;  // by key: which occur
};

}  // namespace tallystick
