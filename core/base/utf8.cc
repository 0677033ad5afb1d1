#include "core/base/utf8.h"

#include <cstring>

namespace tallystick {
namespace {

bool IsContinuation(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

// Whether the eight bytes at `at` are there and are all ASCII.
bool IsAscii8(absl::string_view text, size_t at) {
  uint64_t bytes;
  if (text.size() - at < sizeof bytes) return false;
  std::memcpy(&bytes, text.data() + at, sizeof bytes);
  return (bytes & 0x8080808080808080) == 0;
}

// Length of the valid sequence at `at`, or 0.
size_t SequenceLength(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : 0; };
  const uint8_t a = byte(0), b = byte(1);
  if (a < 0x80) return 1;
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  if (a >= 0xC2 && a <= 0xDF) return tail(1) ? 2 : 0;
  if (a == 0xE0) return b >= 0xA0 && b <= 0xBF && tail(2) ? 3 : 0;
  if (a == 0xED) return b >= 0x80 && b <= 0x9F && tail(2) ? 3 : 0;
  if (a >= 0xE1 && a <= 0xEF) return tail(1) && tail(2) ? 3 : 0;
  if (a == 0xF0) return b >= 0x90 && b <= 0xBF && tail(2) && tail(3) ? 4 : 0;
  if (a == 0xF4) return b >= 0x80 && b <= 0x8F && tail(2) && tail(3) ? 4 : 0;
  if (a >= 0xF1 && a <= 0xF3) return tail(1) && tail(2) && tail(3) ? 4 : 0;
  return 0;
}

}  // namespace

std::optional<size_t> FirstInvalidUtf8(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (IsAscii8(text, at)) {
      at += 8;
      continue;
    }
    const size_t length = SequenceLength(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

char32_t DecodeCodePoint(absl::string_view text, size_t* size) {
  const uint8_t a = text[0];
  *size = a < 0x80 ? 1 : a < 0xE0 ? 2 : a < 0xF0 ? 3 : 4;
  char32_t value = *size == 1 ? a : a & (0xFF >> (*size + 1));
  for (size_t i = 1; i < *size; ++i) value = value << 6 | (static_cast<uint8_t>(text[i]) & 0x3F);
  return value;
}

void AppendCodePoint(char32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  const int tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static constexpr uint8_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out->push_back(static_cast<char>(kLead[tails] | c >> (6 * tails)));
  for (int i = tails - 1; i >= 0; --i) out->push_back(static_cast<char>(0x80 | (c >> (6 * i) & 0x3F)));
}

size_t CountCodePoints(absl::string_view valid) {
  size_t n = 0;
  for (char c : valid) n += !IsContinuation(c);
  return n;
}

absl::string_view FirstCodePoints(absl::string_view valid, size_t n) {
  size_t at = 0;
  while (at < valid.size() && (!IsContinuation(valid[at]) ? n-- > 0 : true)) ++at;
  return valid.substr(0, at);
}

absl::string_view LastCodePoints(absl::string_view valid, size_t n) {
  size_t at = valid.size();
  while (at > 0 && n > 0) n -= !IsContinuation(valid[--at]);
  return valid.substr(at);
}

}  // namespace tallystick
