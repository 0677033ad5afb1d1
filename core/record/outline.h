// What a submission commits to, read without what its records say: all that its signature and its leaf need. Several
// times faster than opening it. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/record/submission.h"

namespace tallystick {

struct SubmissionOutline {
  Digest id;
  std::string manifest;  // submission.sha256: what is signed
  v1::Submission head;
  std::vector<Kind> kinds;  // of the records, in order
};

// The head, the records' headers and all hashes, as OpenUnverified has them and with the same errors. Other slots are
// not decoded, and the digest of a slot that is shown is taken for that of its file: every reader of a store computes
// it from the file (StoredSlot::Of).
absl::StatusOr<SubmissionOutline> OutlineUnverified(const StoredSubmission& stored);

}  // namespace tallystick
