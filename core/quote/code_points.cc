#include "core/quote/code_points.h"

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

// Bytes 0x80 to 0x9F; from 0xA0 on windows-1252 is Latin-1. 0: undefined.
constexpr std::array<char16_t, 32> kWindows1252High = {
    0x20AC, 0x0000, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x0000, 0x017D, 0x0000, 0x0000, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x0000, 0x017E, 0x0178,
};

// Bytes 0x80 to 0xFF.
constexpr std::array<char16_t, 128> kWindows1256High = {
    0x20AC, 0x067E, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0679, 0x2039, 0x0152,
    0x0686, 0x0698, 0x0688, 0x06AF, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x06A9, 0x2122,
    0x0691, 0x203A, 0x0153, 0x200C, 0x200D, 0x06BA, 0x00A0, 0x060C, 0x00A2, 0x00A3, 0x00A4, 0x00A5, 0x00A6,
    0x00A7, 0x00A8, 0x00A9, 0x06BE, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x00AF, 0x00B0, 0x00B1, 0x00B2, 0x00B3,
    0x00B4, 0x00B5, 0x00B6, 0x00B7, 0x00B8, 0x00B9, 0x061B, 0x00BB, 0x00BC, 0x00BD, 0x00BE, 0x061F, 0x06C1,
    0x0621, 0x0622, 0x0623, 0x0624, 0x0625, 0x0626, 0x0627, 0x0628, 0x0629, 0x062A, 0x062B, 0x062C, 0x062D,
    0x062E, 0x062F, 0x0630, 0x0631, 0x0632, 0x0633, 0x0634, 0x0635, 0x0636, 0x00D7, 0x0637, 0x0638, 0x0639,
    0x063A, 0x0640, 0x0641, 0x0642, 0x0643, 0x00E0, 0x0644, 0x00E2, 0x0645, 0x0646, 0x0647, 0x0648, 0x00E7,
    0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x0649, 0x064A, 0x00EE, 0x00EF, 0x064B, 0x064C, 0x064D, 0x064E, 0x00F4,
    0x064F, 0x0650, 0x00F7, 0x0651, 0x00F9, 0x0652, 0x00FB, 0x00FC, 0x200E, 0x200F, 0x06D2,
};

uint8_t ByteAt(absl::string_view bytes, size_t at) { return static_cast<uint8_t>(bytes[at]); }

bool IsUtf16(Charset charset) { return charset == Charset::kUtf16le || charset == Charset::kUtf16be; }
bool IsHighSurrogate(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLowSurrogate(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }
bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Unicode value of a byte in a windows code page, 0 when the byte is undefined there.
char32_t SingleByte(Charset charset, uint8_t byte) {
  if (byte < 0x80) return byte;
  if (charset == Charset::kWindows1256) return kWindows1256High[byte - 0x80];
  return byte < 0xA0 ? kWindows1252High[byte - 0x80] : byte;
}

CodePoint Utf8At(absl::string_view bytes, size_t at) {
  const uint8_t lead = ByteAt(bytes, at);
  if (lead < 0x80) return {lead, 1};
  const size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (size == 0 || bytes.size() - at < size) return {};
  const absl::string_view sequence = bytes.substr(at, size);
  if (FirstInvalidUtf8(sequence)) return {};
  CodePoint point;
  point.value = DecodeCodePoint(sequence, &point.size);
  return point;
}

// The 16-bit unit whose first byte is at `at`; both bytes are inside.
char32_t UnitAt(absl::string_view bytes, Charset charset, size_t at) {
  const uint8_t first = ByteAt(bytes, at), second = ByteAt(bytes, at + 1);
  return charset == Charset::kUtf16le ? second << 8 | first : first << 8 | second;
}

CodePoint Utf16At(absl::string_view bytes, Charset charset, size_t at) {
  if (at % 2 != 0 || bytes.size() - at < 2) return {};
  const char32_t unit = UnitAt(bytes, charset, at);
  if (IsLowSurrogate(unit)) return {};
  if (!IsHighSurrogate(unit)) return {unit, 2};
  if (bytes.size() - at < 4) return {};
  const char32_t low = UnitAt(bytes, charset, at + 2);
  if (!IsLowSurrogate(low)) return {};
  return {0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4};
}

void AppendUnit(char32_t unit, Charset charset, std::string* out) {
  const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
  out->push_back(charset == Charset::kUtf16le ? low : high);
  out->push_back(charset == Charset::kUtf16le ? high : low);
}

}  // namespace

CodePoint CodePointAt(absl::string_view bytes, Charset charset, size_t at) {
  if (charset == Charset::kUtf8) return Utf8At(bytes, at);
  if (IsUtf16(charset)) return Utf16At(bytes, charset, at);
  const char32_t value = SingleByte(charset, ByteAt(bytes, at));
  return {value, value != 0 || bytes[at] == 0 ? size_t{1} : size_t{0}};
}

CodePoint CodePointBefore(absl::string_view bytes, Charset charset, size_t at) {
  size_t start = at - 1;
  if (charset == Charset::kUtf8) {
    while (start > 0 && at - start < 4 && IsContinuation(ByteAt(bytes, start))) --start;
  } else if (IsUtf16(charset)) {
    if (at % 2 != 0) return {};
    start = at - 2;
    if (start >= 2 && IsLowSurrogate(UnitAt(bytes, charset, start))) start -= 2;
  }
  const CodePoint point = CodePointAt(bytes.substr(0, at), charset, start);
  return start + point.size == at ? point : CodePoint{};
}

bool IsCharacterBoundary(absl::string_view bytes, Charset charset, size_t at) {
  if (at == 0 || at == bytes.size()) return true;
  if (charset == Charset::kUtf8) return !IsContinuation(ByteAt(bytes, at));
  if (!IsUtf16(charset)) return true;
  if (at % 2 != 0) return false;
  return !(bytes.size() - at >= 2 && IsLowSurrogate(UnitAt(bytes, charset, at)) &&
           IsHighSurrogate(UnitAt(bytes, charset, at - 2)));
}

size_t ByteOrderMarkSize(absl::string_view bytes, Charset charset) {
  const absl::string_view mark = charset == Charset::kUtf8      ? absl::string_view("\xEF\xBB\xBF")
                                 : charset == Charset::kUtf16le ? absl::string_view("\xFF\xFE")
                                 : charset == Charset::kUtf16be ? absl::string_view("\xFE\xFF")
                                                                : absl::string_view();
  return bytes.substr(0, mark.size()) == mark ? mark.size() : 0;
}

absl::Status InvalidCharacter(absl::string_view bytes, Charset charset, size_t at) {
  if (!IsUtf16(charset)) {
    return absl::InvalidArgumentError(absl::StrCat("byte 0x", absl::Hex(ByteAt(bytes, at), absl::kZeroPad2),
                                                   " at offset ", at, " is not valid ", CharsetName(charset)));
  }
  if (bytes.size() - at < 2) {
    return absl::InvalidArgumentError(absl::StrCat(CharsetName(charset), " text ends in half a unit, at offset ", at));
  }
  return absl::InvalidArgumentError(absl::StrCat("unpaired surrogate U+",
                                                 absl::Hex(uint32_t{UnitAt(bytes, charset, at)}, absl::kZeroPad4),
                                                 " at offset ", at, " is not valid ", CharsetName(charset)));
}

bool EncodeCodePoint(char32_t value, Charset charset, std::string* out) {
  if (charset == Charset::kUtf8) {
    AppendCodePoint(value, out);
    return true;
  }
  if (IsUtf16(charset)) {
    if (value >= 0x10000) AppendUnit(0xD800 + ((value - 0x10000) >> 10), charset, out);
    AppendUnit(value >= 0x10000 ? 0xDC00 + ((value - 0x10000) & 0x3FF) : value, charset, out);
    return true;
  }
  for (int byte = value < 0x80 ? static_cast<int>(value) : 0x80; byte < 0x100; ++byte) {
    if (SingleByte(charset, static_cast<uint8_t>(byte)) != value) continue;
    out->push_back(static_cast<char>(byte));
    return true;
  }
  return false;
}

}  // namespace tallystick
