// A submission.sha256 that is read is written again as the same bytes.
#include "core/record/manifest.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view text = Input(data, size);
  const absl::StatusOr<SubmissionManifest> manifest = ParseSubmissionManifest(text);
  if (!manifest.ok()) return 0;
  Require(!manifest->bodies.empty() && manifest->bodies.size() <= kMaxRecordsPerSubmission, "1 to 128 records");
  Require(FormatSubmissionManifest(*manifest) == text, "an accepted manifest is written again as the same bytes");
  return 0;
}
