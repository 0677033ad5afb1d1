// What changed between two sets of findings. Thread-safe.
#pragma once

#include <vector>

#include "proto/finding.pb.h"

namespace tallystick {

struct ChangedFinding {
  v1::Finding before, after;

  bool verdict() const { return before.verdict() != after.verdict(); }
  bool fewer_origins() const {
    return after.origins().low() < before.origins().low() || after.origins().high() < before.origins().high();
  }
};

struct FindingsDiff {
  std::vector<v1::Finding> gone, appeared;  // in the order of their own set
  std::vector<ChangedFinding> changed;      // in the order of `before`

  bool empty() const { return gone.empty() && appeared.empty() && changed.empty(); }
};

// A finding goes on under its id. One that went and one that came are one that changed, too, when they are of one kind and
// either the only such ones with just these claims, or else the only ones of one scope and the later has some of the
// earlier one's claims and no others. Those that went on with the same verdict, claims and counts of
// origins are left out, whatever their words. n log n.
FindingsDiff DiffFindings(const v1::Findings& before, const v1::Findings& after);

}  // namespace tallystick
