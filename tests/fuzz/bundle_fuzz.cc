// An entry bundle that is read is written again as the same bytes. The first byte is the bundle's width.
#include "core/merkle/tiles.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  if (size == 0) return 0;
  const int width = data[0] + 1;
  const absl::string_view bytes = Input(data + 1, size - 1);
  const absl::StatusOr<std::vector<absl::string_view>> entries = ParseBundle(bytes, width);
  if (!entries.ok()) return 0;
  Require(static_cast<int>(entries->size()) == width, "a bundle has as many entries as it is wide");
  std::string again;
  for (const absl::string_view entry : *entries) {
    Require(AppendToBundle(entry, &again).ok(), "an entry that was read can be written");
  }
  Require(again == bytes, "an accepted bundle is written again as the same bytes");
  return 0;
}
