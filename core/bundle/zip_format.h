// Constants and little-endian fields of a ZIP (APPNOTE 6.3.9 §4.3). For the implementation files of core/bundle.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace tallystick::zip {

inline constexpr uint32_t kLocalSignature = 0x04034b50;
inline constexpr uint32_t kCentralSignature = 0x02014b50;
inline constexpr uint32_t kEndSignature = 0x06054b50;
inline constexpr uint32_t kZip64LocatorSignature = 0x07064b50;
inline constexpr size_t kLocalSize = 30;
inline constexpr size_t kCentralSize = 46;
inline constexpr size_t kEndSize = 22;

inline constexpr uint16_t kVersionNeeded = 10;            // 1.0: stored files
inline constexpr uint16_t kMadeBy = (3 << 8) | 10;        // Unix, 1.0
inline constexpr uint32_t kRegularFile = 0100644u << 16;  // external attributes
inline constexpr uint16_t kDate = (1 << 5) | 1;           // 1980-01-01
inline constexpr uint16_t kMax16 = 0xffff;                // means: look in zip64
inline constexpr uint32_t kMax32 = 0xffffffff;

// Of the CRC-32 with the polynomial 0xEDB88320 (§4.4.7).
uint32_t Crc32(absl::string_view data);

inline void Put16(uint16_t value, std::string* out) {
  out->push_back(static_cast<char>(value & 0xff));
  out->push_back(static_cast<char>(value >> 8));
}
inline void Put32(uint32_t value, std::string* out) {
  Put16(value & 0xffff, out);
  Put16(value >> 16, out);
}

// The field at `at`, which must lie inside `bytes`.
inline uint16_t Get16(absl::string_view bytes, size_t at) {
  return static_cast<uint16_t>(static_cast<uint8_t>(bytes[at]) | static_cast<uint8_t>(bytes[at + 1]) << 8);
}
inline uint32_t Get32(absl::string_view bytes, size_t at) {
  return Get16(bytes, at) | static_cast<uint32_t>(Get16(bytes, at + 2)) << 16;
}

}  // namespace tallystick::zip
