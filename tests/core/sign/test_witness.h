// Witnesses for tests, called "a.example" after the letter that fills their key, and signature lines of any kind.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "tests/core/sign/keys.h"

namespace tallystick {

inline NoteKey TestWitnessKey(char fill) {
  return TestNoteKey(absl::StrCat(std::string(1, fill), ".example"), fill, SignatureType::kCosignatureV1);
}

inline std::string EightBytes(uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

inline NoteSignature LineOf(const std::string& name, uint32_t hash, const std::string& bytes) {
  std::string four;
  for (int shift = 24; shift >= 0; shift -= 8) four.push_back(static_cast<char>(hash >> shift));
  return {absl::StrCat("— ", name, " ", Base64Encode(four + bytes)), name, hash, bytes};
}

inline NoteSignature Cosign(absl::string_view text, char fill, uint64_t time) {
  const NoteKey key = TestWitnessKey(fill);
  return LineOf(key.name(), key.key_hash(), EightBytes(time) + *TestKey(fill).Sign(CosignatureMessage(time, text)));
}

}  // namespace tallystick
