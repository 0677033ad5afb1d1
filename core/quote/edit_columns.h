// Edit distance (Levenshtein) of a pattern to a text that is read one character at a time, 64 cells in one step:
// G. Myers, "A fast bit-vector algorithm for approximate string matching", J. ACM 46 (1999), in the block form of
// H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic J. Computing 10
// (2003).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tallystick {

// One column of the dynamic programming matrix, moved on by each character. Costs a step per 64 pattern characters.
class EditColumns {
 public:
  // kAnywhere: Next() is the least distance of the pattern to any part of the text that ends here (Sellers).
  // kFromStart: its distance to the whole text so far.
  enum class Match { kAnywhere, kFromStart };

  // `pattern` is not empty and need not outlive this.
  EditColumns(std::u32string_view pattern, Match match);

  int64_t Next(char32_t c);

 private:
  struct Block {
    uint64_t plus = ~uint64_t{0};  // cells one more than the cell above
    uint64_t minus = 0;            // cells one less
  };
  const uint64_t* MasksOf(char32_t c) const;

  std::vector<Block> blocks_;
  // blocks_.size() words for each symbol, telling where it stands in the pattern; symbol 0 stands nowhere.
  std::vector<uint64_t> masks_;
  std::vector<uint32_t> low_symbols_;  // symbol of each code point below U+10000
  std::unordered_map<char32_t, uint32_t> high_symbols_;
  uint64_t last_bit_;
  int top_step_;
  int64_t distance_;
};

}  // namespace tallystick
