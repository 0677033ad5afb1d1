#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/key_record.h"
#include "cli/session.h"
#include "cli/views/layout.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/entries.h"

namespace tallystick {
namespace {

// The last part of a path, as far as an origin line may hold it.
std::string NameFrom(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  std::string name;
  for (char c : folder.substr(folder.rfind('/') + 1)) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_') name.push_back(c);
  }
  return name.empty() || name == "." || name == ".." ? "casebook" : name;
}

constexpr size_t kMaxOrigin = 255;

absl::Status CheckOrigin(const std::string& origin) {
  if (origin.size() > kMaxOrigin) {
    return absl::InvalidArgumentError(absl::StrCat("--origin: a log's name has at most ", kMaxOrigin, " characters"));
  }
  for (char c : origin) {
    if (!absl::ascii_isgraph(c) || c == '+') {
      return WithHint(absl::InvalidArgumentError(absl::StrCat("--origin: \"", origin, "\" cannot name a log")),
                      "printable ASCII without spaces or '+', e.g. newsroom.example/casebook");
    }
  }
  return absl::OkStatus();
}

// The record by which the new log takes the place of another, whose key was stolen or lost.
absl::StatusOr<RecordDraft> SuccessionDraft(const Context& context, const KeyFile& log) {
  const Arguments& a = context.arguments;
  TALLY_ASSIGN_OR_RETURN(const Casebook old, Casebook::Open(a.Get("--succeeds")));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, old.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const KeyRing keys, LoadKeyRing(*snapshot, snapshot->size()));
  const KeyRing::Entry* old_key = keys.Find(old.identity().key.id());
  if (old_key == nullptr) return absl::DataLossError("the old casebook has no record of its log key");
  TALLY_ASSIGN_OR_RETURN(const std::string note,
                         a.Has("--from") ? ReadInput(context, a.Get("--from")) : LatestCheckpoint(*snapshot));
  TALLY_ASSIGN_OR_RETURN(const Standing standing, CompareWithLastSeen(*snapshot, old.identity(), note));
  if (!standing.problem.empty()) return absl::DataLossError(absl::StrCat("--from: ", standing.problem));
  TALLY_ASSIGN_OR_RETURN(const PrivateKey recovery, LoadRecoveryKey(context, a.Get("--recovery-key"), old_key->recovery));
  RecordDraft draft = AdmissionDraft(log, "");
  v1::Key* event = draft.slots[0].mutable_key();
  event->set_event(v1::Key::succeeds);
  event->set_revokes(old.identity().key.id().hex());
  event->set_log_origin(old.identity().origin);
  event->set_from_index(static_cast<int64_t>(standing.seen.size));
  event->set_checkpoint(note);
  TALLY_RETURN_IF_ERROR(SignKeyEvent(recovery, log.id, event));
  return draft;
}

absl::StatusOr<ExitCode> InitCasebook(Context& context) {
  const Arguments& a = context.arguments;
  std::string folder = a.Get("DIR").empty() ? "." : a.Get("DIR");
  TALLY_ASSIGN_OR_RETURN(const bool there, Casebook::Exists(folder));
  if (there) {
    return WithHint(absl::AlreadyExistsError(absl::StrCat(folder, " already holds a casebook")),
                    "tally check says whether it is whole; for a new one name another folder");
  }
  TALLY_RETURN_IF_ERROR(CheckOrigin(a.Get("--origin")));
  if (a.Has("--succeeds") != a.Has("--recovery-key")) {
    return absl::InvalidArgumentError("--succeeds and --recovery-key go together");
  }
  if (a.Has("--dry-run")) {
    context.out() << "Would make a casebook in " << folder << " and two keys in " << context.environment.key_folder << "\n";
    return kPassed;
  }
  TALLY_ASSIGN_OR_RETURN(const std::string passphrase, ReadPassphrase(context, !a.Has("--no-passphrase"), true));
  const std::string recovery = a.Get("--recovery").empty() ? absl::StrCat(folder, "-recovery") : a.Get("--recovery");
  const Keystore keystore(context.environment.key_folder);
  TALLY_ASSIGN_OR_RETURN(const KeyFile log, keystore.Create(context.environment, v1::Key::log, passphrase, recovery));
  TALLY_ASSIGN_OR_RETURN(const KeyFile author, keystore.Create(context.environment, v1::Key::author, passphrase, recovery));
  const std::string origin =
      a.Get("--origin").empty() ? absl::StrCat(NameFrom(folder), ".", log.id.hex().substr(0, 8)) : a.Get("--origin");
  TALLY_ASSIGN_OR_RETURN(const PrivateKey log_key, keystore.Load(log, passphrase));
  TALLY_ASSIGN_OR_RETURN(const PrivateKey author_key, keystore.Load(author, passphrase));
  std::optional<RecordDraft> succession;
  if (a.Has("--succeeds")) {
    TALLY_ASSIGN_OR_RETURN(succession, SuccessionDraft(context, log));
  }
  const LogIdentity identity{origin, log.public_key, context.environment.random(32)};
  TALLY_ASSIGN_OR_RETURN(const std::string empty, SignEmptyLog(identity, log_key));
  TALLY_RETURN_IF_ERROR(CreateLastSeen(context.environment.state_folder, identity.key.id(), empty));
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, Casebook::Create(folder, identity));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<LastSeen> last_seen, LockLog(context, casebook));
  TALLY_ASSIGN_OR_RETURN(LogWriter writer, LogWriter::Open(&casebook.store(), last_seen.get(), identity, &log_key));
  const Environment& environment = context.environment;
  TALLY_ASSIGN_OR_RETURN(Recorder recorder,
                         Recorder::New(&casebook.store(), &writer, identity, &author_key,
                                       [&environment] { return environment.random(kSaltBytes); }, environment.now(),
                                       "the casebook's first submission"));
  for (const KeyFile* key : {&log, &author}) {
    TALLY_RETURN_IF_ERROR(recorder.Add(AdmissionDraft(*key, key == &log ? origin : "")).status());
  }
  if (succession) TALLY_RETURN_IF_ERROR(recorder.Add(*succession).status());
  TALLY_RETURN_IF_ERROR(recorder.Commit().status());
  v1::KeysDocument document;
  document.set_schema("tallystick-keys-v1");
  for (const KeyFile* key : {&author, &log}) *document.add_keys() = KeyItemOf(*key, /*admitted=*/true);
  if (context.json()) {
    context.out() << EncodeJson(document) << "\n";
    return kPassed;
  }
  context.out() << "Made the casebook " << folder << ", log " << origin << "\n"
                << KeysAsText(document, context.environment.columns) << "Recovery keys are in " << recovery << "\n"
                << Wrap("Move that folder to a stick or to paper and keep it elsewhere: with it a stolen or lost key can "
                        "be replaced.",
                        context.environment.columns, "", "");
  return kPassed;
}

}  // namespace

std::vector<Command> InitCommands() {
  return {{"init", "", "make a casebook with a log key and a first author key", Access::kNone,
           {{"DIR", "folder of the new casebook (this one when left out)", false}},
           {{"--origin", "NAME", "the log's name for ever, e.g. newsroom.example/casebook"},
            {"--recovery", "DIR", "where the recovery keys go (default: DIR-recovery)"},
            {"--succeeds", "CASEBOOK", "a casebook whose log key was stolen or lost: this log takes its log's place"},
            {"--recovery-key", "FILE", "with --succeeds: the recovery key of the old log key"},
            {"--from", "CHECKPOINT", "with --succeeds: the old log's last checkpoint that counts (default: its newest)"},
            {"--no-passphrase", "", "keep the keys unencrypted: whoever reads the files can sign"},
            {"--passphrase-fd", "N", "read the passphrase from this file descriptor"},
            {"--dry-run", "", "say what would be made"}},
           InitCasebook}};
}

}  // namespace tallystick
