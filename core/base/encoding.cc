#include "core/base/encoding.h"

#include "absl/strings/escaping.h"

namespace tallystick {

// Abseil's readers and writers take both cases; the digits of one case are also less work, and every hash has 64.
std::string HexEncode(absl::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(2 * bytes.size(), '\0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text[2 * i] = kDigits[byte >> 4];
    text[2 * i + 1] = kDigits[byte & 15];
  }
  return text;
}

absl::StatusOr<std::string> HexDecode(absl::string_view text) {
  if (text.size() % 2 != 0) return absl::InvalidArgumentError("odd number of hex digits");
  const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  std::string bytes(text.size() / 2, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) {
    const int high = value(text[2 * i]), low = value(text[2 * i + 1]);
    if (high < 0 || low < 0) return absl::InvalidArgumentError("not a lower-case hex digit");
    bytes[i] = static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string Base64Encode(absl::string_view bytes) { return absl::Base64Escape(bytes); }

absl::StatusOr<std::string> Base64Decode(absl::string_view text) {
  std::string bytes;
  // Abseil's reader is lenient (white space, padding, unused bits); only a text that it writes itself counts.
  if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text) {
    return absl::InvalidArgumentError("not strict base64");
  }
  return bytes;
}

std::string Base64UrlEncode(absl::string_view bytes) { return absl::WebSafeBase64Escape(bytes); }

absl::StatusOr<std::string> Base64UrlDecode(absl::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes) || absl::WebSafeBase64Escape(bytes) != text) {
    return absl::InvalidArgumentError("not strict base64url without padding");
  }
  return bytes;
}

}  // namespace tallystick
