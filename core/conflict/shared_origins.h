// Which claims a suspected copy makes one origin at the least (docs/provenance.md): what its findings are to those who
// count. One that is judged a false alarm counts no more. Thread-safe.
#pragma once

#include <vector>

#include "core/conflict/run.h"

namespace tallystick {

// `copies` as FindSuspectedCopies() gave them.
SharedOrigins SharedOriginsOf(const RecordSet& records, const std::vector<FindingDraft>& copies);

}  // namespace tallystick
