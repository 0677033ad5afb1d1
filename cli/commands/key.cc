#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/key_record.h"
#include "cli/session.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

absl::StatusOr<KeyFile> FindByPrefix(const Context& context, const std::string& prefix) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeyFile> files, Keystore(context.environment.key_folder).List());
  std::vector<KeyFile> found;
  for (const KeyFile& file : files) {
    if (file.id.hex().substr(0, prefix.size()) == prefix) found.push_back(file);
  }
  if (found.size() == 1) return found[0];
  return WithHint(found.empty() ? absl::NotFoundError(absl::StrCat("you have no key ", prefix))
                                : absl::InvalidArgumentError(absl::StrCat(prefix, " fits several of your keys")),
                  "tally key list shows them");
}

void PrintKeys(const Context& context, const v1::KeysDocument& document) {
  context.out() << (context.json() ? EncodeJson(document) + "\n" : KeysAsText(document, context.environment.columns));
}

absl::StatusOr<ExitCode> NewKey(Context& context) {
  v1::Key::Role role;
  const std::string name = context.arguments.Get("--role");
  if (!v1::Key::Role_Parse(name, &role) || role == v1::Key::role_unstated) {
    return absl::InvalidArgumentError(absl::StrCat("--role: \"", name, "\" is none of author, log, seal, witness"));
  }
  TALLY_ASSIGN_OR_RETURN(const std::string passphrase,
                         ReadPassphrase(context, !context.arguments.Has("--no-passphrase"), true));
  TALLY_ASSIGN_OR_RETURN(const KeyFile file,
                         Keystore(context.environment.key_folder)
                             .Create(context.environment, role, passphrase, context.arguments.Get("--recovery")));
  v1::KeysDocument document;
  document.set_schema("tallystick-keys-v1");
  *document.add_keys() = KeyItemOf(file, false);
  PrintKeys(context, document);
  if (!context.json()) {
    context.out() << "Its recovery key is in " << context.arguments.Get("--recovery")
                  << "; keep that folder elsewhere, on paper or a stick.\n";
  }
  return kPassed;
}

absl::StatusOr<ExitCode> ListKeys(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<KeyFile> files, Keystore(context.environment.key_folder).List());
  v1::KeysDocument document;
  document.set_schema("tallystick-keys-v1");
  for (const KeyFile& file : files) *document.add_keys() = KeyItemOf(file, false);
  PrintKeys(context, document);
  return kPassed;
}

absl::StatusOr<ExitCode> ExportKey(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const KeyFile file, FindByPrefix(context, context.arguments.Get("KEY")));
  context.out() << file.public_key.Pem();
  return kPassed;
}

absl::StatusOr<ExitCode> AdmitKey(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const KeyFile file, FindByPrefix(context, context.arguments.Get("KEY")));
  v1::ImportLine line;
  line.set_kind(v1::Header::key);
  *line.mutable_key() = AdmissionDraft(file, "").slots[0].key();
  return RecordOne(context, line);
}

}  // namespace

std::vector<Command> KeyCommands() {
  return {
      {"key", "new", "make a key with its recovery key", Access::kNone, {},
       {{"--role", "ROLE", "author, log, seal or witness: a key has one role", false, true},
        {"--recovery", "DIR", "where the recovery key goes: keep it elsewhere", false, true},
        {"--no-passphrase", "", "keep the key unencrypted: whoever reads the file can sign"},
        {"--passphrase-fd", "N", "read the passphrase from this file descriptor"}},
       NewKey},
      {"key", "list", "the private keys on this machine", Access::kNone, {}, {}, ListKeys},
      {"key", "export", "print a public key (PEM)", Access::kNone, {{"KEY", "its id or the beginning of it"}}, {}, ExportKey},
      {"key", "admit", "let one of your keys record in this casebook", Access::kWrites,
       {{"KEY", "its id or the beginning of it"}}, {}, AdmitKey},
  };
}

}  // namespace tallystick
