#include "cli/key_record.h"

#include "absl/strings/str_cat.h"
#include "cli/session.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/key_event.h"
#include "core/sign/private_key_file.h"
#include "store/files.h"

namespace tallystick {

RecordDraft AdmissionDraft(const KeyFile& file, const std::string& name) {
  RecordDraft draft;
  draft.kind = v1::Header::key;
  v1::Key* key = draft.slots.emplace_back().mutable_key();
  key->set_event(v1::Key::admitted);
  key->set_role(file.role);
  key->set_public_key(Base64Encode(file.public_key.Der()));
  key->set_recovery(file.recovery.hex());
  if (!name.empty()) key->set_name(name);
  return draft;
}

absl::Status SignKeyEvent(const PrivateKey& recovery, const Digest& log_key, v1::Key* event) {
  event->set_recovery_key(Base64Encode(recovery.public_key().Der()));
  TALLY_ASSIGN_OR_RETURN(const std::string text, KeyEventText(*event, log_key));
  TALLY_ASSIGN_OR_RETURN(const std::string signature, recovery.Sign(text));
  event->set_recovery_signature(Base64Encode(signature));
  return absl::OkStatus();
}

absl::StatusOr<PrivateKey> LoadRecoveryKey(const Context& context, const std::string& path, const Digest& expected) {
  TALLY_ASSIGN_OR_RETURN(const std::string pem, ReadFile(path));
  TALLY_ASSIGN_OR_RETURN(const std::string passphrase, ReadPassphrase(context, IsEncryptedPrivateKey(pem), false,
                                                                      "Passphrase of the recovery key: "));
  absl::StatusOr<PrivateKey> key = ParsePrivateKey(pem, absl::string_view(passphrase));
  if (!key.ok()) return absl::Status(key.status().code(), absl::StrCat(path, ": ", key.status().message()));
  if (key->public_key().id() == expected) return key;
  return WithHint(absl::InvalidArgumentError(absl::StrCat(path, " holds the key ", key->public_key().id().brief(),
                                                          "; the recovery key that was committed to is ", expected.brief())),
                  "its file is called <key id>.<role>.recovery.pem");
}

v1::KeyItem KeyItemOf(const KeyFile& file, bool admitted) {
  v1::KeyItem item;
  item.set_id(file.id.hex());
  item.set_role(v1::Key::Role_Name(file.role));
  item.set_place(file.path);
  item.set_recovery(file.recovery.hex());
  item.set_encrypted(file.encrypted);
  item.set_admitted(admitted);
  return item;
}

}  // namespace tallystick
