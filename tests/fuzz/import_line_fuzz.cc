// Whatever layout an import line has, it is one value, and that value has one canonical text.
#include "core/record/json.h"
#include "proto/import.pb.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  v1::ImportLine line;
  if (!DecodeJson(Input(data, size), &line).ok()) return 0;
  const absl::StatusOr<std::string> canonical = EncodeCanonicalJson(line);
  Require(canonical.ok(), "a line that is read can be written");
  v1::ImportLine again;
  Require(DecodeCanonicalJson(*canonical, &again).ok(), "what is written is canonical");
  Require(EncodeJson(again) == *canonical, "what is read back is written the same");
  return 0;
}
