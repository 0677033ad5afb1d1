// Captures in every charset, made by ICU's converters and not by the code under test.
#pragma once

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <random>
#include <string>
#include <vector>

#include "core/base/utf8.h"
#include "core/quote/charset.h"

namespace tallystick {

inline const char* IcuName(Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      return "UTF-8";
    case Charset::kUtf16le:
      return "UTF-16LE";
    case Charset::kUtf16be:
      return "UTF-16BE";
    case Charset::kWindows1252:
      return "ibm-5348_P100-1997";
    case Charset::kWindows1256:
      return "ibm-9448_X100-2005";
  }
  return "";
}

inline constexpr Charset kEveryCharset[] = {Charset::kUtf8, Charset::kUtf16le, Charset::kUtf16be, Charset::kWindows1252,
                                            Charset::kWindows1256};
inline constexpr Charset kUnicodeCharsets[] = {Charset::kUtf8, Charset::kUtf16le, Charset::kUtf16be};

inline std::string Encode(std::u32string_view text, Charset charset) {
  const icu::UnicodeString utf16 =
      icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<int32_t>(text.size()));
  std::string bytes(utf16.length() * 4 + 4, '\0');
  bytes.resize(utf16.extract(0, utf16.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), IcuName(charset)));
  return bytes;
}

inline std::string ToUtf8(std::u32string_view text) { return Encode(text, Charset::kUtf8); }

inline std::string MarkOf(Charset charset) {
  return charset == Charset::kUtf8      ? "\xEF\xBB\xBF"
         : charset == Charset::kUtf16le ? "\xFF\xFE"
         : charset == Charset::kUtf16be ? "\xFE\xFF"
                                        : "";
}

inline std::u32string ToUtf32(absl::string_view utf8) {
  std::u32string out;
  for (size_t at = 0, size = 0; at < utf8.size(); at += size) out.push_back(DecodeCodePoint(utf8.substr(at), &size));
  return out;
}

// A text that `charset` can write: curly quotes and, where it has them, Arabic with harakat and a character of two
// UTF-16 units.
inline std::u32string SampleText(Charset charset) {
  const std::u32string latin = U"Le “GSIM” a tué\r\n60 hommes à Ménaka — d’après l’EI…\n";
  const std::u32string arabic = U"قُتِلَ نحو ٦٠ عنصرًا، ";
  if (charset == Charset::kWindows1252) return latin + latin;
  // windows-1256 has harakat, but no Arabic-Indic digits.
  if (charset == Charset::kWindows1256) return U"قُتِلَ نحو 60 عنصرًا، " + latin + U"مـــالي";
  return arabic + latin + U"😀 مالي \U0010FFFFe\u0301";
}

}  // namespace tallystick
