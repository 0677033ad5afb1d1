#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/finding_named.h"
#include "cli/session.h"
#include "core/base/status.h"
#include "core/conflict/conflict.h"
#include "store/collect.h"

namespace tallystick {
namespace {

// The whole id of a finding of which the beginning is given, as it is shown in lists. One that is no longer found may
// still be judged by its whole id.
absl::StatusOr<std::string> FindingId(Context& context, const std::string& word) {
  if (Digest::FromHex(word).ok()) return word;
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(*snapshot));
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  TALLY_ASSIGN_OR_RETURN(const v1::Finding* finding, ResolveFinding(findings, word));
  return finding->id();
}

absl::StatusOr<ExitCode> Judge(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::judgement);
  if (a.Has("--finding")) {
    TALLY_ASSIGN_OR_RETURN(*line.mutable_subject()->mutable_finding(), FindingId(context, a.Get("--finding")));
  }
  for (const std::string& record : a.All("RECORD")) line.mutable_subject()->add_records(record);
  if (a.Has("--status")) {
    TALLY_ASSIGN_OR_RETURN(const auto status, ParseEnum<v1::Verdict::Status>("--status", a.Get("--status"),
                                                                             v1::Verdict::Status_descriptor()));
    line.mutable_verdict()->set_status(status);
  }
  TALLY_ASSIGN_OR_RETURN(const std::optional<int64_t> credibility, a.Number("--credibility", 1));
  if (credibility) line.mutable_verdict()->set_credibility(static_cast<int32_t>(std::min<int64_t>(*credibility, 99)));
  if (a.Has("--reason")) line.mutable_reason()->set_text(a.Get("--reason"));
  const absl::StatusOr<ExitCode> recorded = RecordOne(context, line);
  if (!credibility || !absl::IsInvalidArgument(recorded.status()) || !HintOf(recorded.status()).empty()) return recorded;
  return WithHint(recorded.status(),
                  "a number 1 to 6 is the credibility of a claim; a source has a letter A to F in its own record: "
                  "tally source add NAME --replaces OLD --reliability LETTER --reason WHY");
}

}  // namespace

std::vector<Command> JudgeCommands() {
  return {{"judge",
           "",
           "record your own judgement of a record or a finding",
           Access::kWrites,
           {{"RECORD", "id, name or label of what is judged", false, true}},
           {{"--finding", "ID", "the id of a finding, or its beginning"},
            {"--status", "STATUS", "open, explained, accepted, false_alarm, retracted or used"},
            {"--credibility", "1-6", "of a claim: 1 confirmed to 6 cannot be judged"},
            {"--reason", "TEXT", "why"}},
           Judge}};
}

}  // namespace tallystick
