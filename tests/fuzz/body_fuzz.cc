// A record's body that is read is written again as the same bytes, and is the body of one number only.
#include "core/record/manifest.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view text = Input(data, size);
  int accepted = 0;
  for (const int number : {0, 7, 127}) {
    const absl::StatusOr<std::vector<ManifestLine>> lines = ParseBody(text, number);
    if (!lines.ok()) continue;
    ++accepted;
    Require(FormatManifest(*lines) == text, "an accepted body is written again as the same bytes");
    Require((*lines)[0].name == SlotFile(number, 0, "header"), "a body begins with its header");
  }
  if (accepted > 0) Require(accepted == 1, "a body has one number");
  return 0;
}
