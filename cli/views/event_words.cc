#include "cli/views/event_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/views/figure_scale.h"
#include "cli/views/layout.h"
#include "core/quantity/interval.h"

namespace tallystick {

std::string Foreign(absl::string_view text) { return Isolated(Safe(text)); }

std::string CutForeign(const std::string& text, size_t width) {
  if (DisplayWidth(text) <= width) return text;
  std::string cut = Cut(text, width);
  int open = 0;
  for (size_t at = 0; (at = cut.find("\u2068", at)) != std::string::npos; ++at) ++open;
  for (size_t at = 0; (at = cut.find("\u2069", at)) != std::string::npos; ++at) --open;
  for (; open > 0; --open) cut += "\u2069";
  return cut;
}

std::string Quoted(absl::string_view text) { return absl::StrCat("“", Foreign(text), "”"); }

std::string Sentence(absl::string_view text) {
  const std::string open = "“", close = "”", safe = Safe(text);
  std::string out;
  size_t at = 0;
  for (size_t begin = safe.find(open); begin != std::string::npos; begin = safe.find(open, at)) {
    begin += open.size();  // these marks are not mirrored: they stay outside
    const size_t end = safe.find(close, begin);
    if (end == std::string::npos) break;
    absl::StrAppend(&out, safe.substr(at, begin - at), Isolated(safe.substr(begin, end - begin)), close);
    at = end + close.size();
  }
  return absl::StrCat(out, safe.substr(at));
}

namespace {

std::string Via(const v1::EventRow& row) {
  std::string via;
  for (const std::string& carrier : row.carriers())
    absl::StrAppend(&via, via.empty() ? "" : " ", "via ", Foreign(carrier));
  return via;
}

}  // namespace

std::string RowAttribution(const v1::EventRow& row) {
  return absl::StrCat(Foreign(row.speaker()), row.carriers().empty() ? "" : " ", Via(row));
}

bool StandsAlone(const v1::EventGroup& group, size_t width) {
  return group.rows_size() == 1 && group.origins() == "1 report, 1 origin" &&
         DisplayWidth(RowAttribution(group.rows(0))) <= width;
}

std::string RowWho(const v1::EventRow& row, const v1::EventGroup& group, size_t width) {
  if (StandsAlone(group, width)) return RowAttribution(row);
  if (row.speaker() != group.speaker()) return absl::StrCat("  ", RowAttribution(row));
  return absl::StrCat("  ", row.carriers().empty() ? "itself" : Via(row));
}

std::string RowWhen(const v1::EventRow& row) {
  if (!row.as_of().empty()) return absl::StrCat("as of ", row.as_of());
  return row.said().empty() ? "undated" : absl::StrCat("said ", row.said());
}

std::string RowWords(const v1::EventRow& row) {
  const bool bare = std::all_of(row.words().begin(), row.words().end(),
                                [](unsigned char c) { return absl::ascii_isdigit(c) || c == ','; });
  const std::string words = bare || row.words() == "none" ? row.words() : Quoted(row.words());
  return absl::StrCat(row.denied() ? "not " : "", words, row.coverage().empty() ? "" : " ", row.coverage());
}

std::string RangeInWords(const v1::EventRange& range) {
  Range hard{range.hard_low(), std::nullopt}, soft{range.soft_low(), std::nullopt};
  if (range.has_hard_high()) hard.high = range.hard_high();
  if (range.has_soft_high()) soft.high = range.soft_high();
  if (hard == soft || !range.has_soft_low()) return ToText(hard);
  if (IsRounded(range)) return absl::StrCat(ToText(hard), ", or ", ToText(soft), " if it was rounded");
  return absl::StrCat(ToText(hard), ", usually ", ToText(soft));
}

std::string RowInWords(const v1::EventRow& row) {
  std::string text =
      absl::StrCat("row ", row.number(), ", ", RowAttribution(row), ", ", RowWhen(row), ": ", RowWords(row));
  if (!row.denied()) absl::StrAppend(&text, ", which reads as ", RangeInWords(row.range()));
  return row.note().empty() ? text : absl::StrCat(text, " (", Safe(row.note()), ")");
}

std::string RowNumbers(const v1::EventCollision& collision) {
  std::vector<std::string> numbers;
  for (const v1::EventRowNumber& row : collision.rows()) numbers.push_back(absl::StrCat(row.number()));
  if (numbers.empty()) return "";
  return absl::StrCat(numbers.size() == 1 ? "row " : "rows ", absl::StrJoin(numbers, ", "));
}

bool IsPoint(const v1::EventRange& range) { return range.has_hard_high() && range.hard_high() == range.hard_low(); }

bool IsRounded(const v1::EventRange& range) {
  return IsPoint(range) && range.has_soft_low() &&
         (range.soft_low() != range.hard_low() || range.soft_high() != range.hard_high());
}

v1::EventRange HullOf(const v1::EventGroup& group) {
  v1::EventRange hull = group.range();
  hull.clear_soft_low();
  hull.clear_soft_high();
  return hull;
}

std::string MeasureTitle(const v1::EventMeasure& measure) {
  return absl::StrCat(absl::AsciiStrToUpper(measure.predicate()), measure.unit().empty() ? "" : ", ",
                      Safe(measure.unit()));
}

std::vector<v1::EventRange> RangesOf(const v1::EventMeasure& measure) {
  std::vector<v1::EventRange> ranges;
  for (const v1::EventScope& scope : measure.scopes()) {
    for (const v1::EventGroup& group : scope.groups()) {
      if (group.has_range() && group.rows().empty()) ranges.push_back(HullOf(group));
      for (const v1::EventRow& row : group.rows()) ranges.push_back(row.range());
    }
  }
  return ranges;
}

}  // namespace tallystick
