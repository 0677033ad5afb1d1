// Walks the bytes of a capture by code point, forwards and backwards, without decoding the rest of it.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/quote/charset.h"

namespace tallystick {

struct CodePoint {
  char32_t value = 0;
  size_t size = 0;  // bytes in the capture; 0: no valid character there
};

// The code point that starts at `at` (at < bytes.size()).
CodePoint CodePointAt(absl::string_view bytes, Charset charset, size_t at);
// The code point that ends at `at` (0 < at <= bytes.size()).
CodePoint CodePointBefore(absl::string_view bytes, Charset charset, size_t at);

// Whether `at` (<= bytes.size()) lies between two characters. Looks at no more than three bytes to either side.
bool IsCharacterBoundary(absl::string_view bytes, Charset charset, size_t at);

// Size of the byte order mark that `bytes` start with, if it is that of `charset`.
size_t ByteOrderMarkSize(absl::string_view bytes, Charset charset);

// What is wrong at `at`, where CodePointAt found no character; kInvalidArgument with the offset.
absl::Status InvalidCharacter(absl::string_view bytes, Charset charset, size_t at);

// Appends the bytes of one code point; false, leaving `*out` as it is, when the charset lacks it.
bool EncodeCodePoint(char32_t value, Charset charset, std::string* out);

}  // namespace tallystick
