// Places that are read are written as they were.
#include "core/record/places.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::StatusOr<Places> places = Places::Parse(Input(data, size));
  if (!places.ok()) return 0;
  Require(places->Format() == Input(data, size), "places have one form");
  return 0;
}
