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
  // What its records yield by the tables given: findings.json is the exporter's word, and may be of other rules.
  v1::Findings findings;
};

// Verifies first (VerifyBundle), and reads only what did not fail. Who signed is not asked: that stays unknown without
// options.trusted. kDataLoss naming the first failure otherwise. Takes hostile bytes.
absl::StatusOr<BundleRecords> ReadBundleRecords(absl::string_view zip, const VerifyOptions& options);

}  // namespace tallystick
