#include "core/sign/lines.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tallystick {

absl::StatusOr<absl::string_view> LineReader::Next(absl::string_view what) {
  ++number_;
  if (rest_.empty()) return Refuse(absl::StrCat("missing: here should be ", what));
  const size_t end = rest_.find('\n');
  if (end == absl::string_view::npos) return Refuse("does not end with a line feed");
  const absl::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return line;
}

absl::Status LineReader::Refuse(absl::string_view problem) const {
  return absl::InvalidArgumentError(absl::StrCat("line ", number_, ": ", problem));
}

absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text) {
  uint64_t value = 0;
  // Abseil's reader takes signs, spaces and leading zeros; only a text that it writes itself counts.
  if (!absl::SimpleAtoi(text, &value) || absl::StrCat(value) != text) {
    return absl::InvalidArgumentError("not a decimal number below 2^64 without sign and leading zeros");
  }
  return value;
}

}  // namespace tallystick
