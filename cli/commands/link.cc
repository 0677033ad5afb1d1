#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/session.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

absl::StatusOr<ExitCode> AddLink(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::link);
  TALLY_ASSIGN_OR_RETURN(const auto type, ParseEnum<v1::Link::Type>("TYPE", a.Get("TYPE"), v1::Link::Type_descriptor()));
  line.mutable_link()->set_type(type);
  line.mutable_link()->set_from(a.Get("FROM"));
  for (const std::string& to : a.All("TO")) line.mutable_link()->add_to(to);
  if (a.Has("--asserter")) line.mutable_link()->set_asserter(a.Get("--asserter"));
  if (a.Has("--reason")) line.mutable_reason()->set_text(a.Get("--reason"));
  return RecordOne(context, line);
}

}  // namespace

std::vector<Command> LinkCommands() {
  return {{"link", "add", "record how two claims, captures, sources or entities hang together", Access::kWrites,
           {{"FROM", "id, name or label"},
            {"TYPE",
             "corrects, withdraws, derived_sum_of, same_statement, undercuts, presupposes (claims); copies, translates, "
             "updates, cites (captures); same, different (sources, entities)"},
            {"TO", "id, name or label", true, true}},
           {{"--asserter", "SOURCE", "who says so (default: you)"}, {"--reason", "TEXT", "why"}},
           AddLink}};
}

}  // namespace tallystick
