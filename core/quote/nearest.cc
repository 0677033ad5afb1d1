#include "core/quote/nearest.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "core/base/utf8.h"
#include "core/quote/anchor.h"
#include "core/quote/code_points.h"
#include "core/quote/display.h"
#include "core/quote/edit_columns.h"
#include "core/quote/folded_text.h"

namespace tallystick {
namespace {

constexpr size_t kColumnBudget = size_t{1} << 26;  // steps of 64 cells over the whole capture: about 0.2 s
constexpr size_t kLongestPattern = 32768;
constexpr size_t kPassageShown = 160;

int64_t MostEdits(size_t pattern_size) { return static_cast<int64_t>(pattern_size) * 2 / 5; }

struct FoldedSpan {
  size_t start = 0;
  size_t end = 0;
  int64_t distance = 0;
};

// Whether no word runs across `at`.
bool IsWordEdge(std::u32string_view text, size_t at) {
  return at == 0 || at == text.size() || !u_isalnum(static_cast<UChar32>(text[at - 1])) ||
         !u_isalnum(static_cast<UChar32>(text[at]));
}

// Keeps the least distance seen, then one at a word edge, then the first.
struct BestEdge {
  int64_t distance;
  size_t at = 0;
  bool at_word_edge = false;

  void Offer(std::u32string_view text, int64_t offered, size_t place) {
    if (offered > distance || (offered == distance && at_word_edge)) return;
    const bool edge = IsWordEdge(text, place);
    if (offered == distance && !edge) return;
    *this = {offered, place, edge};
  }
};

std::optional<FoldedSpan> ClosestSpan(std::u32string_view text, std::u32string_view pattern) {
  const int64_t none = MostEdits(pattern.size()) + 1;
  BestEdge end{none};
  EditColumns forwards(pattern, EditColumns::Match::kAnywhere);
  for (size_t i = 0; i < text.size() && !(end.distance == 0 && end.at_word_edge); ++i) {
    end.Offer(text, forwards.Next(text[i]), i + 1);
  }
  if (end.distance == none) return std::nullopt;
  // The same distance, read backwards from that end, tells where the passage can begin.
  const std::u32string reversed(pattern.rbegin(), pattern.rend());
  const size_t longest = std::min(end.at, pattern.size() + static_cast<size_t>(end.distance));
  BestEdge start{none};
  EditColumns backwards(reversed, EditColumns::Match::kFromStart);
  for (size_t length = 1; length <= longest; ++length) {
    start.Offer(text, backwards.Next(text[end.at - length]), end.at - length);
  }
  return FoldedSpan{start.at, end.at, end.distance};
}

std::optional<FoldedSpan> ClosestWithinBudget(std::u32string_view text, std::u32string_view pattern) {
  pattern = pattern.substr(0, kLongestPattern);
  const size_t affordable = 64 * std::max<size_t>(1, kColumnBudget / std::max<size_t>(1, text.size()));
  if (pattern.size() <= affordable) return ClosestSpan(text, pattern);
  const std::optional<FoldedSpan> head = ClosestSpan(text, pattern.substr(0, affordable));
  if (!head) return std::nullopt;
  std::optional<FoldedSpan> whole = ClosestSpan(text.substr(head->start, 2 * pattern.size()), pattern);
  if (!whole) return std::nullopt;
  return FoldedSpan{head->start + whole->start, head->start + whole->end, whole->distance};
}

std::string DecodeLeniently(absl::string_view bytes, Charset charset) {
  std::string text;
  for (size_t at = 0; at < bytes.size();) {
    const CodePoint point = CodePointAt(bytes, charset, at);
    AppendCodePoint(point.size == 0 ? 0xFFFD : point.value, &text);
    at += point.size == 0 ? 1 : point.size;
  }
  return text;
}

bool IsQuotationMark(absl::string_view folded) { return folded == "'" || folded == "\""; }

bool IsMark(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0; }

// What a reader would call the difference between two characters that stand at one place.
absl::string_view KindOfDifference(char32_t a, char32_t b) {
  const std::string fold_a = FoldedCodePoint(a), fold_b = FoldedCodePoint(b);
  if (fold_a.empty() || fold_b.empty()) {
    const char32_t dropped = fold_a.empty() ? a : b;
    return dropped == 0x0640 ? "tatweel" : IsMark(dropped) ? "accent or vowel mark" : "invisible character";
  }
  if (fold_a == " " || fold_b == " ") return "white space";
  if (IsQuotationMark(fold_a) && IsQuotationMark(fold_b)) return "quotation mark";
  if (u_isdigit(static_cast<UChar32>(a)) && u_isdigit(static_cast<UChar32>(b))) return "digit";
  if (fold_a != fold_b) return "text";
  if (fold_a == "-") return "dash";
  const auto folded_case = [](char32_t c) { return u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT); };
  return folded_case(a) == folded_case(b) ? "letter case" : "accent or letter form";
}

std::string CharacterName(char32_t c) {
  char name[128] = "";
  UErrorCode error = U_ZERO_ERROR;
  u_charName(static_cast<UChar32>(c), U_UNICODE_CHAR_NAME, name, sizeof name, &error);
  std::string out = absl::StrCat("U+", absl::Hex(uint32_t{c}, absl::kZeroPad4));
  for (char& digit : out) digit = digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
  if (U_SUCCESS(error) && name[0] != '\0') absl::StrAppend(&out, " ", name);
  if (!u_isgraph(static_cast<UChar32>(c)) || IsMark(c)) return out;
  std::string shown;
  AppendCodePoint(c, &shown);
  return absl::StrCat("\"", shown, "\" (", out, ")");
}

std::string FirstDifference(absl::string_view capture, absl::string_view quote) {
  int64_t character = 1;
  size_t at = 0, capture_size = 0, quote_size = 0;
  while (at < capture.size() && at < quote.size()) {
    const char32_t a = DecodeCodePoint(capture.substr(at), &capture_size);
    const char32_t b = DecodeCodePoint(quote.substr(at), &quote_size);
    if (a != b) {
      return absl::StrCat(KindOfDifference(a, b), " at character ", character, ": the capture has ", CharacterName(a),
                          ", the quote ", CharacterName(b));
    }
    at += capture_size;
    ++character;
  }
  if (at < quote.size()) return absl::StrCat("the quote goes on after character ", character - 1);
  if (at < capture.size()) return absl::StrCat("the quote stops after character ", character - 1);
  return "nothing";
}

}  // namespace

std::optional<NearestPassage> NearestMatch(absl::string_view capture, Charset charset, absl::string_view exact) {
  const FoldedText pattern = FoldWithOffsets(exact, Charset::kUtf8);
  if (pattern.characters.empty()) return std::nullopt;
  const FoldedText text = FoldWithOffsets(capture, charset);
  const std::optional<FoldedSpan> span = ClosestWithinBudget(text.characters, pattern.characters);
  if (!span) return std::nullopt;
  NearestPassage passage{text.StartOf(span->start), text.EndOf(span->end), {}, span->distance, {}};
  passage.text = DecodeLeniently(capture.substr(passage.start, passage.end - passage.start), charset);
  passage.difference = FirstDifference(passage.text, DecodeLeniently(exact, Charset::kUtf8));
  return passage;
}

std::string DescribeMissingQuote(absl::string_view capture, Charset charset, absl::string_view exact) {
  const std::optional<NearestPassage> nearest = NearestMatch(capture, charset, exact);
  if (!nearest) return "the quote is not in the capture, nor is anything near it";
  const TextPlace place = PlaceOf(capture, charset, nearest->start);
  std::string out = absl::StrCat("the quote is not in the capture; nearest is \"",
                                 DisplayText(nearest->text, kPassageShown), "\" at byte ", nearest->start, " (line ",
                                 place.line, ", column ", place.column, "; differs: ", nearest->difference);
  if (nearest->distance > 1) absl::StrAppend(&out, "; ", nearest->distance, " characters differ in all");
  return out + ")";
}

}  // namespace tallystick
