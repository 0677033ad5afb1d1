// Slot files: one line of canonical JSON with a salt, hashed whole (docs/record-format.md). Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/record/kinds.h"

namespace tallystick {

inline constexpr size_t kMaxSlotBytes = 64 * 1024;
inline constexpr size_t kSaltBytes = 16;

// Gives kSaltBytes fresh random bytes a call. Randomness enters from outside: core has none.
using SaltSource = std::function<std::string()>;

// The slot's file, with this salt whatever salt it has: `{"salt":"…","quantity":{…}}` and LF. kInvalidArgument when
// DecodeSlot would refuse it: too large, not UTF-8, an integer beyond kMaxJsonInteger, no body, a short salt.
absl::StatusOr<std::string> EncodeSlot(const v1::Slot& slot, absl::string_view salt);

// Valid iff writing the slot again gives the same bytes. kInvalidArgument says what is wrong and at which byte.
absl::StatusOr<v1::Slot> DecodeSlot(absl::string_view file);

}  // namespace tallystick
