// Verifying a bundle: five answers, each with its evidence, and every check that was made (docs/bundle-format.md).
// Pure: the same bytes and options give the same report. Thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/bundle/checks.h"
#include "core/bundle/zip.h"
#include "core/conflict/conflict.h"
#include "core/sign/time_trust.h"
#include "proto/bundle.pb.h"

namespace tallystick {

inline constexpr absl::string_view kReportSchema = "tallystick-verification-v1";
inline constexpr absl::string_view kReportClosing = "This does not say that any claim is true.";

struct VerifyOptions {
  // Key ids (SHA-256 of the SPKI) that the reader knows by another way: of authors, or of the log whose first entry
  // admits them. None: SIGNED BY is unknown.
  std::vector<Digest> trusted;
  ConflictTables tables;
  ZipLimits limits;
  TimeTrust time;  // whose word counts for EXISTED BY; nobody's: it does not pass
};

// Takes hostile bytes. Whatever is wrong with them is in the report; nothing else can go wrong.
v1::BundleReport VerifyBundle(absl::string_view zip, const VerifyOptions& options);

// 0 when all five verdicts pass, or those unknown are in `accepted`; 3 when any fails; 7 otherwise.
int VerifyExitCode(const v1::BundleReport& report, const std::set<Axis>& accepted);

// "signed" and the like, as a reader types them. kInvalidArgument, with the list, for another name.
absl::StatusOr<Axis> ParseAxis(absl::string_view name);

}  // namespace tallystick
