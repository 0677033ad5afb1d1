// Dates and times as records write them, a strict profile of RFC 3339: "2022", "2022-10", "2022-10-29",
// "2022-10-29T12:00Z", "2022-10-29T12:00:30+02:00". A time of day always has its offset: no silent local time.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// Seconds since 1970-01-01T00:00:00Z (proleptic Gregorian, no leap seconds).
using Seconds = int64_t;
inline constexpr Seconds kSecondsOfDay = 86'400;

// The seconds that a written date or time covers: [begin, end). "2022-10" covers the whole month.
struct CivilSpan {
  Seconds begin = 0;
  Seconds end = 0;
};

// kInvalidArgument for another form, or for a day that does not exist. Years 0001 to 9999.
absl::StatusOr<CivilSpan> ParseCivil(absl::string_view text);

// "2022-10-29T12:00:30Z".
std::string FormatUtc(Seconds seconds);
// "2022-10-29": the UTC day that holds `seconds`.
std::string FormatDay(Seconds seconds);

}  // namespace tallystick
