#include <algorithm>
#include <ostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "cli/as_of.h"
#include "cli/commands/all.h"
#include "cli/session.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "store/checker.h"
#include "store/collect.h"
#include "store/files.h"

namespace tallystick {
namespace {

v1::CheckDocument DocumentOf(const CheckReport& report) {
  v1::CheckDocument d;
  d.set_schema("tallystick-check-v1");
  d.set_submissions(static_cast<int64_t>(report.submissions));
  d.set_records(static_cast<int64_t>(report.records));
  d.set_slots_shown(static_cast<int64_t>(report.slots_shown));
  d.set_slots_withheld(static_cast<int64_t>(report.slots_withheld));
  d.set_nodes(static_cast<int64_t>(report.nodes));
  d.set_checkpoints(static_cast<int64_t>(report.checkpoints));
  d.set_captures(static_cast<int64_t>(report.captures));
  d.set_quotes(static_cast<int64_t>(report.quotes));
  d.set_rows(static_cast<int64_t>(report.rows));
  if (report.tokens > 0) d.set_tokens(static_cast<int64_t>(report.tokens));
  for (const CheckProblem& problem : report.problems) {
    v1::Problem* p = d.add_problems();
    p->set_where(problem.where);
    p->set_what(problem.what);
  }
  if (report.problems_left_out > 0) d.set_problems_left_out(static_cast<int64_t>(report.problems_left_out));
  for (const std::string& remark : report.remarks) d.add_remarks(remark);
  for (const std::string& what : report.not_checked) d.add_not_checked(what);
  if (report.integrity_only) {
    for (const char* what : {"what the slots say", "captures", "quotes", "the database's own structure", "derived tables"}) {
      d.add_not_looked_at(what);
    }
  }
  d.set_verdict(report.damaged() ? "damaged" : report.not_checked.empty() ? "pass" : "incomplete");
  return d;
}

absl::StatusOr<ExitCode> Check(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  CheckOptions options;
  options.integrity_only = context.arguments.Has("--integrity");
  options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  options.more_views = &casebook.store();
  if (context.arguments.Has("--rebuild")) {
    TALLY_RETURN_IF_ERROR(RebuildDerived(&casebook.store(), casebook.identity()));
    if (!context.json()) context.out() << "The derived tables were made anew.\n";
  }
  // Before the snapshot: what is recorded in between must not look like an older copy.
  const auto last_seen = ReadLastSeen(context.environment.state_folder, casebook.identity().key.id());
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const CheckReport report,
                         CheckCasebook(*snapshot, casebook.captures(), casebook.identity(), last_seen, options));
  const v1::CheckDocument document = DocumentOf(report);
  context.out() << (context.json() ? EncodeJson(document) + "\n" : CheckAsText(document, context.environment.columns));
  return report.damaged() ? kVerificationFailed : report.not_checked.empty() ? kPassed : kIncomplete;
}

absl::StatusOr<ExitCode> Prove(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const Digest id, ResolveArgument(*snapshot, context.arguments.Get("ID"), {}));
  TALLY_ASSIGN_OR_RETURN(const Record record, FindRecord(*snapshot, id));
  TALLY_ASSIGN_OR_RETURN(const std::string proof,
                         ProveSubmission(*snapshot, casebook.identity(), record.position.submission));
  if (!context.arguments.Has("--output")) {
    context.out() << proof;
    return kPassed;
  }
  const std::string path = context.arguments.Get("--output");
  TALLY_RETURN_IF_ERROR(WriteFileDurably(path, proof, 0644, /*replace=*/false));
  context.out() << "wrote " << path << ": submission " << HeadAfter(record.position.submission) << ", which holds " << KindName(record.kind())
                << " " << id.brief() << "\n";
  return kPassed;
}

}  // namespace

std::vector<Command> CheckCommands() {
  return {
      {"check", "", "recompute the whole casebook from its enduring bytes", Access::kReads, {},
       {{"--integrity", "", "hashes, signatures and the tree alone: no captures, no quotes, no derived tables"},
        {"--rebuild", "", "make the derived tables anew first"}},
       Check},
      {"prove", "", "the proof that a record's submission is in the log (.tlog-proof)", Access::kReads,
       {{"ID", "id, name or label of a record"}}, {{"--output,-o", "FILE", "a new file to write it to"}}, Prove},
  };
}

}  // namespace tallystick
