#include "core/quote/edit_columns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace tallystick {
namespace {

// The textbook matrix, one column at a time.
class PlainColumns {
 public:
  PlainColumns(std::u32string pattern, EditColumns::Match match) : pattern_(std::move(pattern)), match_(match) {
    for (size_t i = 0; i <= pattern_.size(); ++i) column_.push_back(static_cast<int64_t>(i));
  }
  int64_t Next(char32_t c) {
    std::vector<int64_t> next = {match_ == EditColumns::Match::kAnywhere ? 0 : column_[0] + 1};
    for (size_t i = 1; i <= pattern_.size(); ++i) {
      next.push_back(std::min({column_[i - 1] + (pattern_[i - 1] != c), column_[i] + 1, next[i - 1] + 1}));
    }
    column_ = next;
    return column_.back();
  }

 private:
  std::u32string pattern_;
  EditColumns::Match match_;
  std::vector<int64_t> column_;
};

TEST(EditColumns, AgreesWithThePlainMatrixAcrossBlockBoundaries) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::u32string alphabet = U"aق😀\U0010FFFFz";
  for (int round = 0; round < 600; ++round) {
    const size_t letters = 1 + random() % alphabet.size();
    const size_t size = round % 3 == 0 ? 60 + random() % 9 : round % 3 == 1 ? 124 + random() % 9 : 1 + random() % 260;
    std::u32string pattern;
    while (pattern.size() < size) pattern.push_back(alphabet[random() % letters]);
    for (const EditColumns::Match match : {EditColumns::Match::kAnywhere, EditColumns::Match::kFromStart}) {
      EditColumns fast(pattern, match);
      PlainColumns plain(pattern, match);
      for (int i = 0; i < 300; ++i) {
        // Mostly the pattern itself, so that small distances occur as well as large ones.
        const char32_t c = random() % 8 == 0 ? alphabet[random() % alphabet.size()] : pattern[i % pattern.size()];
        ASSERT_EQ(fast.Next(c), plain.Next(c)) << "pattern of " << size << ", character " << i;
      }
    }
  }
}

}  // namespace
}  // namespace tallystick
