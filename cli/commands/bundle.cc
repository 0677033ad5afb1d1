#include <ostream>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/casebook_view.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/layout.h"
#include "cli/views/report_text.h"
#include "core/base/status.h"
#include "core/bundle/custody.h"
#include "core/bundle/export.h"
#include "store/bundle_input.h"
#include "store/exports.h"
#include "store/files.h"

namespace tallystick {
namespace {

// "ID/slot" or "ID/slot=reason".
absl::StatusOr<Withholding> ParseWithholding(const Snapshot& snapshot, const std::string& text) {
  const std::vector<std::string> reasoned = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const size_t slash = reasoned[0].rfind('/');
  if (slash == std::string::npos || !SlotByName(reasoned[0].substr(slash + 1))) {
    return WithHint(absl::InvalidArgumentError(absl::StrCat("--withhold: \"", text, "\" names no slot of a record")),
                    "write it as ID/slot, e.g. a1b2c3d4e5f6/identity, or ID/slot=reason");
  }
  TALLY_ASSIGN_OR_RETURN(const Digest id, ResolveArgument(snapshot, reasoned[0].substr(0, slash), {}));
  return Withholding{id, reasoned[0].substr(slash + 1), reasoned.size() > 1 ? reasoned[1] : "confidential", "exporter"};
}

absl::StatusOr<BundleQuery> QueryOf(const Context& context, const Snapshot& snapshot) {
  const Arguments& a = context.arguments;
  BundleQuery query;
  query.name = a.Has("--name") ? a.Get("--name") : "bundle";
  query.with_contacts = a.Has("--with-contacts");
  query.with_custody = a.Has("--with-custody");
  query.everything = a.Has("--all");
  std::vector<std::string> words;
  const char* const all = query.with_custody ? "everything" : "everything but records of custody";
  if (query.everything) words.push_back(all);
  for (const std::string& word : a.All("ID")) {
    TALLY_ASSIGN_OR_RETURN(const Digest id, ResolveArgument(snapshot, word, {}));
    query.records.push_back(id);
    words.push_back(absl::StrCat("record ", id.hex()));
  }
  for (const std::string& word : a.All("--event")) {
    TALLY_ASSIGN_OR_RETURN(const Digest id, ResolveArgument(snapshot, word, {v1::Header::entity}));
    query.events.push_back(id);
    words.push_back(absl::StrCat("claims about event ", id.hex()));
  }
  if (words.empty()) {
    return WithHint(absl::InvalidArgumentError("say what goes into the bundle"), "records by id, --event EVENT, or --all");
  }
  query.in_words = absl::StrJoin(words, "; ");
  for (const std::string& text : a.All("--withhold")) {
    TALLY_ASSIGN_OR_RETURN(Withholding withholding, ParseWithholding(snapshot, text));
    query.withholdings.push_back(std::move(withholding));
  }
  return query;
}

// Refused before anything was written: what went wrong, and that a bundle can do without a record.
absl::Status NotMade(const absl::Status& status) {
  absl::Status said(status.code(), absl::StrCat(status.message(), "; the bundle was not written"));
  status.ForEachPayload([&said](absl::string_view type, const absl::Cord& payload) { said.SetPayload(type, payload); });
  const std::string hint = HintOf(status);
  return WithHint(said, absl::StrCat(hint, hint.empty() ? "" : "; ", "a bundle that is recorded nowhere: --no-record"));
}

// The file stands, and its record does not, as far as is known.
absl::Status NotRecorded(const absl::Status& status, bool known, const v1::ExportDocument& document) {
  const bool again = absl::IsAborted(status) || absl::IsUnavailable(status);
  const char* const what = known ? "the export is not recorded: " : "whether the export is recorded is not known: ";
  return WithHint(absl::Status(again ? status.code() : absl::StatusCode::kFailedPrecondition,
                               absl::StrCat(document.file(), " was written, but ", what, status.message())),
                  absl::StrCat(known ? "" : "tally list exports shows it when it is; ", "the same command with --as-of ",
                               document.head_size(), " finds the file and records it"));
}

// Writes the bundle. A file that is there already is only ever taken for it when it is the same, byte for byte, and no
// export records it: what an export leaves that ended in between.
absl::Status WriteBundle(const Context& context, const Bundle& bundle, const std::string& file, Recording* recording) {
  const absl::Status written = WriteFileDurably(file, bundle.zip, 0644, /*replace=*/false);
  if (!absl::IsAlreadyExists(written) || recording == nullptr) return written;
  const absl::StatusOr<std::string> there = ReadFile(file);
  if (!there.ok() || *there != bundle.zip) return written;
  TALLY_ASSIGN_OR_RETURN(const std::vector<RecordedExport> exports, RecordedExports(recording->snapshot()));
  for (const RecordedExport& each : exports) {
    if (each.record.Get(v1::Slot::kCustody).custody().bundle() == bundle.id.hex()) return written;
  }
  *context.environment.err << "note: " << Safe(file)
                           << " was there already, byte for byte this bundle, and unrecorded\n";
  return absl::OkStatus();
}

// Adds the record, writes the bundle and makes the record durable, in this order: what cannot be recorded is not
// written.
absl::Status WriteAndRecord(const Context& context, const CollectedBundle& collected, const Bundle& bundle,
                            Recording* recording, v1::ExportDocument* document) {
  if (recording == nullptr) return WriteBundle(context, bundle, document->file(), nullptr);
  absl::StatusOr<RecordDraft> draft = ExportCustody(collected.input, bundle, context.arguments.Get("--for"));
  if (!draft.ok()) return draft.status();
  const absl::StatusOr<Digest> id = recording->AddDraft(*draft, context.arguments.Has("--once"));
  if (!id.ok()) return NotMade(id.status());
  const absl::Status written = WriteBundle(context, bundle, document->file(), recording);
  if (!written.ok()) {
    if (absl::IsAlreadyExists(written)) return written;
    // Its name may be there and not yet durable.
    const absl::StatusOr<std::string> there = ReadFile(document->file());
    return there.ok() && *there == bundle.zip ? NotRecorded(written, /*known=*/true, *document) : written;
  }
  const absl::Status recorded = recording->Commit();
  const bool unwritten = absl::IsAborted(recorded) || absl::IsUnavailable(recorded);
  if (!recorded.ok()) return NotRecorded(recorded, unwritten, *document);
  document->set_record(id->hex());
  if (context.arguments.Has("--for")) document->set_given_to(context.arguments.Get("--for"));
  return absl::OkStatus();
}

v1::ExportDocument DocumentOf(const Context& context, const CollectedBundle& collected, const Bundle& bundle) {
  v1::ExportDocument document;
  document.set_schema("tallystick-export-v1");
  document.set_file(context.arguments.Get("--output"));
  document.set_bundle(bundle.id.hex());
  document.set_records(collected.records);
  document.set_captures(static_cast<int32_t>(collected.input.captures.size()));
  document.set_withheld_slots(static_cast<int32_t>(collected.input.withholdings.size()));
  document.set_log_key(collected.input.log_key.id().hex());
  for (const PublicKey& key : collected.input.keys) document.add_author_keys(key.id().hex());
  for (const std::string& name : collected.unnamed_with_note) document.add_unnamed_with_note(name);
  document.set_head_size(static_cast<int64_t>(bundle.head.size));
  document.set_head_root(bundle.head.root.hex());
  document.set_time_stamps(bundle.time_stamps);
  document.set_cosignatures(bundle.cosignatures);
  document.set_dry_run(context.arguments.Has("--dry-run"));
  return document;
}

// A bundle is made at a head that was signed: an earlier one must have been.
absl::Status CheckHead(const CasebookView& book) {
  const uint64_t size = book.snapshot().size();
  if (!book.is_earlier() || book.snapshot().ReadCheckpoint(size).ok()) return absl::OkStatus();
  uint64_t before = 0;
  TALLY_RETURN_IF_ERROR(book.snapshot().ScanCheckpoints([&before](uint64_t at, const std::string&) {
    before = at;
    return absl::OkStatus();
  }));
  return WithHint(absl::NotFoundError(absl::StrCat("--as-of: no head of #", size, " was signed")),
                  before == 0 ? std::string("a bundle needs one: leave --as-of out")
                              : absl::StrCat("the last one before it is #", before));
}

absl::StatusOr<ExitCode> Export(Context& context) {
  const Arguments& a = context.arguments;
  if (a.Has("--for") && a.Has("--no-record")) {
    return UsageError("--for says whom the record of the export names, and with --no-record there is none");
  }
  if (a.Has("--with-custody") && !a.Has("--all")) {
    return WithHint(UsageError("--with-custody goes with --all"), "single records of custody go in by their ids");
  }
  std::unique_ptr<Recording> recording;
  if (!a.Has("--dry-run") && !a.Has("--no-record")) {
    TALLY_RETURN_IF_ERROR(OpenCasebook(context).status());
    // The lock is held from here on, so that what is written can be recorded.
    absl::StatusOr<std::unique_ptr<Recording>> opened = Recording::Open(context, {});
    if (!opened.ok()) return NotMade(opened.status());
    recording = *std::move(opened);
  }
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  TALLY_ASSIGN_OR_RETURN(const BundleQuery query, QueryOf(context, book.snapshot()));
  TALLY_RETURN_IF_ERROR(CheckHead(book));
  TALLY_ASSIGN_OR_RETURN(const CollectedBundle collected,
                         CollectBundle(book.snapshot(), book.casebook().captures(), book.casebook().identity(), query));
  const ConflictTables tables = ShippedTables();
  TALLY_ASSIGN_OR_RETURN(const Bundle bundle, BuildBundle(collected.input, tables));
  v1::ExportDocument document = DocumentOf(context, collected, bundle);
  if (!document.dry_run()) {
    TALLY_RETURN_IF_ERROR(WriteAndRecord(context, collected, bundle, recording.get(), &document));
  }
  book.Print(context, document, ExportAsText(document, document.dry_run()));
  return kPassed;
}

}  // namespace

std::vector<Command> BundleCommands() {
  return {
      {"export", "", "an evidence bundle that a stranger can check offline", Access::kViewsAndWrites,
       {{"ID", "ids, names or labels of records", false, true}},
       {{"--output,-o", "FILE", "the new ZIP file", false, true},
        {"--event", "ENTITY", "all claims about this event", true},
        {"--all", "", "everything"},
        {"--withhold", "ID/SLOT", "leave a slot out; its hash stays, and the rest still verifies", true},
        {"--with-contacts", "", "do not withhold the contact slots of sources"},
        {"--with-custody", "", "with --all, also records of custody, but never whom a bundle was for"},
        {"--for", "WHOM", "whom the bundle is for; kept in its record here, and put into no bundle"},
        {"--no-record", "", "make the bundle and do not record that it was made; needs no key"},
        {"--name", "NAME", "name of the folder inside (default: bundle)"}},
       Export},
  };
}

}  // namespace tallystick
