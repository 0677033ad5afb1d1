// The exports that a casebook has recorded: who got which records (docs/bundle-format.md, "Custody").
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/record/places.h"
#include "store/store.h"

namespace tallystick {

struct RecordedExport {
  Record record;            // of custody, act exported
  std::string recorded_at;  // by its author's clock; "" when withheld
  Places held;
};

// In log order. kDataLoss when one cannot be read.
absl::StatusOr<std::vector<RecordedExport>> RecordedExports(const Snapshot& snapshot);

}  // namespace tallystick
