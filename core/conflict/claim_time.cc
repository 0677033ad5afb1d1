#include "core/conflict/claim_time.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tallystick {

std::optional<CivilSpan> ReadDate(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto span = ParseCivil(text);
  if (!span.ok()) return std::nullopt;
  return *span;
}

TimeBounds ReadClaimTime(const v1::ClaimTime& time, bool lasting) {
  const auto se = ReadDate(time.start_earliest()), sl = ReadDate(time.start_latest());
  const auto ee = ReadDate(time.end_earliest()), el = ReadDate(time.end_latest());
  TimeBounds b;
  if (!se && !sl && !ee && !el) return b;
  b.stated = true;
  b.instant = time.mode() == v1::ClaimTime::as_of;
  if (se) b.start_min = se->begin;
  if (el) b.end_max = el->end;
  const bool one_date = !ee && !el;
  if (one_date && (!lasting || b.instant)) b.end_max = sl ? sl->end : se->end;
  if (!se && !sl && !lasting) b.start_min = ee ? ee->begin : el->begin;
  if (sl) b.start_max = sl->end;
  if (ee) b.end_min = ee->begin;
  if (b.instant) {
    b.start_max = std::min(b.start_max, b.end_max);
    b.end_min = std::max(b.end_min, b.start_min);
  }
  if (time.mode() == v1::ClaimTime::throughout) {  // every stated date is covered
    if (se && !sl) b.start_max = se->begin;
    if (el && !ee) b.end_min = el->end;
  }
  if (time.mode() == v1::ClaimTime::from_to) {
    if (se && !sl) b.start_max = se->end;
    if (el && !ee) b.end_min = el->begin;
  }
  // Whatever happens takes some time: it starts before its end and ends after its start.
  b.start_max = std::min(b.start_max, b.end_max == kEndOfTime ? kEndOfTime : b.end_max - 1);
  b.end_min = std::max(b.end_min, b.start_min == kBeginningOfTime ? kBeginningOfTime : b.start_min + 1);
  return b;
}

bool MayOverlap(const TimeBounds& a, const TimeBounds& b) {
  return a.stated && b.stated && a.start_min < b.end_max && b.start_min < a.end_max;
}

bool MustOverlap(const TimeBounds& a, const TimeBounds& b) {
  return a.stated && b.stated && a.end_min > b.start_max && b.end_min > a.start_max;
}

bool FallsWithin(const TimeBounds& inner, const TimeBounds& outer) {
  return inner.stated && outer.stated && inner.start_min >= outer.start_min && inner.end_max <= outer.end_max;
}

std::string TimeInWords(const TimeBounds& time) {
  if (!time.stated) return "";
  std::string from = time.start_min == kBeginningOfTime ? "" : FormatDay(time.start_min);
  std::string to = time.end_max == kEndOfTime ? "" : FormatDay(time.end_max - 1);
  // Whole months and whole years by their names.
  const auto begins = [](absl::string_view day, absl::string_view part) { return absl::EndsWith(day, part); };
  if (!from.empty() && !to.empty() && begins(from, "-01") && begins(FormatDay(time.end_max), "-01")) {
    const bool years = begins(from, "-01-01") && begins(FormatDay(time.end_max), "-01-01");
    for (std::string* day : {&from, &to}) day->resize(day->rfind('-', years ? day->rfind('-') - 1 : std::string::npos));
  }
  if (from == to) return from;
  if (from.empty()) return absl::StrCat("until ", to);
  return to.empty() ? absl::StrCat("from ", from) : absl::StrCat(from, " to ", to);
}

}  // namespace tallystick
