// Which findings a person has settled. Thread-safe.
#pragma once

#include <set>
#include <string>

#include "core/record/record_set.h"

namespace tallystick {

// Ids of the findings that a current judgement explains, accepts or calls a false alarm, by the last one in log order.
std::set<std::string> SettledFindings(const RecordSet& records);

}  // namespace tallystick
