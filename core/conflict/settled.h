// What people have judged of findings. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/record/record_set.h"
#include "proto/finding.pb.h"

namespace tallystick {

// By finding: its current judgements that give it a status, in log order; the last one is its status.
std::map<std::string, std::vector<v1::Judged>> JudgedFindings(const RecordSet& records);

// Ids of the findings that a current judgement explains, accepts or calls a false alarm, by the last one in log order.
std::set<std::string> SettledFindings(const RecordSet& records);

}  // namespace tallystick
