#include "core/base/fold.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"

namespace tallystick {
namespace {

char32_t Unify(char32_t c) {
  switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x02BC: case '`':
      return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x00AB: case 0x00BB: case 0x2033:
      return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
      return '-';
    case 0x0622: case 0x0623: case 0x0625: case 0x0671:  // alef with madda, hamza above, hamza below, wasla
      return 0x0627;
    case 0x0649: case 0x06CC: case 0x0626:  // alef maksura, Farsi yeh, yeh with hamza
      return 0x064A;
    case 0x0624:  // waw with hamza
      return 0x0648;
    case 0x0629:  // teh marbuta
      return 0x0647;
    default:
      return c;
  }
}

bool IsDropped(char32_t c) {
  const int8_t type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || c == 0x0640;
}

std::string Normalize(const icu::Normalizer2* normalizer, absl::string_view text) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode error = U_ZERO_ERROR;
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr, error);
  return U_SUCCESS(error) ? out : std::string(text);
}

// What the whole of Fold does to a text of ASCII alone, which most are.
std::string FoldAscii(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (const char c : text) {
    if (absl::ascii_isspace(c)) {
      space = !out.empty();
      continue;
    }
    if (space) out.push_back(' ');
    space = false;
    out.push_back(c == '`' ? '\'' : absl::ascii_tolower(c));
  }
  return out;
}

}  // namespace

std::string FoldVersion() { return absl::StrCat("fold-1/icu-", U_ICU_VERSION_MAJOR_NUM); }

std::string Fold(absl::string_view text) {
  if (std::all_of(text.begin(), text.end(), absl::ascii_isascii)) return FoldAscii(text);
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const case_fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  static const icu::Normalizer2* const decompose = icu::Normalizer2::getNFDInstance(error);
  const std::string decomposed = Normalize(decompose, Normalize(case_fold, text));
  std::string out;
  out.reserve(decomposed.size());
  bool space = false;
  for (size_t at = 0, size = 0; at < decomposed.size(); at += size) {
    char32_t c = Unify(DecodeCodePoint(absl::string_view(decomposed).substr(at), &size));
    if (IsDropped(c)) continue;
    if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
      space = !out.empty();
      continue;
    }
    if (space) out.push_back(' ');
    space = false;
    AppendCodePoint(c, &out);
  }
  return out;
}

std::vector<absl::string_view> FoldedWords(absl::string_view folded) {
  std::vector<absl::string_view> words;
  size_t start = absl::string_view::npos;
  for (size_t at = 0, size = 0; at < folded.size(); at += size) {
    const char32_t c = DecodeCodePoint(folded.substr(at), &size);
    if (u_isalnum(static_cast<UChar32>(c))) {
      if (start == absl::string_view::npos) start = at;
    } else if (start != absl::string_view::npos) {
      words.push_back(folded.substr(start, at - start));
      start = absl::string_view::npos;
    }
  }
  if (start != absl::string_view::npos) words.push_back(folded.substr(start));
  return words;
}

}  // namespace tallystick
