#include "core/quote/display.h"

#include <unicode/uchar.h>

#include "core/base/utf8.h"
#include "core/quote/code_points.h"

namespace tallystick {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool IsSafe(char32_t c) {
  constexpr uint32_t kUnsafe = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CN_MASK | U_GC_CO_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
  // Without the two joiners Persian and several Indian scripts are misspelt, and they steer nothing.
  return c == 0x200C || c == 0x200D || (U_GET_GC_MASK(static_cast<UChar32>(c)) & kUnsafe) == 0;
}

}  // namespace

std::string DisplayText(absl::string_view text, size_t limit) {
  std::string out;
  bool space = false;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = CodePointAt(text, Charset::kUtf8, at);
    at += point.size == 0 ? 1 : point.size;
    const bool was_space = space;
    space = point.size > 0 && u_isUWhiteSpace(static_cast<UChar32>(point.value));
    if (space && was_space) continue;
    if (limit-- == 0) return out + "…";
    AppendCodePoint(space ? ' ' : point.size > 0 && IsSafe(point.value) ? point.value : kReplacement, &out);
  }
  return out;
}

}  // namespace tallystick
