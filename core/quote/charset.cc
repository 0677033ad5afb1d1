#include "core/quote/charset.h"

#include <array>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status.h"
#include "core/base/utf8.h"
#include "core/quote/code_points.h"

namespace tallystick {
namespace {

constexpr std::array<Charset, 5> kCharsets = {Charset::kUtf8, Charset::kUtf16le, Charset::kUtf16be,
                                              Charset::kWindows1252, Charset::kWindows1256};

struct BinaryFormat {
  absl::string_view opening;
  absl::string_view name;
};

constexpr BinaryFormat kBinaryFormats[] = {
    {"%PDF-", "a PDF"},
    {"PK\x03\x04", "a ZIP archive (or an office document)"},
    {"\x89PNG", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"GIF8", "a GIF image"},
    {"\x1F\x8B", "a gzip file"},
    {"\xD0\xCF\x11\xE0", "an old office document"},
};

bool IsWide(Charset charset) { return charset == Charset::kUtf16le || charset == Charset::kUtf16be; }

// The charset whose byte order mark opens `bytes`.
std::optional<Charset> MarkedCharset(absl::string_view bytes) {
  for (const Charset charset : kCharsets) {
    if (ByteOrderMarkSize(bytes, charset) > 0) return charset;
  }
  return std::nullopt;
}

absl::Status NotText(absl::string_view what, bool hint_utf16) {
  return absl::InvalidArgumentError(
      absl::StrCat(what, "; only text files are taken for now",
                   hint_utf16 ? " (UTF-16 without a byte order mark must be declared)" : ""));
}

absl::Status RefuseBinary(absl::string_view bytes) {
  for (const BinaryFormat& format : kBinaryFormats) {
    if (absl::StartsWith(bytes, format.opening)) return NotText(absl::StrCat("this is ", format.name), false);
  }
  const size_t nul = bytes.find('\0');
  if (nul == absl::string_view::npos) return absl::OkStatus();
  return NotText(absl::StrCat("NUL byte at offset ", nul), true);
}

absl::Status RefuseInvalid(absl::string_view bytes, Charset charset) {
  if (charset == Charset::kUtf8) {
    const std::optional<size_t> at = FirstInvalidUtf8(bytes);
    return at ? InvalidCharacter(bytes, charset, *at) : absl::OkStatus();
  }
  for (size_t at = 0; at < bytes.size();) {
    const CodePoint point = CodePointAt(bytes, charset, at);
    if (point.size == 0) return InvalidCharacter(bytes, charset, at);
    if (point.value == 0) return NotText(absl::StrCat("character U+0000 at offset ", at), false);
    at += point.size;
  }
  return absl::OkStatus();
}

// More whole multi-byte sequences than broken bytes: UTF-8 that was cut or spliced, not a code page. In a code page a
// high byte is rarely followed by just the bytes that continue it.
absl::Status RefuseDamagedUtf8(absl::string_view bytes, size_t first_invalid) {
  size_t whole = 0, broken = 0;
  for (size_t at = 0; at < bytes.size();) {
    const size_t size = CodePointAt(bytes, Charset::kUtf8, at).size;
    whole += size > 1;
    broken += size == 0;
    at += size == 0 ? 1 : size;
  }
  if (whole <= broken) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      InvalidCharacter(bytes, Charset::kUtf8, first_invalid).message(), ", in a text that is otherwise utf-8 (", whole,
      " good sequences, ", broken, " broken bytes); repair it, or declare its charset if it is another"));
}

// Under windows-1256 an Arabic word is a run of high bytes; under windows-1252 an accented letter mostly stands alone
// among ASCII letters. Each high byte votes by its neighbours; a tie goes to windows-1252, unless the bytes are
// undefined there. French needs no vote: both pages have its accented letters at the same bytes.
Charset GuessCodePage(absl::string_view bytes) {
  const auto is_arabic = [&](size_t at) {
    const char32_t c = at < bytes.size() ? CodePointAt(bytes, Charset::kWindows1256, at).value : 0;
    return c >= 0x0621 && c <= 0x06FF;
  };
  size_t arabic = 0, latin = 0;
  for (size_t at = 0; at < bytes.size(); ++at) {
    if (absl::ascii_isascii(bytes[at])) continue;
    if (CodePointAt(bytes, Charset::kWindows1252, at).size == 0) return Charset::kWindows1256;
    if (!is_arabic(at)) continue;
    const bool in_run = (at > 0 && is_arabic(at - 1)) || is_arabic(at + 1);
    const bool in_latin =
        (at > 0 && absl::ascii_isalpha(bytes[at - 1])) || (at + 1 < bytes.size() && absl::ascii_isalpha(bytes[at + 1]));
    arabic += in_run;
    latin += in_latin;
  }
  return arabic > latin ? Charset::kWindows1256 : Charset::kWindows1252;
}

absl::StatusOr<RecognisedText> RecogniseUndeclared(absl::string_view bytes) {
  const std::optional<size_t> invalid = FirstInvalidUtf8(bytes);
  if (!invalid) return RecognisedText{Charset::kUtf8, CharsetBasis::kValidUtf8, 0};
  TALLY_RETURN_IF_ERROR(RefuseDamagedUtf8(bytes, *invalid));
  return RecognisedText{GuessCodePage(bytes), CharsetBasis::kGuessed, 0};
}

}  // namespace

absl::string_view CharsetName(Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
      return "utf-8";
    case Charset::kUtf16le:
      return "utf-16le";
    case Charset::kUtf16be:
      return "utf-16be";
    case Charset::kWindows1252:
      return "windows-1252";
    case Charset::kWindows1256:
      return "windows-1256";
  }
  return "";
}

absl::string_view CharsetBasisName(CharsetBasis basis) {
  switch (basis) {
    case CharsetBasis::kByteOrderMark:
      return "byte-order-mark";
    case CharsetBasis::kValidUtf8:
      return "valid-utf-8";
    case CharsetBasis::kDeclared:
      return "declared";
    case CharsetBasis::kGuessed:
      return "guessed";
  }
  return "";
}

absl::StatusOr<Charset> ParseCharset(absl::string_view name) {
  for (const Charset charset : kCharsets) {
    if (absl::EqualsIgnoreCase(name, CharsetName(charset))) return charset;
  }
  const auto list = [](std::string* out, Charset charset) { absl::StrAppend(out, CharsetName(charset)); };
  return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is not a charset that is read here (write ",
                                                 absl::StrJoin(kCharsets, ", ", list), ")"));
}

absl::StatusOr<RecognisedText> Recognise(absl::string_view bytes, std::optional<Charset> declared) {
  const std::optional<Charset> marked = MarkedCharset(bytes);
  if (marked && declared && *marked != *declared) {
    return absl::InvalidArgumentError(absl::StrCat("declared ", CharsetName(*declared), ", but a byte order mark of ",
                                                   CharsetName(*marked), " stands at offset 0"));
  }
  const std::optional<Charset> known = marked ? marked : declared;
  if (!known || !IsWide(*known)) TALLY_RETURN_IF_ERROR(RefuseBinary(bytes));
  if (!known) return RecogniseUndeclared(bytes);
  const absl::Status valid = RefuseInvalid(bytes, *known);
  if (!valid.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(marked ? "the byte order mark says " : "declared ",
                                                   CharsetName(*known), ", but ", valid.message()));
  }
  return RecognisedText{*known, marked ? CharsetBasis::kByteOrderMark : CharsetBasis::kDeclared,
                        ByteOrderMarkSize(bytes, *known)};
}

absl::StatusOr<std::string> DecodeText(absl::string_view bytes, Charset charset) {
  std::string text;
  text.reserve(bytes.size());
  for (size_t at = ByteOrderMarkSize(bytes, charset); at < bytes.size();) {
    const CodePoint point = CodePointAt(bytes, charset, at);
    if (point.size == 0) return InvalidCharacter(bytes, charset, at);
    AppendCodePoint(point.value, &text);
    at += point.size;
  }
  return text;
}

std::optional<std::string> EncodeText(absl::string_view utf8, Charset charset) {
  std::string bytes;
  for (size_t at = 0; at < utf8.size();) {
    const CodePoint point = CodePointAt(utf8, Charset::kUtf8, at);
    if (point.size == 0 || !EncodeCodePoint(point.value, charset, &bytes)) return std::nullopt;
    at += point.size;
  }
  return bytes;
}

}  // namespace tallystick
