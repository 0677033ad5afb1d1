#include "store/publish.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/audit_text.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

absl::Status Explain(const absl::Status& status, const std::string& folder) {
  if (!absl::IsDataLoss(status)) return status;
  return WithHint(
      absl::Status(status.code(), absl::StrCat(folder, "/", status.message())),
      "nothing that is there was changed; tally check looks at the casebook, tally log verify at the folder");
}

absl::StatusOr<ExitCode> Publish(Context& context) {
  const std::string folder = context.arguments.Get("DIR");
  const PublishOptions options = {context.arguments.Has("--all"), context.arguments.Has("--dry-run")};
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<PublishTarget> target, NewFolderTarget(folder, !options.dry_run));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const LogToPublish log, LogOf(*snapshot));
  const LogIdentity& identity = casebook.identity();
  TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(identity.origin, SignatureType::kEd25519, identity.key));
  const absl::StatusOr<PublishReport> report = PublishLog(log, key, options, target.get());
  if (!report.ok()) return Explain(report.status(), folder);

  v1::PublishDocument d;
  d.set_schema("tallystick-publish-v1");
  d.set_folder(folder);
  d.set_origin(report->head.origin);
  d.set_size(static_cast<int64_t>(report->head.size));
  d.set_root(Base64Encode(report->head.root.view()));
  d.set_log_key(key.Format());
  d.set_published_before(static_cast<int64_t>(report->published_before));
  d.set_tiles_written(static_cast<int64_t>(report->tiles_written));
  d.set_bundles_written(static_cast<int64_t>(report->bundles_written));
  d.set_files_present(static_cast<int64_t>(report->files_present));
  d.set_checkpoint_written(report->checkpoint_written);
  d.set_unsigned_submissions(static_cast<int64_t>(snapshot->size() - report->head.size));
  d.set_dry_run(options.dry_run);
  context.out() << (context.json() ? EncodeJson(d) + "\n" : PublishAsText(d, context.environment.columns));
  return kPassed;
}

}  // namespace

std::vector<Command> PublishCommands() {
  return {
      {"publish",
       "",
       "write the log as static files for a web server (no content, only its entries)",
       Access::kReads,
       {{"DIR", "the folder to serve; it is made, or gone on with"}},
       {{"--all", "", "look at every file that is there, not only at what is new"},
        {"--dry-run", "", "say what would be written, write nothing"}},
       Publish},
  };
}

}  // namespace tallystick
