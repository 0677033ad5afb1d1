#include "cli/views/layout.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/utf8.h"
#include "core/quote/display.h"

namespace tallystick {
namespace {

size_t CellsOf(char32_t c) {
  const UChar32 u = static_cast<UChar32>(c);
  const int8_t type = u_charType(u);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(u, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

// First strong isolate, pop directional isolate.
constexpr absl::string_view kIsolate = "\u2068", kEndOfIsolate = "\u2069";

bool IsRightToLeft(char32_t c) {
  const UCharDirection direction = u_charDirection(static_cast<UChar32>(c));
  return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

}  // namespace

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  for (size_t at = 0, size = 0; at < text.size(); at += size) width += CellsOf(DecodeCodePoint(text.substr(at), &size));
  return width;
}

std::string Safe(absl::string_view text) { return DisplayText(text, text.size() + 1); }

std::string Cut(absl::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  size_t used = 0, at = 0;
  for (size_t size = 0; at < text.size(); at += size) {
    const size_t cells = CellsOf(DecodeCodePoint(text.substr(at), &size));
    if (used + cells + 1 > width) break;
    used += cells;
  }
  std::string out = absl::StrCat(text.substr(0, at), "…");
  const size_t open = out.rfind(kIsolate.data()), closed = out.rfind(kEndOfIsolate.data());
  if (open != std::string::npos && (closed == std::string::npos || closed < open)) absl::StrAppend(&out, kEndOfIsolate);
  return out;
}

std::string Pad(absl::string_view text, size_t width) {
  const size_t used = DisplayWidth(text);
  return absl::StrCat(text, std::string(used < width ? width - used : 0, ' '));
}

std::string Wrap(absl::string_view text, size_t width, absl::string_view first, absl::string_view rest) {
  std::string out, line(first);
  bool empty = true;
  for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    if (!empty && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      absl::StrAppend(&out, line, "\n");
      line = std::string(rest);
      empty = true;
    }
    absl::StrAppend(&line, empty ? "" : " ", word);
    empty = false;
  }
  return absl::StrCat(out, line, "\n");
}

std::string Isolated(absl::string_view text) {
  for (size_t at = 0, size = 0; at < text.size(); at += size) {
    if (IsRightToLeft(DecodeCodePoint(text.substr(at), &size))) return absl::StrCat(kIsolate, text, kEndOfIsolate);
  }
  return std::string(text);
}

std::string QuotesIsolated(absl::string_view text) {
  constexpr absl::string_view kOpen = "“", kClose = "”";
  std::string out;
  size_t at = 0;
  for (size_t open = text.find(kOpen); open != absl::string_view::npos; open = text.find(kOpen, at)) {
    const size_t begin = open + kOpen.size(), end = text.find(kClose, begin);
    if (end == absl::string_view::npos) break;
    absl::StrAppend(&out, text.substr(at, begin - at), Isolated(text.substr(begin, end - begin)), kClose);
    at = end + kClose.size();
  }
  return absl::StrCat(out, text.substr(at));
}

std::string IsolateRightToLeft(absl::string_view lines) {
  std::string out;
  size_t run = std::string::npos, run_end = 0;  // in `out`, from its first to its last strong letter
  bool isolated = false, again = false;         // inside what the caller isolated; to be taken up again in this line
  const auto close = [&] {
    if (run == std::string::npos) return;
    out.insert(run_end, kEndOfIsolate.data(), kEndOfIsolate.size());
    out.insert(run, kIsolate.data(), kIsolate.size());
    run = std::string::npos;
  };
  for (size_t at = 0, size = 0; at < lines.size(); at += size) {
    const char32_t c = DecodeCodePoint(lines.substr(at), &size);
    const absl::string_view letter = lines.substr(at, size);
    if (letter == kIsolate || letter == kEndOfIsolate) {
      close();
      if (!again) absl::StrAppend(&out, letter);
      isolated = letter == kIsolate;
      again = false;
      continue;
    }
    if (isolated && again && c != ' ' && c != U'│') {
      absl::StrAppend(&out, kIsolate);
      again = false;
    }
    if (isolated && c == '\n' && !again) {
      absl::StrAppend(&out, kEndOfIsolate);
      again = true;
    }
    if (!isolated && (c == '\n' || u_charDirection(static_cast<UChar32>(c)) == U_LEFT_TO_RIGHT)) close();
    const bool starts = !isolated && IsRightToLeft(c);
    if (starts && run == std::string::npos) run = out.size();
    const bool goes_on = run != std::string::npos && run_end == out.size() &&
                         u_charDirection(static_cast<UChar32>(c)) == U_DIR_NON_SPACING_MARK;
    absl::StrAppend(&out, letter);
    if (starts || goes_on) run_end = out.size();
  }
  close();
  return out;
}

std::string Columns(const std::vector<std::vector<std::string>>& rows, size_t width) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += "  ";
      const bool last = i + 1 == row.size();
      const size_t used = DisplayWidth(line);
      line += last ? Cut(row[i], used < width ? width - used : 1) : Pad(row[i], widths[i]);
    }
    absl::StrAppend(&out, line.substr(0, line.find_last_not_of(' ') + 1), "\n");
  }
  return out;
}

std::string Count(int64_t n, absl::string_view one, absl::string_view many) {
  return absl::StrCat(WithCommas(n), " ", n == 1 ? one : many);
}

std::string WithCommas(int64_t number) {
  std::string text = absl::StrCat(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(at, ",");
  return text;
}

}  // namespace tallystick
