// What verifying a bundle answered, and what exporting one did, as text for a terminal.
#pragma once

#include <string>

#include "proto/bundle.pb.h"
#include "proto/view.pb.h"

namespace tallystick {

// The five verdicts with their evidence, what failed or could not be checked, and the closing line. `full`: every check.
std::string ReportAsText(const v1::BundleReport& report, bool full, int columns);

std::string ExportAsText(const v1::ExportDocument& document, bool dry_run);

}  // namespace tallystick
