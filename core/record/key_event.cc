#include "core/record/key_event.h"

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

absl::Status Lacks(absl::string_view what) { return absl::InvalidArgumentError(absl::StrCat("its ", what, " cannot be read")); }

absl::StatusOr<std::string> IdOf(const std::string& base64, absl::string_view what) {
  const auto spki = Base64Decode(base64);
  if (!spki.ok() || spki->empty()) return Lacks(what);
  return Sha256(*spki).hex();
}

}  // namespace

absl::StatusOr<std::string> KeyEventText(const v1::Key& key, const Digest& log_key) {
  const bool succeeds = key.event() == v1::Key::succeeds, brings_key = succeeds || key.event() == v1::Key::rotated;
  if (!brings_key && key.event() != v1::Key::revoked) return absl::InvalidArgumentError("no recovery key signs this event");
  if (!Digest::FromHex(key.revokes()).ok()) return Lacks("revoked key");
  if (key.log_origin().empty() || key.log_origin().find('\n') != std::string::npos) return Lacks("log's origin");
  if (key.from_index() < 0 || (!succeeds && !key.has_from_index())) return Lacks("index");
  std::string new_key = "-", new_recovery = "-", checkpoint = "-";
  if (brings_key) {
    TALLY_ASSIGN_OR_RETURN(new_key, IdOf(key.public_key(), "new key"));
    if (!Digest::FromHex(key.recovery()).ok()) return Lacks("new key's recovery key");
    new_recovery = key.recovery();
  }
  if (succeeds) {
    if (key.checkpoint().empty()) return Lacks("checkpoint");
    checkpoint = Sha256(key.checkpoint()).hex();
  }
  return absl::StrCat("tallystick-key-event-v1\nevent ", v1::Key::Event_Name(key.event()), "\nlog ", log_key.hex(),
                      "\norigin ", key.log_origin(), "\nkey ", key.revokes(), "\nfrom ", key.from_index(), "\nnew-key ",
                      new_key, "\nnew-recovery ", new_recovery, "\ncheckpoint ", checkpoint, "\n");
}

absl::Status CheckKeyEvent(const v1::Key& key, const Digest& log_key, const Digest& recovery, SignatureCheck verify) {
  TALLY_ASSIGN_OR_RETURN(const std::string text, KeyEventText(key, log_key));
  const auto spki = Base64Decode(key.recovery_key()), signature = Base64Decode(key.recovery_signature());
  if (!spki.ok() || !signature.ok()) return Lacks("recovery key or its signature");
  if (Sha256(*spki) != recovery) {
    return absl::UnauthenticatedError("it is not signed by the recovery key that the key was born with");
  }
  if (verify(*spki, text, *signature)) return absl::OkStatus();
  return absl::UnauthenticatedError("the recovery key's signature does not verify");
}

}  // namespace tallystick
