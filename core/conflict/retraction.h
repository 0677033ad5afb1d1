// What a retraction that nobody has recorded would do to the findings. Pure. Thread-safe.
#pragma once

#include <set>
#include <span>
#include <vector>

#include "core/conflict/conflict.h"
#include "core/conflict/findings_diff.h"

namespace tallystick {

// The records with a judgement at their end that retracts these: what `tally judge … --status retracted` would make of
// them.
RecordSet WithRetracted(const RecordSet& records, std::span<const Digest> ids);

struct RetractionEffect {
  FindingsDiff findings;
  std::vector<v1::Finding> reopened;  // settled by a judgement before and not after, and still or newly a conflict
};

// `before` must be FindConflicts(records, tables).
RetractionEffect EffectOfRetracting(const RecordSet& records, const ConflictTables& tables, const v1::Findings& before,
                                    std::span<const Digest> ids);

// The findings that have one of these records among their claims, or in an assumption as its record or asserter.
std::vector<v1::Finding> FindingsThatRestOn(const v1::Findings& findings, const std::set<std::string>& hex_ids);


}  // namespace tallystick
