// Strict hex and base64 (RFC 4648): one text per value, so that no changed character can go unnoticed.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

std::string HexEncode(absl::string_view bytes);
// Lower case only; kInvalidArgument otherwise.
absl::StatusOr<std::string> HexDecode(absl::string_view text);

// Standard alphabet with padding. Decoding refuses white space, missing padding and unused bits that are not zero.
std::string Base64Encode(absl::string_view bytes);
absl::StatusOr<std::string> Base64Decode(absl::string_view text);

// URL alphabet without padding (RFC 4648 §5), as salts are written; as strict.
std::string Base64UrlEncode(absl::string_view bytes);
absl::StatusOr<std::string> Base64UrlDecode(absl::string_view text);

}  // namespace tallystick
