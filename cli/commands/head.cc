#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

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

std::vector<Command> HeadCommands() {
  return {{"log", "adopt", "take this casebook for the newest copy, on a machine that has not seen its log",
           Access::kReads, {},
           {{"--from", "CHECKPOINT", "a checkpoint of it that was kept elsewhere: the log must begin with it"},
            {"--dry-run", "", "say what would be adopted"}},
           AdoptLog}};
}

}  // namespace tallystick
