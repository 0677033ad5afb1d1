// A log entry that is read is written again as the same bytes.
#include "core/record/submission.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view text = Input(data, size);
  const absl::StatusOr<Leaf> leaf = ParseLeaf(text);
  if (!leaf.ok()) return 0;
  Require(FormatLeaf(leaf->submission, leaf->author_key, leaf->signature) == text,
          "an accepted entry is written again as the same bytes");
  return 0;
}
