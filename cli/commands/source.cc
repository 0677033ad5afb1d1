#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/session.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/provenance/provenance.h"
#include "core/record/json.h"
#include "store/collect.h"

namespace tallystick {
namespace {

absl::StatusOr<ExitCode> AddSource(Context& context) {
  const Arguments& a = context.arguments;
  v1::ImportLine line;
  line.set_kind(v1::Header::source);
  v1::Identity* identity = line.mutable_identity();
  TALLY_ASSIGN_OR_RETURN(const auto kind, ParseEnum<v1::Identity::Kind>("--kind", a.Get("--kind"), v1::Identity::Kind_descriptor()));
  identity->set_kind(kind);
  AddNames(a.All("NAME"), a.Get("--language"), identity->mutable_names());
  if (a.Has("--controller")) identity->set_controller(a.Get("--controller"));
  if (a.Has("--actor")) identity->set_actor(a.Get("--actor"));
  if (a.Has("--reliability")) {
    TALLY_ASSIGN_OR_RETURN(const auto grade, ParseEnum<v1::Standing::Reliability>("--reliability", a.Get("--reliability"),
                                                                                   v1::Standing::Reliability_descriptor()));
    line.mutable_standing()->set_reliability(grade);
  }
  for (const std::string& event : a.All("--party-to")) line.mutable_standing()->add_party_to(event);
  for (const std::string& actor : a.All("--aligned-with")) line.mutable_standing()->add_aligned_with(actor);
  if (a.Has("--reason")) line.mutable_standing()->set_reason(a.Get("--reason"));
  if (a.Has("--contact")) line.mutable_contact()->set_text(a.Get("--contact"));
  for (const std::string& id : a.All("--replaces")) line.add_replaces(id);
  SetNote(a, &line);
  return RecordOne(context, line);
}

// Who carries what, on whose word.
absl::StatusOr<ExitCode> Sources(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const Casebook casebook, OpenCasebook(context));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store().OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(*snapshot));
  std::map<Digest, std::pair<int, int>> counts;  // carried, first spoken
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::claim || !records.IsCurrent(record)) continue;
    std::set<Digest> named, first;
    for (const ChainStep& step : TraceClaim(records, record).steps) {
      if (step.sources.empty()) continue;
      named.insert(step.sources.begin(), step.sources.end());
      first = std::set<Digest>(step.sources.begin(), step.sources.end());
    }
    for (const Digest& id : named) ++counts[id].first;
    for (const Digest& id : first) ++counts[id].second;
  }
  v1::SourcesDocument document;
  document.set_schema("tallystick-sources-v1");
  for (const Record& record : records.records()) {
    if (record.kind() != v1::Header::source || !records.ReplacedBy(record.id).empty()) continue;
    v1::SourceItem* item = document.add_sources();
    item->set_id(record.id.hex());
    item->set_name(records.DisplayName(record));
    const v1::Identity& identity = record.Get(v1::Slot::kIdentity).identity();
    if (identity.has_kind()) item->set_kind(v1::Identity::Kind_Name(identity.kind()));
    if (identity.has_controller()) item->set_controller(records.DisplayName(identity.controller()));
    const auto it = counts.find(record.id);
    item->set_carries(it == counts.end() ? 0 : it->second.first);
    item->set_first_speaker(it == counts.end() ? 0 : it->second.second);
  }
  context.out() << (context.json() ? EncodeJson(document) + "\n" : SourcesAsText(document, context.environment.columns));
  return kPassed;
}

}  // namespace

std::vector<Command> SourceCommands() {
  return {
      {"source", "add", "record who can say things", Access::kWrites,
       {{"NAME", "its names, the usual one first (none for an unnamed source)", false, true}},
       {{"--kind", "KIND", "person, organisation, outlet, publication, account, document, statement or unnamed", false, true},
        {"--controller", "SOURCE", "the source that runs it"},
        {"--actor", "ENTITY", "the actor that it is or speaks for"},
        {"--reliability", "A-F", "Admiralty grade, with --reason"},
        {"--party-to", "EVENT", "an event or conflict it is a party to", true},
        {"--aligned-with", "ENTITY", "an actor it is aligned with", true},
        {"--reason", "TEXT", "why it stands so"},
        {"--contact", "TEXT", "confidential: left out of every bundle unless asked for"},
        {"--language", "TAG", "language of the names, e.g. fr or ar"},
        {"--replaces", "SOURCE", "a record of yours that this one corrects, also a grade that changed", true},
        {"--label", "TEXT", "a short name of your own"},
        {"--note", "TEXT", "a remark"}},
       AddSource},
      {"sources", "", "who carries what, on whose word", Access::kReads, {}, {}, Sources},
  };
}

}  // namespace tallystick
