// A slot that is read says exactly its bytes.
#include "core/base/encoding.h"
#include "core/record/slot.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view file = Input(data, size);
  const absl::StatusOr<v1::Slot> slot = DecodeSlot(file);
  if (!slot.ok()) return 0;
  const absl::StatusOr<std::string> salt = Base64UrlDecode(slot->salt());
  Require(salt.ok() && salt->size() >= kSaltBytes, "an accepted slot has a salt");
  const absl::StatusOr<std::string> again = EncodeSlot(*slot, *salt);
  Require(again.ok() && *again == file, "an accepted slot is written again as the same bytes");
  return 0;
}
