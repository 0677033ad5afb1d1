#include "core/record/slot.h"

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"

namespace tallystick {

absl::StatusOr<std::string> EncodeSlot(const v1::Slot& slot, absl::string_view salt) {
  if (slot.body_case() == v1::Slot::BODY_NOT_SET) return absl::InvalidArgumentError("slot without a body");
  if (slot.has_salt()) {
    v1::Slot bare = slot;
    bare.clear_salt();
    return EncodeSlot(bare, salt);
  }
  if (salt.size() < kSaltBytes) return absl::InvalidArgumentError(absl::StrCat("a salt of ", salt.size(), " bytes"));
  TALLY_ASSIGN_OR_RETURN(const std::string body, EncodeCanonicalJson(slot));
  // The salt is the slot's first field, and base64url needs no escapes.
  std::string file =
      absl::StrCat("{\"salt\":\"", Base64UrlEncode(salt), "\",", absl::string_view(body).substr(1), "\n");
  if (file.size() > kMaxSlotBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the ", SlotName(slot.body_case()), " slot has ", file.size(),
                                                   " bytes; a slot holds at most ", kMaxSlotBytes));
  }
  return file;
}

absl::StatusOr<v1::Slot> DecodeSlot(absl::string_view file) {
  if (file.size() > kMaxSlotBytes) {
    return absl::InvalidArgumentError(absl::StrCat("slot of ", file.size(), " bytes; the limit is ", kMaxSlotBytes));
  }
  if (file.empty()) return absl::InvalidArgumentError("empty slot");
  const size_t line = file.find('\n');
  if (line == absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat("at byte ", file.size(), ": no final line feed (half-written?)"));
  }
  if (line + 1 != file.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("at byte ", line + 1, ": ", file.size() - line - 1, " bytes after the slot's line"));
  }
  v1::Slot slot;
  TALLY_RETURN_IF_ERROR(DecodeCanonicalJson(file.substr(0, line), &slot));
  if (slot.body_case() == v1::Slot::BODY_NOT_SET) return absl::InvalidArgumentError("slot without a body");
  const absl::StatusOr<std::string> salt = Base64UrlDecode(slot.salt());
  if (!salt.ok() || salt->size() < kSaltBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the salt needs ", kSaltBytes, " bytes or more in base64url"));
  }
  return slot;
}

}  // namespace tallystick
