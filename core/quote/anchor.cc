#include "core/quote/anchor.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/quote/code_points.h"
#include "core/quote/display.h"

namespace tallystick {
namespace {

constexpr size_t kShown = 60;

std::string RangeName(int64_t start, int64_t end) { return absl::StrCat("bytes ", start, " to ", end); }

// The boundary nearest to `at`, the lower of two. No character is longer than four bytes.
int64_t NearestBoundary(absl::string_view capture, Charset charset, int64_t at) {
  const int64_t size = static_cast<int64_t>(capture.size());
  for (int64_t distance = 1; distance <= 3; ++distance) {
    if (at >= distance && IsCharacterBoundary(capture, charset, at - distance)) return at - distance;
    if (at + distance <= size && IsCharacterBoundary(capture, charset, at + distance)) return at + distance;
  }
  return 0;
}

absl::Status CheckRange(absl::string_view capture, Charset charset, int64_t start, int64_t end) {
  const int64_t size = static_cast<int64_t>(capture.size());
  const int64_t text_start = static_cast<int64_t>(ByteOrderMarkSize(capture, charset));
  const std::string range = RangeName(start, end);
  if (start < 0 || end > size) {
    return absl::InvalidArgumentError(absl::StrCat(range, " lie outside the capture of ", size, " bytes"));
  }
  if (start >= end) return absl::InvalidArgumentError(absl::StrCat(range, " hold nothing"));
  if (start < text_start) {
    return absl::InvalidArgumentError(
        absl::StrCat(range, " begin in the byte order mark; the text begins at byte ", text_start));
  }
  for (const int64_t at : {start, end}) {
    if (IsCharacterBoundary(capture, charset, at)) continue;
    return absl::InvalidArgumentError(absl::StrCat("byte ", at, " is inside a ", CharsetName(charset),
                                                   " character; the nearest boundary is byte ",
                                                   NearestBoundary(capture, charset, at)));
  }
  return absl::OkStatus();
}

// Decodes [start, end), or its first `limit` code points.
absl::StatusOr<std::string> DecodeRange(absl::string_view capture, Charset charset, size_t start, size_t end,
                                        int64_t limit) {
  std::string text;
  for (size_t at = start; at < end && limit > 0; --limit) {
    const CodePoint point = CodePointAt(capture.substr(0, end), charset, at);
    if (point.size == 0) return InvalidCharacter(capture, charset, at);
    AppendCodePoint(point.value, &text);
    at += point.size;
  }
  return text;
}

absl::StatusOr<std::string> DecodeBefore(absl::string_view capture, Charset charset, size_t end, int64_t limit) {
  size_t start = end;
  for (const size_t first = ByteOrderMarkSize(capture, charset); start > first && limit > 0; --limit) {
    const CodePoint point = CodePointBefore(capture, charset, start);
    if (point.size == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("the bytes before offset ", start, " are not valid ", CharsetName(charset)));
    }
    start -= point.size;
  }
  return DecodeRange(capture, charset, start, end, kAnchorContext);
}

std::string Quoted(absl::string_view text) { return absl::StrCat("\"", DisplayText(text, kShown), "\""); }

AnchorMismatch Mismatch(AnchorMismatch::Part part, absl::string_view where, absl::string_view read,
                        absl::string_view anchored) {
  return {part, absl::StrCat(where, " the capture has ", Quoted(read), ", the anchor ", Quoted(anchored))};
}

// For each length of a matched beginning of `pattern`, the longest shorter one that is also its ending
// (Knuth, Morris, Pratt).
std::vector<size_t> Failures(absl::string_view pattern) {
  std::vector<size_t> failures(pattern.size() + 1, 0);
  for (size_t i = 1, matched = 0; i < pattern.size(); ++i) {
    while (matched > 0 && pattern[i] != pattern[matched]) matched = failures[matched];
    matched += pattern[i] == pattern[matched];
    failures[i + 1] = matched;
  }
  return failures;
}

// Every occurrence, overlapping ones too. memmem finds the first of a cluster at the speed of memory, the automaton
// carries on from there, so that a text and a pattern of one repeated letter stay linear.
std::vector<size_t> Occurrences(absl::string_view bytes, absl::string_view pattern) {
  std::vector<size_t> places, failures;
  size_t matched = 0;
  for (size_t at = 0; at <= bytes.size();) {
    if (matched == 0) {
      const void* hit = memmem(bytes.data() + at, bytes.size() - at, pattern.data(), pattern.size());
      if (hit == nullptr) break;
      at = static_cast<const char*>(hit) - bytes.data() + pattern.size();
      matched = pattern.size();
      if (failures.empty()) failures = Failures(pattern);
    } else {
      if (at == bytes.size()) break;
      while (matched > 0 && bytes[at] != pattern[matched]) matched = failures[matched];
      matched += bytes[at++] == pattern[matched];
    }
    if (matched == pattern.size()) {
      places.push_back(at - pattern.size());
      matched = failures[matched];
    }
  }
  return places;
}

}  // namespace

absl::StatusOr<Anchor> MakeAnchor(absl::string_view capture, Charset charset, int64_t start, int64_t end) {
  TALLY_RETURN_IF_ERROR(CheckRange(capture, charset, start, end));
  Anchor anchor{start, end, {}, {}, {}};
  TALLY_ASSIGN_OR_RETURN(anchor.exact, DecodeRange(capture, charset, start, end, end - start));
  TALLY_ASSIGN_OR_RETURN(anchor.prefix, DecodeBefore(capture, charset, start, kAnchorContext));
  TALLY_ASSIGN_OR_RETURN(anchor.suffix, DecodeRange(capture, charset, end, capture.size(), kAnchorContext));
  return anchor;
}

std::optional<AnchorMismatch> CheckAnchor(absl::string_view capture, Charset charset, const Anchor& anchor) {
  using Part = AnchorMismatch::Part;
  const absl::Status range = CheckRange(capture, charset, anchor.start, anchor.end);
  if (!range.ok()) return AnchorMismatch{Part::kRange, std::string(range.message())};
  const std::string place = RangeName(anchor.start, anchor.end);
  // No charset spends more than two bytes on what UTF-8 says in one: a range far beyond the quote is not even read.
  if (static_cast<size_t>(anchor.end - anchor.start) > 2 * anchor.exact.size()) {
    return AnchorMismatch{Part::kExact, absl::StrCat(place, " are more than the quote ", Quoted(anchor.exact))};
  }
  const absl::StatusOr<Anchor> read = MakeAnchor(capture, charset, anchor.start, anchor.end);
  if (!read.ok()) return AnchorMismatch{Part::kRange, absl::StrCat("around ", place, ": ", read.status().message())};
  if (read->exact != anchor.exact) return Mismatch(Part::kExact, absl::StrCat("at ", place), read->exact, anchor.exact);
  if (read->prefix != anchor.prefix) {
    return Mismatch(Part::kPrefix, absl::StrCat("before byte ", anchor.start), read->prefix, anchor.prefix);
  }
  if (read->suffix != anchor.suffix) {
    return Mismatch(Part::kSuffix, absl::StrCat("after byte ", anchor.end), read->suffix, anchor.suffix);
  }
  return std::nullopt;
}

std::vector<ByteRange> FindQuote(absl::string_view capture, Charset charset, absl::string_view exact) {
  std::vector<ByteRange> ranges;
  const std::optional<std::string> pattern = EncodeText(exact, charset);
  if (!pattern || pattern->empty()) return ranges;
  const size_t text_start = ByteOrderMarkSize(capture, charset);
  for (const size_t at : Occurrences(capture.substr(text_start), *pattern)) {
    const size_t start = text_start + at, end = start + pattern->size();
    // In UTF-16 the same bytes can stand across the units.
    if (!IsCharacterBoundary(capture, charset, start) || !IsCharacterBoundary(capture, charset, end)) continue;
    ranges.push_back({static_cast<int64_t>(start), static_cast<int64_t>(end)});
  }
  return ranges;
}

TextPlace PlaceOf(absl::string_view capture, Charset charset, int64_t offset) {
  TextPlace place;
  bool after_cr = false;
  for (size_t at = ByteOrderMarkSize(capture, charset); at < capture.size();) {
    CodePoint point = CodePointAt(capture, charset, at);
    if (point.size == 0) point = {0xFFFD, 1};
    if (static_cast<int64_t>(at + point.size) > offset) break;
    at += point.size;
    if (point.value == '\n' && after_cr) {
      after_cr = false;
      continue;
    }
    after_cr = point.value == '\r';
    const bool ends_line = point.value == '\n' || after_cr;
    place.line += ends_line;
    place.column = ends_line ? 1 : place.column + 1;
  }
  return place;
}

}  // namespace tallystick
