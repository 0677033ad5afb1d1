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

std::string Sentence(absl::string_view text) {
  const std::string open = "“", close = "”", safe = Safe(text);
  std::string out;
  size_t at = 0;
  for (size_t begin = safe.find(open); begin != std::string::npos; begin = safe.find(open, at)) {
    size_t end = safe.find(close, begin);
    if (end == std::string::npos) break;
    end += close.size();
    absl::StrAppend(&out, safe.substr(at, begin - at), Isolated(safe.substr(begin, end - begin)));
    at = end;
  }
  return absl::StrCat(out, safe.substr(at));
}

std::string Counted(int64_t n, absl::string_view one, absl::string_view many) {
  return absl::StrCat(WithCommas(n), " ", n == 1 ? one : many);
}

std::string RowWho(const v1::EventRow& row, const v1::EventGroup& group) {
  std::vector<std::string> carriers;
  for (const std::string& carrier : row.carriers()) carriers.push_back(Foreign(carrier));
  const std::string via = carriers.empty() ? "" : absl::StrCat("via ", absl::StrJoin(carriers, " via "));
  if (row.speaker() == group.speaker()) return via.empty() ? "itself" : via;
  return absl::StrCat(Foreign(row.speaker()), via.empty() ? "" : " ", via);
}

std::string RowWhen(const v1::EventRow& row) {
  if (!row.as_of().empty()) return absl::StrCat("as of ", row.as_of());
  return row.said().empty() ? "undated" : absl::StrCat("said ", row.said());
}

std::string RowWords(const v1::EventRow& row) {
  const bool bare = std::all_of(row.words().begin(), row.words().end(),
                                [](unsigned char c) { return absl::ascii_isdigit(c) || c == ','; });
  const std::string words = bare || row.words() == "none" ? row.words() : absl::StrCat("“", Safe(row.words()), "”");
  return absl::StrCat(row.denied() ? "not " : "", Isolated(words), row.coverage().empty() ? "" : " ", row.coverage());
}

std::string RangeInWords(const v1::EventRange& range) {
  Range hard{range.hard_low(), std::nullopt}, soft{range.soft_low(), std::nullopt};
  if (range.has_hard_high()) hard.high = range.hard_high();
  if (range.has_soft_high()) soft.high = range.soft_high();
  if (hard == soft) return ToText(hard);
  if (IsRounded(range)) return absl::StrCat(ToText(hard), ", or ", ToText(soft), " if it was rounded");
  return absl::StrCat(ToText(hard), ", usually ", ToText(soft));
}

bool IsPoint(const v1::EventRange& range) { return range.has_hard_high() && range.hard_high() == range.hard_low(); }

bool IsRounded(const v1::EventRange& range) {
  return IsPoint(range) && (range.soft_low() != range.hard_low() || range.soft_high() != range.hard_high());
}

std::string MeasureTitle(const v1::EventMeasure& measure) {
  return absl::StrCat(absl::AsciiStrToUpper(measure.predicate()), measure.unit().empty() ? "" : ", ",
                      Safe(measure.unit()));
}

std::vector<v1::EventRange> RangesOf(const v1::EventMeasure& measure) {
  std::vector<v1::EventRange> ranges;
  for (const v1::EventScope& scope : measure.scopes()) {
    for (const v1::EventGroup& group : scope.groups()) {
      if (group.has_range() && group.rows().empty()) ranges.push_back(group.range());
      for (const v1::EventRow& row : group.rows()) ranges.push_back(row.range());
    }
  }
  return ranges;
}

}  // namespace tallystick
