#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/audit_text.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/audit.h"
#include "store/files.h"

namespace tallystick {
namespace {

bool IsUrl(const std::string& place) {
  return absl::StartsWith(place, "http://") || absl::StartsWith(place, "https://");
}

PublishedReader UrlReader(const Environment& environment, const std::string& prefix) {
  const std::string base(absl::StripSuffix(prefix, "/"));
  return [&environment, base](const std::string& path) -> absl::StatusOr<std::string> {
    const std::string url = absl::StrCat(base, "/", path);
    absl::StatusOr<FetchReply> reply = environment.fetch({url, "", ""});
    TALLY_RETURN_IF_ERROR(reply.status());
    if (reply->status == 200) return std::move(reply->body);
    if (reply->status == 404 || reply->status == 410)
      return absl::NotFoundError(absl::StrCat(url, ": the server has no such file"));
    return absl::UnavailableError(absl::StrCat(url, ": the server answered with status ", reply->status));
  };
}

// A vkey, or a file that holds one, or the PEM of a public key.
absl::Status ReadKey(const std::string& word, AuditOptions* options) {
  absl::StatusOr<NoteKey> vkey = NoteKey::Parse(word);
  if (!vkey.ok()) {
    const absl::StatusOr<std::string> text = ReadFile(word);
    if (!text.ok()) {
      return WithHint(absl::InvalidArgumentError(absl::StrCat("--key: \"", word, "\" is neither a log key nor a file")),
                      "a log key is one word, NAME+HASH+BASE64, as tally publish prints it; or give a PEM file");
    }
    if (absl::StartsWith(*text, "-----BEGIN")) {
      absl::StatusOr<PublicKey> key = PublicKey::FromPem(*text);
      if (!key.ok()) return absl::InvalidArgumentError(absl::StrCat("--key: ", word, ": ", key.status().message()));
      options->key = *std::move(key);
      return absl::OkStatus();
    }
    vkey = NoteKey::Parse(absl::StripSuffix(*text, "\n"));
    if (!vkey.ok()) return absl::InvalidArgumentError(absl::StrCat("--key: ", word, ": ", vkey.status().message()));
  }
  if (vkey->type() != SignatureType::kEd25519) {
    return absl::InvalidArgumentError("--key: this is the key of a witness, not of a log");
  }
  options->key = vkey->key();
  options->key_name = vkey->name();
  return absl::OkStatus();
}

v1::AuditDocument DocumentOf(const AuditReport& report, const AuditOptions& options) {
  v1::AuditDocument d;
  d.set_schema("tallystick-audit-v1");
  if (report.head) {
    d.set_origin(report.head->origin);
    d.set_size(static_cast<int64_t>(report.head->size));
    d.set_root(Base64Encode(report.head->root.view()));
  }
  d.set_signature_good(report.signature_good);
  if (report.from) {
    d.set_from_size(static_cast<int64_t>(report.from->size));
    d.set_continues_from(report.continues_from);
    d.set_from(*options.from);
  }
  if (!report.contradiction.empty()) d.set_contradiction(report.contradiction);
  d.set_entries(static_cast<int64_t>(report.entries));
  d.set_bundles(static_cast<int64_t>(report.bundles));
  d.set_tiles(static_cast<int64_t>(report.tiles));
  for (const auto& [key, entries] : report.authors) {
    v1::AuthorCount* author = d.add_authors();
    author->set_key(key.hex());
    author->set_entries(static_cast<int64_t>(entries));
  }
  d.set_not_understood(static_cast<int64_t>(report.not_understood));
  for (const AuditProblem& problem : report.problems) {
    v1::Problem* p = d.add_problems();
    p->set_where(problem.file);
    p->set_what(problem.what);
  }
  if (report.problems_left_out > 0) d.set_problems_left_out(static_cast<int64_t>(report.problems_left_out));
  for (const std::string& what : report.not_checked) d.add_not_checked(what);
  for (const std::string& remark : report.remarks) d.add_remarks(remark);
  if (report.head) d.set_checkpoint(report.checkpoint);
  d.set_verdict(report.failed() ? "fail" : report.passed() ? "pass" : "incomplete");
  return d;
}

// The published checkpoint once it has passed, for the next --from; both notes when they contradict each other.
absl::Status Keep(const std::string& folder, const AuditReport& report, const AuditOptions& options,
                  v1::AuditDocument* d) {
  TALLY_RETURN_IF_ERROR(MakeFolders(folder, 0755));
  const auto keep = [&](const Checkpoint& head, const std::string& note) -> absl::Status {
    const std::string path = absl::StrCat(folder, "/", head.size, "-", head.root.brief(), ".checkpoint");
    d->add_kept(path);
    const absl::StatusOr<std::string> there = ReadFile(path);
    if (there.ok() && *there == note) return absl::OkStatus();
    return WriteFileDurably(path, note, 0644, /*replace=*/false);
  };
  const bool both = !report.contradiction.empty();
  if (report.head && (both || report.passed())) TALLY_RETURN_IF_ERROR(keep(*report.head, report.checkpoint));
  return both ? keep(*report.from, *options.from) : absl::OkStatus();
}

absl::StatusOr<ExitCode> VerifyLog(Context& context) {
  const Arguments& a = context.arguments;
  const std::string place = a.Get("PLACE");
  AuditOptions options;
  if (a.Has("--key")) TALLY_RETURN_IF_ERROR(ReadKey(a.Get("--key"), &options));
  if (a.Has("--from")) {
    TALLY_ASSIGN_OR_RETURN(options.from, ReadInput(context, a.Get("--from")));
  }
  const PublishedReader reader = IsUrl(place) ? UrlReader(context.environment, place) : FolderReader(place);
  const absl::StatusOr<AuditReport> report = AuditLog(reader, options);
  if (absl::IsNotFound(report.status())) {
    return WithHint(report.status(), "a published log has a file named checkpoint at its top; no such file, no log");
  }
  TALLY_RETURN_IF_ERROR(report.status());
  v1::AuditDocument document = DocumentOf(*report, options);
  document.set_place(place);
  if (a.Has("--keep")) TALLY_RETURN_IF_ERROR(Keep(a.Get("--keep"), *report, options, &document));
  context.out() << (context.json() ? EncodeJson(document) + "\n" : AuditAsText(document, context.environment.columns));
  return report->failed() ? kVerificationFailed : report->passed() ? kPassed : kIncomplete;
}

// --- log adopt ---

// kDataLoss unless the casebook's log begins with the tree of `note`.
absl::StatusOr<Standing> MustBeginWith(const Snapshot& snapshot, const LogIdentity& identity, const std::string& note,
                                       absl::string_view whose) {
  TALLY_ASSIGN_OR_RETURN(Standing standing, CompareWithLastSeen(snapshot, identity, note));
  if (standing.problem.empty()) return standing;
  return absl::DataLossError(absl::StrCat(whose, ": ", standing.problem, "; nothing was adopted"));
}

absl::StatusOr<ExitCode> AdoptLog(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  const LogIdentity& identity = casebook.identity();
  const absl::StatusOr<std::string> known = ReadLastSeen(context.environment.state_folder, identity.key.id());
  if (!known.ok() && !absl::IsNotFound(known.status())) {
    return WithHint(known.status(), "look at the file; when it is of no use, remove it by hand and adopt the log again");
  }
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  if (context.arguments.Has("--from")) {
    TALLY_ASSIGN_OR_RETURN(const std::string older, ReadInput(context, context.arguments.Get("--from")));
    TALLY_RETURN_IF_ERROR(MustBeginWith(*snapshot, identity, older, "the checkpoint you gave").status());
  }
  if (known.ok()) {
    TALLY_RETURN_IF_ERROR(MustBeginWith(*snapshot, identity, *known, "this machine knows the log").status());
    return absl::AlreadyExistsError("this machine knows the log already, and this casebook goes on from what it saw");
  }
  TALLY_ASSIGN_OR_RETURN(const std::string newest, LatestCheckpoint(*snapshot));
  TALLY_ASSIGN_OR_RETURN(const Standing standing, MustBeginWith(*snapshot, identity, newest, "its newest checkpoint"));
  const bool dry = context.arguments.Has("--dry-run");
  if (!dry) TALLY_RETURN_IF_ERROR(CreateLastSeen(context.environment.state_folder, identity.key.id(), newest));
  v1::AdoptedDocument document;
  document.set_schema("tallystick-adopted-v1");
  document.set_log_origin(identity.origin);
  document.set_log_size(static_cast<int64_t>(standing.seen.size));
  document.set_root(Base64Encode(standing.seen.root.view()));
  document.set_dry_run(dry);
  if (context.json()) {
    context.out() << EncodeJson(document) << "\n";
    return kPassed;
  }
  context.out() << (dry ? "Would adopt the log " : "Adopted the log ") << document.log_origin() << " at "
                << document.log_size() << " submissions, root\n  " << document.root()
                << "\nCompare this with another copy or with a checkpoint you gave away. From here on an older copy of "
                   "the\ncasebook, or one that goes another way, is noticed on this machine.\n";
  return kPassed;
}

}  // namespace

std::vector<Command> LogCommands() {
  return {
      {"log",
       "verify",
       "audit a published log: recompute every entry, tile and root",
       Access::kNone,
       {{"PLACE", "the folder, or the http(s) address, that it is published under"}},
       {{"--key", "KEY", "the log's key, known by another way: NAME+HASH+BASE64, or a file with that or a PEM"},
        {"--from", "FILE", "an earlier checkpoint that you kept: the log must continue it"},
        {"--keep", "DIR",
         "keep the checkpoint there when all is well, for the next --from; both when they contradict"}},
       VerifyLog},
      {"log",
       "adopt",
       "take this casebook for the newest copy, on a machine that has not seen its log",
       Access::kReads,
       {},
       {{"--from", "CHECKPOINT", "a checkpoint of it that was kept elsewhere: the log must begin with it"},
        {"--dry-run", "", "say what would be adopted"}},
       AdoptLog},
  };
}

}  // namespace tallystick
