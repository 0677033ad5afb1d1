// A checkpoint's text that is read is written again as the same bytes.
#include "core/sign/checkpoint.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view text = Input(data, size);
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(text);
  if (!checkpoint.ok()) return 0;
  Require(FormatCheckpoint(*checkpoint) == text, "an accepted checkpoint is written again as the same bytes");
  return 0;
}
