#include "core/conflict/event_times.h"

namespace tallystick {
namespace {

bool TellsWhen(const ClaimView& c) {
  const v1::ClaimTime& time = c.record->Get(v1::Slot::kTime).time();
  return c.event != kNoEntity && !c.restricts && c.fact() && !c.negated && c.measure == "event" && c.time.stated &&
         !c.time.instant && time.mode() != v1::ClaimTime::iterative;
}

void KeepTime(const EventTime& t, EventTimes* times) {
  const auto later = [&](const EventTime* best) { return best == nullptr || t.begin > best->begin; };
  const auto sooner = [&](const EventTime* best) { return best == nullptr || t.end < best->end; };
  if (later(times->latest)) times->latest = &t;
  if (sooner(times->earliest)) times->earliest = &t;
  if (t.whole && later(times->latest_whole)) times->latest_whole = &t;
  if (t.whole && sooner(times->earliest_whole)) times->earliest_whole = &t;
}

}  // namespace

std::map<Entity, EventTimes> TimesOfEvents(const ConflictRun& run) {
  std::map<Entity, EventTimes> by_event;
  for (int i = 0; i < static_cast<int>(run.views.taking_part.size()); ++i) {
    const ClaimView& c = run.Claim(i);
    if (!TellsWhen(c)) continue;
    const v1::ClaimTime::Mode mode = c.record->Get(v1::Slot::kTime).time().mode();
    EventTimes& times = by_event[c.event];
    const bool whole = mode == v1::ClaimTime::from_to || mode == v1::ClaimTime::throughout;
    times.all.push_back({i, c.time.start_min, c.time.end_max, whole});
    KeepTime(times.all.back(), &times);
  }
  return by_event;
}

}  // namespace tallystick
