#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/key_record.h"
#include "cli/session.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/entries.h"

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

// The key of the casebook's log that is to be given up, by the beginning of its id; it need not be on this machine.
absl::StatusOr<std::pair<Digest, KeyRing::Entry>> FindAdmitted(const KeyRing& keys, const std::string& prefix) {
  std::vector<std::pair<Digest, KeyRing::Entry>> found;
  for (const auto& [id, entry] : keys.entries()) {
    if (id.hex().substr(0, prefix.size()) == prefix) found.emplace_back(id, entry);
  }
  if (found.size() > 1) return absl::InvalidArgumentError(absl::StrCat(prefix, " fits several keys of this casebook"));
  if (found.empty()) return absl::NotFoundError(absl::StrCat("no key ", prefix, " was admitted to this casebook"));
  if (found[0].second.role == v1::Key::log) {
    return WithHint(absl::FailedPreconditionError("a log's key is neither rotated nor revoked: a new log takes its place"),
                    "tally init NEW --succeeds THIS --recovery-key FILE (docs/keys.md)");
  }
  return found[0];
}

struct GivingUp {
  Casebook casebook;
  Digest id;
  KeyRing::Entry entry;
  PrivateKey recovery;
};

absl::StatusOr<GivingUp> PrepareGivingUp(const Context& context) {
  TALLY_ASSIGN_OR_RETURN(Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const KeyRing keys, LoadKeyRing(*snapshot, snapshot->size()));
  TALLY_ASSIGN_OR_RETURN(auto found, FindAdmitted(keys, context.arguments.Get("KEY")));
  TALLY_ASSIGN_OR_RETURN(PrivateKey recovery,
                         LoadRecoveryKey(context, context.arguments.Get("--recovery-key"), found.second.recovery));
  return GivingUp{std::move(casebook), found.first, std::move(found.second), std::move(recovery)};
}

// Records the event; the index that --from-index names, or that of the event itself: then all before stays good.
absl::StatusOr<ExitCode> RecordGivingUp(const Context& context, const GivingUp& given, v1::Key event, Recording* recording) {
  const uint64_t index = recording->snapshot().size();
  TALLY_ASSIGN_OR_RETURN(const std::optional<int64_t> from, context.arguments.Number("--from-index", 1));
  if (from && (static_cast<uint64_t>(*from) > index || static_cast<uint64_t>(*from) < given.entry.admitted_at)) {
    return absl::InvalidArgumentError(absl::StrCat("--from-index: the key signed between entry ", given.entry.admitted_at,
                                                   " and now, entry ", index));
  }
  event.set_role(given.entry.role);
  event.set_revokes(given.id.hex());
  event.set_log_origin(given.casebook.identity().origin);
  event.set_from_index(from.value_or(static_cast<int64_t>(index)));
  TALLY_RETURN_IF_ERROR(SignKeyEvent(given.recovery, given.casebook.identity().key.id(), &event));
  v1::ImportLine line;
  line.set_kind(v1::Header::key);
  *line.mutable_key() = event;
  TALLY_RETURN_IF_ERROR(recording->Add(line, /*once=*/false).status());
  return recording->Finish(context);
}

absl::StatusOr<ExitCode> RotateKey(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const GivingUp given, PrepareGivingUp(context));
  if (context.arguments.Has("--dry-run")) {
    context.out() << "Would make a new " << v1::Key::Role_Name(given.entry.role) << " key in the place of "
                  << given.id.brief() << "\n";
    return kPassed;
  }
  TALLY_ASSIGN_OR_RETURN(const std::string passphrase, ReadPassphrase(context, !context.arguments.Has("--no-passphrase"), true,
                                                                      "Passphrase for the new key: "));
  TALLY_ASSIGN_OR_RETURN(const KeyFile made,
                         Keystore(context.environment.key_folder)
                             .Create(context.environment, given.entry.role, passphrase, context.arguments.Get("--recovery")));
  v1::Key event = AdmissionDraft(made, "").slots[0].key();
  event.set_event(v1::Key::rotated);
  AuthorChoice author{{}, given.id};
  if (made.role == v1::Key::author) author.exactly = made;
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Recording> recording, Recording::Open(context, {}, author));
  TALLY_ASSIGN_OR_RETURN(const ExitCode code, RecordGivingUp(context, given, event, recording.get()));
  if (!context.json()) {
    context.out() << "The key " << made.id.brief() << " takes the place of " << given.id.brief() << ". Its recovery key is in "
                  << context.arguments.Get("--recovery") << "; keep that folder elsewhere.\n";
  }
  return code;
}

absl::StatusOr<ExitCode> RevokeKey(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const GivingUp given, PrepareGivingUp(context));
  absl::StatusOr<std::unique_ptr<Recording>> recording = Recording::Open(context, {}, {{}, given.id});
  if (absl::IsNotFound(recording.status())) {
    return WithHint(recording.status(), "nobody else here can record the revocation; put a new key in its place: tally key rotate");
  }
  TALLY_RETURN_IF_ERROR(recording.status());
  v1::Key event;
  event.set_event(v1::Key::revoked);
  return RecordGivingUp(context, given, event, recording->get());
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
      {"key", "rotate", "put a new key in the place of a stolen, lost or old one", Access::kWrites,
       {{"KEY", "id of the old key, or the beginning of it"}},
       {{"--recovery-key", "FILE", "the old key's recovery key", false, true},
        {"--recovery", "DIR", "where the new key's recovery key goes: keep it elsewhere", false, true},
        {"--from-index", "N", "disown what the old key signed at this entry of the log and after (default: nothing)"},
        {"--no-passphrase", "", "keep the new key unencrypted: whoever reads the file can sign"}},
       RotateKey},
      {"key", "revoke", "give up a key that others can replace", Access::kWrites,
       {{"KEY", "its id or the beginning of it"}},
       {{"--recovery-key", "FILE", "its recovery key", false, true},
        {"--from-index", "N", "disown what it signed at this entry of the log and after (default: nothing)"}},
       RevokeKey},
  };
}

}  // namespace tallystick
