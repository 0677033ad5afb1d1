// What a claim is about, as far as its record alone shows it: what happened to whom, in which event, where. Pure.
#pragma once

#include <string>

#include "core/record/record_set.h"

namespace tallystick {

// Equal for two claims only when both name the same predicate, roles, event and places and, without an event, the same
// time. A claim of which one of these is withheld is about a matter of its own. Not text for a person. O(slots).
std::string MatterOf(const Record& claim);

}  // namespace tallystick
