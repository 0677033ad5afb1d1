// What the custody record of an export says of its bundle (docs/bundle-format.md, "Custody"). Pure. Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "core/bundle/export.h"
#include "core/record/record.h"

namespace tallystick {

// The draft for a bundle that BuildBundle made of this input; `given_to` in words, or "". It depends on the bundle and
// on `given_to` alone. kInvalidArgument when a withholding is of no record that is shown.
absl::StatusOr<RecordDraft> ExportCustody(const BundleInput& input, const Bundle& bundle, const std::string& given_to);

}  // namespace tallystick
