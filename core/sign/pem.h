// Strict textual encoding of DER (RFC 7468 §3, "stricttextualmsg"): one text per value.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// "-----BEGIN <label>-----", base64 in lines of 64, "-----END <label>-----", each with LF.
std::string PemEncode(absl::string_view label, absl::string_view der);

// kInvalidArgument unless `text` is what PemEncode writes for this label: no headers, spaces, CR or text around it.
absl::StatusOr<std::string> PemDecode(absl::string_view label, absl::string_view text);

}  // namespace tallystick
