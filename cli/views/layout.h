// Text for a terminal: widths, wrapping, columns. Foreign text is made safe first (core/quote/display.h).
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tallystick {

// Terminal cells: marks take none, wide characters two.
size_t DisplayWidth(absl::string_view text);

// Foreign text on one line, safe for a terminal.
std::string Safe(absl::string_view text);

// At most `width` cells, the rest as "…"; an isolate that is cut is closed.
std::string Cut(absl::string_view text, size_t width);
// Filled with spaces to `width` cells.
std::string Pad(absl::string_view text, size_t width);

// "1 claim", "12,000 claims".
std::string Count(int64_t n, absl::string_view one, absl::string_view many);
std::string WithCommas(int64_t number);

// Words in lines of at most `width` cells, the first after `first`, further ones after `rest`; each ends with LF. A word
// that is longer than a line stands alone.
std::string Wrap(absl::string_view text, size_t width, absl::string_view first, absl::string_view rest);

// Text as one isolate (Unicode UAX #9, FSI and PDI, which take no cell) when anything in it is written from right to left:
// a terminal that orders text then keeps a name together and apart from what stands beside it.
std::string Isolated(absl::string_view text);

// The same for what stands between “ and ” in a text of ours.
std::string QuotesIsolated(absl::string_view text);

// Finished lines: what was isolated is so in each of its lines, and other words from right to left are isolated too, so
// that no line is turned around.
std::string IsolateRightToLeft(absl::string_view lines);

// Left-aligned columns, two spaces apart; the last one is cut at `width`.
std::string Columns(const std::vector<std::vector<std::string>>& rows, size_t width);

}  // namespace tallystick
