// When events took place, as their claims tell it. Internal to this folder. Pure.
#pragma once

#include <deque>
#include <map>

#include "core/conflict/run.h"

namespace tallystick {

// What a claim of an event says of its time: something of it happened between begin and end.
struct EventTime {
  int claim = 0;
  Seconds begin = kBeginningOfTime, end = kEndOfTime;
  bool whole = false;  // the text says that all of the event did ("from … to", "throughout")
};

// Of one event, those that leave it the least room; of equal ones the first.
struct EventTimes {
  const EventTime *latest = nullptr, *earliest = nullptr;  // the latest begin, the earliest end
  const EventTime *latest_whole = nullptr, *earliest_whole = nullptr;
  std::deque<EventTime> all;
};

// By event. Only what happens in it tells its time: no states, counts (people die later), denials, moments ("as of"), and
// nothing about a part of it.
std::map<Entity, EventTimes> TimesOfEvents(const ConflictRun& run);

}  // namespace tallystick
