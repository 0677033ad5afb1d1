// Any bytes as a capture: what is recognised decodes, and an anchor made in it is found again.
// Input: a byte that chooses the declared charset, two that choose the range, then the capture.
#include <algorithm>

#include "core/base/utf8.h"
#include "core/quote/anchor.h"
#include "tests/fuzz/fuzz.h"

namespace tallystick {
namespace {

std::optional<Charset> DeclaredBy(uint8_t byte) {
  static constexpr Charset kCharsets[] = {Charset::kUtf8, Charset::kUtf16le, Charset::kUtf16be, Charset::kWindows1252,
                                          Charset::kWindows1256};
  return byte % 6 < 5 ? std::optional(kCharsets[byte % 6]) : std::nullopt;
}

void CheckCapture(absl::string_view capture, std::optional<Charset> declared, int64_t start, int64_t length) {
  const absl::StatusOr<RecognisedText> text = Recognise(capture, declared);
  if (!text.ok()) return;
  const absl::StatusOr<std::string> decoded = DecodeText(capture, text->charset);
  Require(decoded.ok() && !FirstInvalidUtf8(*decoded), "what is recognised decodes to valid UTF-8");
  const absl::StatusOr<Anchor> anchor = MakeAnchor(capture, text->charset, start, start + length);
  if (!anchor.ok()) return;
  Require(!CheckAnchor(capture, text->charset, *anchor), "an anchor holds in the capture it was made in");
  const std::vector<ByteRange> found = FindQuote(capture, text->charset, anchor->exact);
  Require(std::find(found.begin(), found.end(), ByteRange{anchor->start, anchor->end}) != found.end(),
          "a quote is found where it stands");
  Anchor moved = *anchor;
  moved.exact += "x";
  Require(CheckAnchor(capture, text->charset, moved).has_value(), "other words do not hold");
}

}  // namespace
}  // namespace tallystick

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  tallystick::CheckCapture(tallystick::Input(data + 3, size - 3), tallystick::DeclaredBy(data[0]), data[1], data[2]);
  return 0;
}
