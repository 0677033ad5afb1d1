// Quotes as ranges of a capture's own bytes, with enough of the text around them to notice a wrong place. The selectors
// are those of the W3C Web Annotation Data Model, 4.2.4 (text quote) and 4.2.5 (text position, here in bytes). Pure
// functions, thread-safe. `capture` is a whole capture in `charset`, its byte order mark included.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/quote/charset.h"

namespace tallystick {

// Code points kept on each side of a quote; fewer only where the text begins or ends.
inline constexpr int kAnchorContext = 32;

struct Anchor {
  int64_t start = 0;  // byte offsets in the capture: [start, end)
  int64_t end = 0;
  std::string exact;  // UTF-8, as are
  std::string prefix;
  std::string suffix;

  bool operator==(const Anchor&) const = default;
};

struct ByteRange {
  int64_t start = 0;  // [start, end)
  int64_t end = 0;

  bool operator==(const ByteRange&) const = default;
};

// The anchor of a range. kInvalidArgument for an empty range, one outside the text, one that cuts a character (the
// message gives the nearest boundary) or bytes around it that are not valid in `charset`. Its cost does not grow with
// the capture.
absl::StatusOr<Anchor> MakeAnchor(absl::string_view capture, Charset charset, int64_t start, int64_t end);

// The first thing about an anchor that the capture contradicts.
struct AnchorMismatch {
  enum class Part { kRange, kExact, kPrefix, kSuffix };
  Part part;
  std::string message;  // one clause, with the place and both texts
};

// Nothing when the capture reads, at that place, exactly as the anchor says. Its cost does not grow with the capture.
std::optional<AnchorMismatch> CheckAnchor(absl::string_view capture, Charset charset, const Anchor& anchor);

// Every place where `exact` (valid UTF-8) stands, in order, overlapping ones too; none when it is empty. Which one is
// meant is the caller's to ask. Linear in capture and quote.
std::vector<ByteRange> FindQuote(absl::string_view capture, Charset charset, absl::string_view exact);

// Where a person finds a byte: both 1-based, the column in code points. Lines end in LF, CR LF or CR.
struct TextPlace {
  int64_t line = 1;
  int64_t column = 1;

  bool operator==(const TextPlace&) const = default;
};

// Reads the capture up to `offset` (a larger one means its end; inside a character: that character): for messages.
TextPlace PlaceOf(absl::string_view capture, Charset charset, int64_t offset);

}  // namespace tallystick
