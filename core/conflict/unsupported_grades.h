// Claims graded 1, "confirmed by other sources", without two independent origins behind the reports that agree.
// Internal to this folder. Pure.
#pragma once

#include <vector>

#include "core/conflict/grades.h"
#include "core/conflict/run.h"

namespace tallystick {

// One finding a claim. `agreements` as FindAgreements() gave them.
std::vector<FindingDraft> FindUnsupportedGrades(const ConflictRun& run, const std::vector<FindingDraft>& agreements);

}  // namespace tallystick
