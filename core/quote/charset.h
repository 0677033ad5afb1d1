// Which characters the bytes of a text capture stand for. A capture is kept as the bytes it came in; nothing is
// converted on the way in, so quotes point into those bytes and the charset is recorded beside them. Pure functions,
// thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// The windows code pages are the WHATWG ones by Microsoft's tables, except that the five bytes which windows-1252
// leaves undefined (0x81 0x8D 0x8F 0x90 0x9D) are refused here.
enum class Charset { kUtf8, kUtf16le, kUtf16be, kWindows1252, kWindows1256 };

// How the charset is known. kGuessed must stay visible: windows-1252 and windows-1256 cannot be told apart from bytes.
enum class CharsetBasis { kByteOrderMark, kValidUtf8, kDeclared, kGuessed };

// "utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1256".
absl::string_view CharsetName(Charset charset);
// The reverse, in any letter case; kInvalidArgument, with the list, for another name.
absl::StatusOr<Charset> ParseCharset(absl::string_view name);
// "byte-order-mark", "valid-utf-8", "declared", "guessed".
absl::string_view CharsetBasisName(CharsetBasis basis);

struct RecognisedText {
  Charset charset = Charset::kUtf8;
  CharsetBasis basis = CharsetBasis::kValidUtf8;
  size_t bom_size = 0;  // bytes of byte order mark at the start: 0, 2 or 3

  bool operator==(const RecognisedText&) const = default;
};

// Recognises a text: by byte order mark, else as declared, else as UTF-8 if it is valid, else by a guess between the
// two windows code pages. UTF-16 without a mark has to be declared. What is recognised always decodes (DecodeText).
//
// kInvalidArgument, naming the byte offset: the bytes contradict the declaration or the mark; NUL bytes or the opening
// bytes of a known binary format (only text is taken); UTF-8 with a few damaged bytes, which a guess would turn into
// wrong letters. One pass, a few comparisons a byte.
absl::StatusOr<RecognisedText> Recognise(absl::string_view bytes, std::optional<Charset> declared);

// The capture's text as UTF-8, without its byte order mark. kInvalidArgument with the offset for an invalid UTF-8
// sequence, an unpaired surrogate, half a UTF-16 unit, or a byte that the code page leaves undefined.
absl::StatusOr<std::string> DecodeText(absl::string_view bytes, Charset charset);

// UTF-8 in the bytes of `charset`, without a byte order mark; nothing when it is invalid or the charset lacks a
// character.
std::optional<std::string> EncodeText(absl::string_view utf8, Charset charset);

}  // namespace tallystick
