// UTF-8 by the Unicode Standard, table 3-7: no overlong forms, surrogates or values above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tallystick {

// Byte offset of the first byte that starts no valid sequence, or nothing when all of `text` is valid.
std::optional<size_t> FirstInvalidUtf8(absl::string_view text);

// The code point at the start of `text` (which is valid and not empty); `*size` gets its length in bytes.
char32_t DecodeCodePoint(absl::string_view text, size_t* size);
void AppendCodePoint(char32_t code_point, std::string* out);

size_t CountCodePoints(absl::string_view valid);
// The first / last `n` code points of valid text (all of it when it has fewer).
absl::string_view FirstCodePoints(absl::string_view valid, size_t n);
absl::string_view LastCodePoints(absl::string_view valid, size_t n);

}  // namespace tallystick
