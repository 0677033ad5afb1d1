// FindQuote for many quotes of one capture: its first answers scan the capture; once the scans have paid for it, an
// index answers, so that n rows of one table do not cost n times the table. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/quote/anchor.h"
#include "core/quote/charset.h"

namespace tallystick {

// So many whole scans are made before the index, which costs about as much.
inline constexpr int kScansBeforeIndex = 256;

class QuoteFinder {
 public:
  // `capture` must outlive the finder.
  QuoteFinder(absl::string_view capture, Charset charset, int scans_before_index = kScansBeforeIndex)
      : capture_(capture), charset_(charset), scans_left_(scans_before_index) {}

  // What FindQuote gives. From the index: O(m log n + k log k) for a quote of m bytes at k places in n bytes. The index
  // is made once in O(n log n), with 16 bytes a byte of the capture while it is made and 4 kept; a capture of 2^31
  // bytes or more has none.
  std::vector<ByteRange> Find(absl::string_view exact);

 private:
  absl::string_view capture_;
  Charset charset_;
  int scans_left_;
  std::vector<int32_t> suffixes_;  // offsets by the order of what follows them (a suffix array)
};

}  // namespace tallystick
