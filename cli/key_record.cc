#include "cli/key_record.h"

#include "core/base/encoding.h"

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
