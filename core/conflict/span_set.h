// Spans of time under keys, added one at a time: those that hold a span, and those that lie inside it, are found
// without looking at the others. Spans are kept by the power of two that their length reaches. Not thread-safe.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "core/conflict/claim_time.h"

namespace tallystick {

class SpanSet {
 public:
  // `sort` is handed to the visitor with the value, so that most can be passed over without a look at them.
  void Add(int key, Seconds begin, Seconds end, int sort, int value) {
    const int level = LevelOf(begin, end);
    if (static_cast<int>(by_key_.size()) <= key) by_key_.resize(key + 1);
    std::vector<Level>& levels = by_key_[key];
    auto at = std::find_if(levels.begin(), levels.end(), [level](const Level& l) { return l.level >= level; });
    if (at == levels.end() || at->level != level) at = levels.insert(at, {level, {}});
    at->items.insert({begin, end, sort, value});
  }

  // Calls visit(sort, value) for each span of this key that holds all of [begin, end).
  template <typename Visit>
  void ForEachHolding(int key, Seconds begin, Seconds end, const Visit& visit) const {
    if (key >= static_cast<int>(by_key_.size())) return;
    const int least = LevelOf(begin, end);
    for (const Level& level : by_key_[key]) {
      if (level.level < least) continue;
      // One of this level that reaches as far as `end` does not begin earlier than that.
      Seconds first = kBeginningOfTime;
      if (level.level < kTopLevel && __builtin_sub_overflow(end, (Seconds{1} << level.level) - 1, &first)) {
        first = kBeginningOfTime;
      }
      for (auto it = level.items.lower_bound({first, kBeginningOfTime, 0, 0});
           it != level.items.end() && it->begin <= begin; ++it) {
        if (it->end >= end) visit(it->sort, it->value);
      }
    }
  }

  // And for each that lies inside it.
  template <typename Visit>
  void ForEachInside(int key, Seconds begin, Seconds end, const Visit& visit) const {
    if (key >= static_cast<int>(by_key_.size())) return;
    const int most = LevelOf(begin, end);
    for (const Level& level : by_key_[key]) {
      if (level.level > most) return;
      for (auto it = level.items.lower_bound({begin, kBeginningOfTime, 0, 0});
           it != level.items.end() && it->begin <= end; ++it) {
        if (it->end <= end) visit(it->sort, it->value);
      }
    }
  }

 private:
  static constexpr int kTopLevel = 63;
  struct Item {
    Seconds begin, end;
    int sort, value;
    bool operator<(const Item& o) const {
      return std::tie(begin, end, sort, value) < std::tie(o.begin, o.end, o.sort, o.value);
    }
  };
  struct Level {
    int level = 0;
    absl::btree_set<Item> items;
  };

  static int LevelOf(Seconds begin, Seconds end) {
    return std::min<int>(kTopLevel, std::bit_width(static_cast<uint64_t>(end) - static_cast<uint64_t>(begin)));
  }

  std::vector<std::vector<Level>> by_key_;  // shortest first
};

}  // namespace tallystick
