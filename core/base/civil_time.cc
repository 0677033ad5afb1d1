#include "core/base/civil_time.h"

#include <chrono>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tallystick {
namespace {


// Takes exactly `digits` digits off the front of `*text`.
std::optional<int> TakeNumber(absl::string_view* text, int digits) {
  if (text->size() < static_cast<size_t>(digits)) return std::nullopt;
  int value = 0;
  for (int i = 0; i < digits; ++i) {
    if (!absl::ascii_isdigit((*text)[i])) return std::nullopt;
    value = value * 10 + ((*text)[i] - '0');
  }
  text->remove_prefix(digits);
  return value;
}

bool Take(absl::string_view* text, char c) {
  if (text->empty() || text->front() != c) return false;
  text->remove_prefix(1);
  return true;
}

Seconds DayStart(std::chrono::year_month_day day) {
  return std::chrono::sys_days(day).time_since_epoch().count() * kSecondsOfDay;
}

// Offset of "Z", "+02:00" or "-05:30" in seconds.
std::optional<Seconds> TakeOffset(absl::string_view* text) {
  if (Take(text, 'Z')) return 0;
  const int sign = Take(text, '+') ? 1 : Take(text, '-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const std::optional<int> hours = TakeNumber(text, 2);
  if (!hours || *hours > 23 || !Take(text, ':')) return std::nullopt;
  const std::optional<int> minutes = TakeNumber(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

std::optional<CivilSpan> TakeClock(absl::string_view text, Seconds day) {
  const std::optional<int> hour = TakeNumber(&text, 2);
  if (!hour || *hour > 23 || !Take(&text, ':')) return std::nullopt;
  const std::optional<int> minute = TakeNumber(&text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  Seconds begin = day + *hour * 3600 + *minute * 60, length = 60;
  if (Take(&text, ':')) {
    const std::optional<int> second = TakeNumber(&text, 2);
    if (!second || *second > 59) return std::nullopt;
    begin += *second;
    length = 1;
  }
  const std::optional<Seconds> offset = TakeOffset(&text);
  if (!offset || !text.empty()) return std::nullopt;
  return CivilSpan{begin - *offset, begin - *offset + length};
}

std::optional<CivilSpan> Parse(absl::string_view text) {
  using std::chrono::day, std::chrono::month, std::chrono::year, std::chrono::months, std::chrono::years;
  const std::optional<int> y = TakeNumber(&text, 4);
  if (!y || *y == 0) return std::nullopt;
  const std::chrono::year_month_day january = year(*y) / month(1) / day(1);
  if (text.empty()) return CivilSpan{DayStart(january), DayStart(january + years(1))};
  if (!Take(&text, '-')) return std::nullopt;
  const std::optional<int> m = TakeNumber(&text, 2);
  if (!m || *m < 1 || *m > 12) return std::nullopt;
  const std::chrono::year_month_day first = year(*y) / month(*m) / day(1);
  if (text.empty()) return CivilSpan{DayStart(first), DayStart(first + months(1))};
  if (!Take(&text, '-')) return std::nullopt;
  const std::optional<int> d = TakeNumber(&text, 2);
  if (!d) return std::nullopt;
  const std::chrono::year_month_day date = year(*y) / month(*m) / day(*d);
  if (!date.ok()) return std::nullopt;
  if (text.empty()) return CivilSpan{DayStart(date), DayStart(date) + kSecondsOfDay};
  if (!Take(&text, 'T')) return std::nullopt;
  return TakeClock(text, DayStart(date));
}

std::chrono::year_month_day DayOf(Seconds seconds) {
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

}  // namespace

absl::StatusOr<CivilSpan> ParseCivil(absl::string_view text) {
  const std::optional<CivilSpan> span = Parse(text);
  if (!span) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" is not a date or time (write 2022, 2022-10, 2022-10-29 or 2022-10-29T12:00Z)"));
  }
  return *span;
}

std::string FormatDay(Seconds seconds) {
  const auto d = DayOf(seconds);
  return absl::StrFormat("%04d-%02u-%02u", int(d.year()), unsigned(d.month()), unsigned(d.day()));
}

std::string FormatUtc(Seconds seconds) {
  const Seconds clock = seconds - DayStart(DayOf(seconds));
  return absl::StrFormat("%sT%02d:%02d:%02dZ", FormatDay(seconds), clock / 3600, clock / 60 % 60, clock % 60);
}

}  // namespace tallystick
