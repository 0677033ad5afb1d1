#include "core/conflict/unsupported_dates.h"

#include <cstdlib>
#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/conflict/claim_time.h"
#include "core/conflict/dates_said.h"

namespace tallystick {
namespace {

using S = v1::Slot;

// The recorded dates as one span, with room for other time zones where hours are told.
struct RecordedSpan {
  std::optional<Seconds> begin, end;
  std::string words;
};

RecordedSpan RecordedSpanOf(std::initializer_list<std::string> starts, std::initializer_list<std::string> ends) {
  RecordedSpan span;
  std::string first, last;
  for (const std::string& text : starts) {
    const auto date = ReadDate(text);
    if (!date) continue;
    const Seconds room = text.find('T') == std::string::npos ? 0 : kSecondsOfDay;
    if (!span.begin || date->begin - room < *span.begin) span.begin = date->begin - room, first = text;
  }
  for (const std::string& text : ends) {
    const auto date = ReadDate(text);
    if (!date) continue;
    const Seconds room = text.find('T') == std::string::npos ? 0 : kSecondsOfDay;
    if (!span.end || date->end + room > *span.end) span.end = date->end + room, last = text;
  }
  span.words = first == last || last.empty() ? first : first.empty() ? last : absl::StrCat(first, " to ", last);
  return span;
}

bool Overlaps(const RecordedSpan& span, const std::string& date) {
  const auto said = ReadDate(date);
  return said && said->begin < *span.end && *span.begin < said->end;
}

// Whether the day, or any day of the month when it is 0, is in the span in one of the years.
bool MayBeIn(const RecordedSpan& span, const DateSaid& date, int day) {
  const int first = date.year != 0 ? date.year : std::atoi(FormatDay(*span.begin).c_str());
  const int last = date.year != 0 ? date.year : std::atoi(FormatDay(*span.end - 1).c_str());
  for (int year = first; year <= last; ++year) {
    if (Overlaps(span, day == 0 ? absl::StrFormat("%04d-%02d", year, date.month)
                                : absl::StrFormat("%04d-%02d-%02d", year, date.month, day))) {
      return true;
    }
  }
  return false;
}

bool Contradicts(const RecordedSpan& span, const DatesSaid& said) {
  if (said.dates.empty() || said.open || !span.begin || !span.end || *span.end <= *span.begin) return false;
  int in = 0, out = 0;
  for (const DateSaid& date : said.dates) {
    if (date.days.empty()) ++(MayBeIn(span, date, 0) ? in : out);
    for (const int day : date.days) ++(MayBeIn(span, date, day) ? in : out);
  }
  return said.range ? out > 0 : in == 0;  // "on 29 and 31 October" may be recorded as two claims
}

// The month that the words a date is relative to name, when they name just one and no day of it.
int MonthAlone(const std::string& anchor_words) {
  const DatesSaid said = ReadDatesSaid(anchor_words, false, 0);
  return said.dates.size() == 1 && said.dates[0].days.empty() ? said.dates[0].month : 0;
}

}  // namespace

std::optional<Unsupported> UnsupportedDate(const Record& claim, const QuotedText& text) {
  if (claim.IsWithheld(S::kTime) || !text.is_read()) return std::nullopt;
  const v1::ClaimTime& time = claim.Get(S::kTime).time();
  const RecordedSpan span =
      RecordedSpanOf({time.start_earliest(), time.start_latest()}, {time.end_latest(), time.end_earliest()});
  if (!time.words().empty()) {
    const DatesSaid said = ReadDatesSaid(time.words(), false, MonthAlone(time.anchor_words()));
    if (!Contradicts(span, said)) return std::nullopt;
    return Unsupported{absl::StrCat("the date ", span.words), time.words()};
  }
  if (time.has_anchor() || time.has_rule()) return std::nullopt;
  const std::string& as_of = claim.Get(S::kQuantity).quantity().as_of();
  if (!span.begin && !span.end && as_of.empty()) return std::nullopt;
  const std::string& exact = claim.Get(S::kQuote).quote().exact();
  const DatesSaid said = ReadDatesSaid(exact, true, 0);
  const RecordedSpan counted = RecordedSpanOf({as_of}, {as_of});
  const bool only_counted = !span.begin && !span.end;
  if (said.dates.size() != 1) return std::nullopt;  // which of several is meant is not told
  if (only_counted ? !Contradicts(counted, said)
                   : !Contradicts(span, said) || (counted.begin && !Contradicts(counted, said))) {
    return std::nullopt;
  }
  return Unsupported{absl::StrCat("the date ", only_counted ? counted.words : span.words), exact};
}

}  // namespace tallystick
