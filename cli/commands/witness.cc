// The casebook's side of `tally witness`: requests as files, cosignatures from files, both over HTTP.
#include <algorithm>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/witness_text.h"
#include "cli/witness/collect.h"
#include "core/base/civil_time.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "core/sign/policy.h"
#include "store/checkpoint_history.h"
#include "store/evidence.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr uint64_t kLastSecond = 253402300799;  // of the year 9999

absl::StatusOr<TlogPolicy> ReadPolicy(const Context& context) {
  const std::string file = context.arguments.Get("--policy");
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(text);
  if (policy.ok()) return policy;
  return absl::InvalidArgumentError(absl::StrCat("--policy: ", file, ": ", policy.status().message()));
}

// The casebook as it stands, for one command.
struct WitnessedCasebook {
  Casebook casebook;
  std::unique_ptr<Snapshot> snapshot;
  CheckpointHistory history;

  static absl::StatusOr<WitnessedCasebook> Open(const Context& context) {
    TALLY_ASSIGN_OR_RETURN(Casebook casebook, OpenCasebook(context));
    TALLY_ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
    TALLY_ASSIGN_OR_RETURN(CheckpointHistory history, CheckpointHistory::Load(*snapshot, casebook.identity()));
    return WitnessedCasebook{std::move(casebook), std::move(snapshot), std::move(history)};
  }
  uint64_t KnownSize(const NoteKey& witness) const {
    const Note* last = history.LastCosignedBy(witness);
    return last == nullptr ? 0 : SizeOf(*last);
  }
};

std::string TimeAsText(uint64_t seconds) {
  return seconds > kLastSecond ? absl::StrCat(seconds) : FormatUtc(static_cast<Seconds>(seconds));
}

// A policy's name as a file's name; different names give different files.
std::string FileNameFor(const std::string& name) {
  std::string safe;
  for (char c : name) safe.push_back(absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' ? c : '_');
  if (safe != name || safe[0] == '.') absl::StrAppend(&safe, "-", Sha256(name).hex().substr(0, 8));
  return safe[0] == '.' ? absl::StrCat("_", safe) : safe;
}

struct PlannedRequest {
  std::string witness;  // "" without a policy
  uint64_t old_size = 0;
  std::string file;
};

absl::StatusOr<std::vector<PlannedRequest>> PlanRequests(const Context& context, const WitnessedCasebook& book) {
  const Arguments& a = context.arguments;
  const std::string output = a.Get("--output");
  TALLY_ASSIGN_OR_RETURN(const std::optional<int64_t> old, a.Number("--old", 0));
  if (!a.Has("--policy")) {
    if (old) return std::vector<PlannedRequest>{{"", static_cast<uint64_t>(*old), output}};
    return WithHint(absl::InvalidArgumentError("say what the witness cosigned last: --old SIZE, or --policy FILE"),
                    "--old 0 for a witness that never saw this log");
  }
  TALLY_ASSIGN_OR_RETURN(const TlogPolicy policy, ReadPolicy(context));
  std::vector<PlannedRequest> planned;
  for (const PolicyWitness& witness : policy.witnesses) {
    if (!old && !witness.key.key) continue;  // what it cosigned cannot be told here
    const uint64_t from = old ? static_cast<uint64_t>(*old) : book.KnownSize(*witness.key.key);
    planned.push_back({witness.name, from, absl::StrCat(output, "/", FileNameFor(witness.name), ".add-checkpoint")});
  }
  if (planned.empty())
    return absl::InvalidArgumentError("the policy names no witness whose cosignatures are checked here");
  return planned;
}

absl::StatusOr<ExitCode> RequestCosignatures(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const WitnessedCasebook book, WitnessedCasebook::Open(context));
  TALLY_ASSIGN_OR_RETURN(const std::vector<PlannedRequest> planned, PlanRequests(context, book));
  v1::WitnessRequestsDocument document;
  document.set_schema("tallystick-witness-requests-v1");
  document.set_log(book.casebook.identity().origin);
  document.set_size(static_cast<int64_t>(book.history.newest_checkpoint().size));
  document.set_dry_run(context.arguments.Has("--dry-run"));
  const LogIdentity& log = book.casebook.identity();
  TALLY_ASSIGN_OR_RETURN(const NoteKey log_key, NoteKey::New(log.origin, SignatureType::kEd25519, log.key));
  document.set_log_key(log_key.Format());
  std::vector<std::string> texts;
  for (const PlannedRequest& each : planned) {
    TALLY_ASSIGN_OR_RETURN(const AddCheckpointRequest request,
                           RequestCosignature(*book.snapshot, book.history, each.old_size));
    texts.push_back(FormatAddCheckpoint(request));
    if (FileExists(each.file)) {
      return WithHint(absl::AlreadyExistsError(absl::StrCat(each.file, " exists")),
                      "nothing was written; name another place");
    }
    v1::WitnessRequestItem* item = document.add_requests();
    if (!each.witness.empty()) item->set_witness(each.witness);
    item->set_old_size(static_cast<int64_t>(each.old_size));
    item->set_file(each.file);
  }
  if (!document.dry_run()) {
    if (context.arguments.Has("--policy")) TALLY_RETURN_IF_ERROR(MakeFolders(context.arguments.Get("--output"), 0755));
    for (size_t i = 0; i < planned.size(); ++i) {
      TALLY_RETURN_IF_ERROR(WriteFileDurably(planned[i].file, texts[i], 0644, /*replace=*/false));
    }
  }
  context.out() << (context.json() ? EncodeJson(document) + "\n"
                                   : WitnessRequestsAsText(document, context.environment.columns));
  return kPassed;
}

v1::CosignaturesDocument NewDocument(const Context& context, const WitnessedCasebook& book) {
  v1::CosignaturesDocument document;
  document.set_schema("tallystick-cosignatures-v1");
  document.set_log(book.casebook.identity().origin);
  document.set_size(static_cast<int64_t>(book.history.newest_checkpoint().size));
  document.set_dry_run(context.arguments.Has("--dry-run"));
  return document;
}

void SetCosigned(const char* state, uint64_t size, uint64_t time, v1::CosignatureItem* item) {
  item->set_state(state);
  item->set_size(static_cast<int64_t>(size));
  item->set_time(TimeAsText(time));
}

// What the policy says of the checkpoint as it is stored now, and the command's end.
absl::StatusOr<ExitCode> Conclude(const Context& context, const WitnessedCasebook& book, const TlogPolicy& policy,
                                  ExitCode code, v1::CosignaturesDocument* document) {
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> after, book.casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const CheckpointHistory history, CheckpointHistory::Load(*after, book.casebook.identity()));
  // A recording may have made a newer one meanwhile.
  const Note* asked = history.Find(book.history.newest_checkpoint().size);
  if (asked == nullptr) return absl::DataLossError("the checkpoint that was cosigned is no longer stored");
  const PolicyCheck check = CheckPolicy(policy, *asked);
  document->set_quorum(check.quorum == QuorumState::kMet      ? "met"
                       : check.quorum == QuorumState::kNotMet ? "not met"
                                                              : "not checked");
  for (const std::string& problem : check.quorum_problems) document->add_quorum_problems(problem);
  context.out() << (context.json() ? EncodeJson(*document) + "\n"
                                   : CosignaturesAsText(*document, context.environment.columns));
  return code;
}

struct FoundCosignature {
  const PolicyWitness* witness;
  NoteSignature line;
  const Note* checkpoint;  // null: good for none of those that are stored
};

// Every line of a file that is by a witness of the policy.
absl::StatusOr<std::vector<FoundCosignature>> ReadCosignatures(const Context& context, const std::string& file,
                                                               const TlogPolicy& policy,
                                                               const WitnessedCasebook& book) {
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadInput(context, file));
  const absl::StatusOr<std::vector<NoteSignature>> lines = ParseSignatureLinesUnverified(text);
  if (!lines.ok()) {
    return WithHint(absl::InvalidArgumentError(absl::StrCat(file, ": ", lines.status().message())),
                    "the file that tally witness sign wrote, or the body of a witness's answer");
  }
  std::vector<FoundCosignature> found;
  for (const NoteSignature& line : *lines) {
    for (const PolicyWitness& witness : policy.witnesses) {
      const std::optional<NoteKey>& key = witness.key.key;
      if (!key || key->name() != line.name || key->key_hash() != line.key_hash) continue;
      found.push_back({&witness, line, book.history.CosignedWith(line, *key)});
    }
  }
  if (!found.empty()) return found;
  return WithHint(absl::NotFoundError(absl::StrCat(file, ": no line is by a witness of the policy")),
                  "cosignatures count only by keys that the policy names");
}

absl::StatusOr<ExitCode> ImportCosignatures(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const TlogPolicy policy, ReadPolicy(context));
  TALLY_ASSIGN_OR_RETURN(const WitnessedCasebook book, WitnessedCasebook::Open(context));
  std::vector<FoundCosignature> found;
  for (const std::string& file : context.arguments.All("FILE")) {
    TALLY_ASSIGN_OR_RETURN(const std::vector<FoundCosignature> here, ReadCosignatures(context, file, policy, book));
    found.insert(found.end(), here.begin(), here.end());
  }
  v1::CosignaturesDocument document = NewDocument(context, book);
  const bool all_good =
      std::all_of(found.begin(), found.end(), [](const FoundCosignature& f) { return f.checkpoint != nullptr; });
  for (const FoundCosignature& f : found) {
    v1::CosignatureItem* item = document.add_witnesses();
    item->set_witness(f.witness->name);
    if (f.checkpoint == nullptr) {
      item->set_state("refused");
      item->set_what("its cosignature is good for none of the checkpoints that are stored here; nothing was stored");
      continue;
    }
    const uint64_t size = SizeOf(*f.checkpoint);
    const uint64_t time = VerifyCosignature({f.checkpoint->text, {f.line}}, *f.witness->key.key).time;
    const bool known = VerifyCosignature(*f.checkpoint, *f.witness->key.key).state == SignatureState::kGood;
    SetCosigned(known ? "had cosigned" : "cosigned", size, time, item);
    if (!all_good || document.dry_run()) continue;
    TALLY_RETURN_IF_ERROR(book.casebook.store().AddCosignatures(size, {f.line}));
  }
  return Conclude(context, book, policy, all_good ? kPassed : kVerificationFailed, &document);
}

// Both sides, in the state folder: it outlives the casebook, which may be what is wrong.
absl::StatusOr<std::string> KeepContradiction(const Context& context, const WitnessedCasebook& book,
                                              const PolicyWitness& witness, const WitnessReport& report) {
  std::string ours = FormatNote(book.history.newest());
  const Note* last = book.history.LastCosignedBy(*witness.key.key);
  if (last != nullptr && last != &book.history.newest()) absl::StrAppend(&ours, "\n", FormatNote(*last));
  return KeepEvidence(
      absl::StrCat(context.environment.state_folder, "/evidence"), "witness",
      absl::StrCat("The witness ", witness.key.vkey, " and this log do not fit together: ", report.what),
      {absl::StrCat("stored by the log ", book.casebook.identity().origin), ours},
      {absl::StrCat("answered by ", witness.key.url), report.answer});
}

// Asks one witness, stores what it gave, and says it in `item`.
absl::Status CollectFrom(const Context& context, const WitnessedCasebook& book, const PolicyWitness& witness,
                         v1::CosignatureItem* item) {
  const Checkpoint& newest = book.history.newest_checkpoint();
  item->set_witness(witness.name);
  item->set_state("not asked");
  if (!witness.key.key) {
    item->set_what("cosignatures of its type cannot be checked here");
    return absl::OkStatus();
  }
  const CosignatureCheck before = VerifyCosignature(book.history.newest(), *witness.key.key);
  if (before.state == SignatureState::kGood) {
    SetCosigned("had cosigned", newest.size, before.time, item);
    return absl::OkStatus();
  }
  if (witness.key.url.empty()) {
    item->set_what("the policy has no address for it");
    return absl::OkStatus();
  }
  const uint64_t known = book.KnownSize(*witness.key.key);
  if (context.arguments.Has("--dry-run")) {
    item->set_what(absl::StrCat("would be asked at ", witness.key.url, ", from ", known));
    return absl::OkStatus();
  }
  TALLY_ASSIGN_OR_RETURN(
      const WitnessReport report,
      AskWitness(context.environment.fetch, witness.key.url, *witness.key.key, known, newest.size,
                 [&book](uint64_t from) { return RequestCosignature(*book.snapshot, book.history, from); }));
  if (!report.what.empty()) item->set_what(report.what);
  switch (report.state) {
    case WitnessReport::State::kCosigned:
      TALLY_RETURN_IF_ERROR(book.casebook.store().AddCosignatures(newest.size, report.cosignature));
      SetCosigned("cosigned", newest.size, report.time, item);
      break;
    case WitnessReport::State::kContradicts: {
      item->set_state("contradicts");
      TALLY_ASSIGN_OR_RETURN(const std::string evidence, KeepContradiction(context, book, witness, report));
      item->set_evidence(evidence);
      break;
    }
    case WitnessReport::State::kRefused:
      item->set_state("refused");
      break;
    case WitnessReport::State::kUnreachable:
      item->set_state("unreachable");
      break;
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> CollectCosignatures(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const TlogPolicy policy, ReadPolicy(context));
  TALLY_ASSIGN_OR_RETURN(const WitnessedCasebook book, WitnessedCasebook::Open(context));
  v1::CosignaturesDocument document = NewDocument(context, book);
  bool contradicted = false;
  for (const PolicyWitness& witness : policy.witnesses) {
    v1::CosignatureItem* item = document.add_witnesses();
    TALLY_RETURN_IF_ERROR(CollectFrom(context, book, witness, item));
    contradicted = contradicted || item->state() == "contradicts";
  }
  TALLY_ASSIGN_OR_RETURN(const ExitCode code,
                         Conclude(context, book, policy, contradicted ? kVerificationFailed : kPassed, &document));
  if (code != kPassed) return code;
  return document.quorum() == "met" || document.dry_run() ? kPassed : kIncomplete;
}

}  // namespace

std::vector<Command> WitnessCommands() {
  const Option policy = {"--policy", "FILE", "the trust policy that names the witnesses (C2SP tlog-policy)", false,
                         true};
  Option any_policy = policy;
  any_policy.required = false;
  const Option dry = {"--dry-run", "", "check everything, ask nobody, write nothing"};
  return {
      {"witness",
       "collect",
       "ask the policy's witnesses over HTTP to cosign the newest checkpoint",
       Access::kReads,
       {},
       {policy, dry},
       CollectCosignatures},
      {"witness",
       "request",
       "write requests to witnesses as files, for a stick",
       Access::kReads,
       {},
       {{"--output,-o", "PLACE", "with --policy the folder for a file a witness, else the new file", false, true},
        any_policy,
        {"--old", "SIZE", "what the witness cosigned last, when it says so (0: nothing)"},
        dry},
       RequestCosignatures},
      {"witness",
       "import",
       "store cosignatures that came back in files, after verifying them",
       Access::kReads,
       {{"FILE", "what tally witness sign wrote, or -", true, true}},
       {policy, dry},
       ImportCosignatures},
  };
}

}  // namespace tallystick
