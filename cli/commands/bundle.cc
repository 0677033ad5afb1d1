#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/report_text.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/bundle/export.h"
#include "core/record/json.h"
#include "store/bundle_input.h"
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
  query.everything = a.Has("--all");
  std::vector<std::string> words;
  if (query.everything) words.push_back("everything");
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

absl::StatusOr<ExitCode> Export(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const BundleQuery query, QueryOf(context, *snapshot));
  TALLY_ASSIGN_OR_RETURN(const CollectedBundle collected,
                         CollectBundle(*snapshot, casebook.captures(), casebook.identity(), query));
  const ConflictTables tables = ShippedTables();
  TALLY_ASSIGN_OR_RETURN(const Bundle bundle, BuildBundle(collected.input, tables));
  v1::ExportDocument document;
  document.set_schema("tallystick-export-v1");
  document.set_file(context.arguments.Get("--output"));
  document.set_bundle(bundle.id.hex());
  document.set_records(collected.records);
  document.set_captures(static_cast<int32_t>(collected.input.captures.size()));
  document.set_withheld_slots(static_cast<int32_t>(collected.input.withholdings.size()));
  document.set_log_key(casebook.identity().key.id().hex());
  for (const PublicKey& key : collected.input.keys) document.add_author_keys(key.id().hex());
  for (const std::string& name : collected.unnamed_with_note) document.add_unnamed_with_note(name);
  const bool dry = context.arguments.Has("--dry-run");
  if (!dry) TALLY_RETURN_IF_ERROR(WriteFileDurably(document.file(), bundle.zip, 0644, /*replace=*/false));
  if (context.json()) {
    context.out() << EncodeJson(document) << "\n";
    return kPassed;
  }
  context.out() << ExportAsText(document, dry);
  return kPassed;
}

}  // namespace

std::vector<Command> BundleCommands() {
  return {
      {"export", "", "an evidence bundle that a stranger can check offline", Access::kReads,
       {{"ID", "ids, names or labels of records", false, true}},
       {{"--output,-o", "FILE", "the new ZIP file", false, true},
        {"--event", "ENTITY", "all claims about this event", true},
        {"--all", "", "everything"},
        {"--withhold", "ID/SLOT", "leave a slot out; its hash stays, and the rest still verifies", true},
        {"--with-contacts", "", "do not withhold the contact slots of sources"},
        {"--name", "NAME", "name of the folder inside (default: bundle)"},
        {"--dry-run", "", "build and verify it, write nothing"}},
       Export},
  };
}

}  // namespace tallystick
