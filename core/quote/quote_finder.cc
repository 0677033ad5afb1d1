#include "core/quote/quote_finder.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <optional>
#include <string>

#include "core/quote/code_points.h"

namespace tallystick {
namespace {

// Suffix array by prefix doubling (Manber, Myers 1990) with counting sort: each round sorts by twice as many bytes in
// O(n), and there are at most log2(n) + 1 rounds.
std::vector<int32_t> SuffixArray(absl::string_view text) {
  const auto n = static_cast<int32_t>(text.size());
  std::vector<int32_t> order(n), rank(n), next(n), counts(std::max(n, 256) + 1);
  std::iota(order.begin(), order.end(), 0);
  const auto byte = [&text](int32_t at) { return static_cast<uint8_t>(text[at]); };
  for (int32_t i = 0; i < n; ++i) ++counts[byte(i) + 1];
  for (int32_t c = 0; c < 256; ++c) counts[c + 1] += counts[c];
  for (int32_t i = 0; i < n; ++i) order[counts[byte(i)]++] = i;
  int32_t classes = 0;
  for (int32_t i = 0; i < n; ++i) {
    if (i > 0 && byte(order[i]) != byte(order[i - 1])) ++classes;
    rank[order[i]] = classes;
  }
  for (int64_t length = 1; classes < n - 1; length *= 2) {
    // By the second half: what is shorter than `length` comes first, the rest in the order there is.
    int32_t filled = 0;
    for (auto i = static_cast<int32_t>(n - length); i < n; ++i) next[filled++] = i;
    for (const int32_t at : order) {
      if (at >= length) next[filled++] = static_cast<int32_t>(at - length);
    }
    std::fill(counts.begin(), counts.begin() + classes + 2, 0);
    for (const int32_t r : rank) ++counts[r + 1];
    for (int32_t c = 0; c <= classes; ++c) counts[c + 1] += counts[c];
    for (const int32_t at : next) order[counts[rank[at]]++] = at;
    const auto second = [&](int32_t at) { return at + length < n ? rank[at + length] : -1; };
    classes = 0;
    next[order[0]] = 0;
    for (int32_t i = 1; i < n; ++i) {
      const int32_t a = order[i - 1], b = order[i];
      if (rank[a] != rank[b] || second(a) != second(b)) ++classes;
      next[b] = classes;
    }
    rank.swap(next);
  }
  return order;
}

}  // namespace

std::vector<ByteRange> QuoteFinder::Find(absl::string_view exact) {
  if (scans_left_ > 0 || capture_.empty() || capture_.size() > INT32_MAX) {
    --scans_left_;
    scans_left_ = std::max(scans_left_, 0);
    return FindQuote(capture_, charset_, exact);
  }
  if (suffixes_.empty()) suffixes_ = SuffixArray(capture_);
  std::vector<ByteRange> ranges;
  const std::optional<std::string> pattern = EncodeText(exact, charset_);
  if (!pattern || pattern->empty()) return ranges;
  const size_t length = pattern->size();
  const auto compared = [this, &pattern, length](int32_t at) {
    const absl::string_view here = capture_.substr(at, length);
    const int order = std::memcmp(here.data(), pattern->data(), here.size());
    return order != 0 ? order : here.size() < length ? -1 : 0;
  };
  const auto begin =
      std::partition_point(suffixes_.begin(), suffixes_.end(), [&](int32_t at) { return compared(at) < 0; });
  const auto end = std::partition_point(begin, suffixes_.end(), [&](int32_t at) { return compared(at) == 0; });
  std::vector<int32_t> places(begin, end);
  std::sort(places.begin(), places.end());
  const size_t text_start = ByteOrderMarkSize(capture_, charset_);
  for (const int32_t start : places) {
    const size_t after = start + length;
    if (static_cast<size_t>(start) < text_start || !IsCharacterBoundary(capture_, charset_, start) ||
        !IsCharacterBoundary(capture_, charset_, after)) {
      continue;
    }
    ranges.push_back({start, static_cast<int64_t>(after)});
  }
  return ranges;
}

}  // namespace tallystick
