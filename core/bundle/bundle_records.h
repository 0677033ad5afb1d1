// What a bundle shows, for a reader who compares it with a casebook of their own. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "core/bundle/verify.h"
#include "core/record/record_set.h"

namespace tallystick {

struct BundleRecords {
  Digest id;  // of the bundle
  std::string name;
  RecordSet records;
  v1::Findings findings;  // as findings.json states them
};

// Verifies first (VerifyBundle), and reads only what did not fail. Who signed is not asked: that stays unknown without
// options.trusted. kDataLoss naming the first failure otherwise. Takes hostile bytes.
absl::StatusOr<BundleRecords> ReadBundleRecords(absl::string_view zip, const VerifyOptions& options);

}  // namespace tallystick
