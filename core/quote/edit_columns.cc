#include "core/quote/edit_columns.h"

namespace tallystick {
namespace {

constexpr char32_t kLowEnd = 0x10000;

}  // namespace

EditColumns::EditColumns(std::u32string_view pattern, Match match)
    : blocks_((pattern.size() + 63) / 64),
      masks_(blocks_.size(), 0),
      low_symbols_(kLowEnd, 0),
      last_bit_(uint64_t{1} << ((pattern.size() - 1) % 64)),
      top_step_(match == Match::kAnywhere ? 0 : 1),
      distance_(static_cast<int64_t>(pattern.size())) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char32_t c = pattern[i];
    uint32_t& symbol = c < kLowEnd ? low_symbols_[c] : high_symbols_[c];
    if (symbol == 0) {
      symbol = static_cast<uint32_t>(masks_.size() / blocks_.size());
      masks_.resize(masks_.size() + blocks_.size(), 0);
    }
    masks_[symbol * blocks_.size() + i / 64] |= uint64_t{1} << (i % 64);
  }
}

const uint64_t* EditColumns::MasksOf(char32_t c) const {
  size_t symbol = 0;
  if (c < kLowEnd) {
    symbol = low_symbols_[c];
  } else if (const auto found = high_symbols_.find(c); found != high_symbols_.end()) {
    symbol = found->second;
  }
  return &masks_[symbol * blocks_.size()];
}

int64_t EditColumns::Next(char32_t c) {
  const uint64_t* masks = MasksOf(c);
  uint64_t carry_plus = top_step_ > 0, carry_minus = 0;  // how the row above a block steps from the last column to this
  uint64_t plus = 0, minus = 0;
  for (size_t i = 0; i < blocks_.size(); ++i) {
    Block& block = blocks_[i];
    const uint64_t vertical = masks[i] | block.minus;
    const uint64_t equal = masks[i] | carry_minus;
    const uint64_t horizontal = (((equal & block.plus) + block.plus) ^ block.plus) | equal;
    plus = block.minus | ~(horizontal | block.plus);
    minus = block.plus & horizontal;
    const uint64_t down_plus = plus << 1 | carry_plus, down_minus = minus << 1 | carry_minus;
    carry_plus = plus >> 63;
    carry_minus = minus >> 63;
    block.plus = down_minus | ~(vertical | down_plus);
    block.minus = down_plus & vertical;
  }
  distance_ += (plus & last_bit_) != 0;
  distance_ -= (minus & last_bit_) != 0;
  return distance_;
}

}  // namespace tallystick
