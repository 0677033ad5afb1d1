#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/session.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

absl::StatusOr<ExitCode> Judge(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::judgement);
  if (a.Has("--finding")) line.mutable_subject()->set_finding(a.Get("--finding"));
  for (const std::string& record : a.All("RECORD")) line.mutable_subject()->add_records(record);
  if (a.Has("--status")) {
    TALLY_ASSIGN_OR_RETURN(const auto status, ParseEnum<v1::Verdict::Status>("--status", a.Get("--status"),
                                                                              v1::Verdict::Status_descriptor()));
    line.mutable_verdict()->set_status(status);
  }
  TALLY_ASSIGN_OR_RETURN(const std::optional<int64_t> credibility, a.Number("--credibility", 1));
  if (credibility) line.mutable_verdict()->set_credibility(static_cast<int32_t>(std::min<int64_t>(*credibility, 99)));
  if (a.Has("--reason")) line.mutable_reason()->set_text(a.Get("--reason"));
  return RecordOne(context, line);
}

}  // namespace

std::vector<Command> JudgeCommands() {
  return {{"judge", "", "record your own judgement of a record or a finding", Access::kWrites,
           {{"RECORD", "id, name or label of what is judged", false, true}},
           {{"--finding", "ID", "the id of a finding"},
            {"--status", "STATUS", "open, explained, accepted, false_alarm, retracted or used"},
            {"--credibility", "1-6", "of a claim: 1 confirmed to 6 cannot be judged"},
            {"--reason", "TEXT", "why"}},
           Judge}};
}

}  // namespace tallystick
