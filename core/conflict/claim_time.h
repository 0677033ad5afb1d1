// When a claim says that something happened, as bounds on its start and its end; and whether two such spans overlap
// (docs/conflict-rules.md, "Time"). Pure.
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "core/base/civil_time.h"
#include "proto/claim.pb.h"

namespace tallystick {

inline constexpr Seconds kBeginningOfTime = std::numeric_limits<Seconds>::min();
inline constexpr Seconds kEndOfTime = std::numeric_limits<Seconds>::max();

// Start in [start_min, start_max], end in [end_min, end_max]; seconds, ends exclusive.
struct TimeBounds {
  bool stated = false;
  bool instant = false;  // "as of": holds at one moment somewhere in [start_min, end_max)
  Seconds start_min = kBeginningOfTime, start_max = kEndOfTime;
  Seconds end_min = kBeginningOfTime, end_max = kEndOfTime;
};

// `lasting`: a state, which without a stated end may still hold; otherwise something that happens within its dates.
TimeBounds ReadClaimTime(const v1::ClaimTime& time, bool lasting);

// The span of a date, or nothing when it is empty or no date.
std::optional<CivilSpan> ReadDate(const std::string& text);

// There is a choice of starts and ends under which the two overlap.
bool MayOverlap(const TimeBounds& a, const TimeBounds& b);
// They overlap whatever the starts and ends are.
bool MustOverlap(const TimeBounds& a, const TimeBounds& b);
// All of `inner` surely falls within `outer`.
bool FallsWithin(const TimeBounds& inner, const TimeBounds& outer);

// "2022-09-06 to 2022-09-08"; "" when unstated.
std::string TimeInWords(const TimeBounds& time);

}  // namespace tallystick
