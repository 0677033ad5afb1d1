// The one JSON writer and the one JSON reader: protobuf messages by reflection.
//
// Writing gives exactly one text per message: fields in number order, no white space, minimal escapes, enums by name,
// integers plain. Whatever is empty is left out: unset fields, "", false, unstated enums and empty messages.
// protobuf's own reader is not used: it takes duplicate keys, 1e2, single quotes and numeric enums, and merges.
// Thread-safe.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// Integers stay within what every JSON reader keeps exact: ±(2^53 - 1).
inline constexpr int64_t kMaxJsonInteger = (int64_t{1} << 53) - 1;
inline constexpr int kMaxJsonDepth = 16;

// One line, without a final line feed.
std::string EncodeJson(const google::protobuf::Message& message);

// The same, for what is kept: kInvalidArgument, naming the field, when DecodeCanonicalJson would refuse the text (not
// UTF-8, an integer too large, an enum value without a name).
absl::StatusOr<std::string> EncodeCanonicalJson(const google::protobuf::Message& message);

// Reads one JSON object into `*message`, which must be empty: any order and white space (RFC 8259), but no duplicate or
// unknown fields, no nulls, no numbers that are not plain integers. kInvalidArgument begins with "at byte N: ".
absl::Status DecodeJson(absl::string_view text, google::protobuf::Message* message);

// As DecodeJson, and refuses every text but the one that EncodeJson writes.
absl::Status DecodeCanonicalJson(absl::string_view text, google::protobuf::Message* message);

// `text` as a JSON string with its quotation marks.
std::string JsonString(absl::string_view text);

}  // namespace tallystick
