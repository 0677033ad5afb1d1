#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/claims_named.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/casebook_view.h"
#include "cli/session.h"
#include "cli/views/sources_text.h"
#include "core/base/status.h"
#include "core/provenance/carriers.h"
#include "core/record/json.h"
#include "core/record/mark.h"
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
    if (!a.Has("--reason")) {
      return WithHint(UsageError("--reliability: a grade needs its reason"), "add --reason TEXT: why it is graded so");
    }
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

v1::SourceItem ItemOf(const RecordSet& records, const Carrier& carrier) {
  v1::SourceItem item;
  item.set_id(carrier.source.hex());
  item.set_name(records.DisplayName(carrier.source.hex()));
  if (const Record* record = records.Find(carrier.source)) {
    const v1::Identity& identity = record->Get(v1::Slot::kIdentity).identity();
    if (identity.has_kind()) item.set_kind(v1::Identity::Kind_Name(identity.kind()));
    const std::string& above = identity.controller().empty() ? identity.actor() : identity.controller();
    if (!above.empty()) item.set_controller(records.DisplayName(above));
    const v1::Standing& standing = record->Get(v1::Slot::kStanding).standing();
    if (standing.has_reliability()) item.set_grade(v1::Standing::Reliability_Name(standing.reliability()));
  }
  if (const std::string mark = MarkOf(records, carrier.source); !mark.empty()) item.set_mark(mark);
  item.set_carries(carrier.carries);
  item.set_first_speaker(carrier.first_hand + carrier.told);
  item.set_first_hand(carrier.first_hand);
  item.set_told(carrier.told);
  item.set_captures(carrier.captures);
  for (const auto& [id, claims] : carrier.words) {
    v1::WordOf* word = item.add_on_word_of();
    word->set_id(id.hex());
    word->set_name(records.DisplayName(id.hex()));
    word->set_claims(claims);
  }
  return item;
}

// Who carries what, on whose word.
absl::StatusOr<ExitCode> Sources(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  const bool everybody = !context.arguments.Has("WHAT");
  NamedClaims named;
  if (everybody) {
    for (const Record& record : records.records()) {
      if (record.kind() == v1::Header::claim && records.IsCurrent(record)) named.claims.push_back(&record);
    }
  } else {
    TALLY_ASSIGN_OR_RETURN(named, FindClaimsNamed(book, records, context.arguments.All("WHAT")));
  }
  v1::SourcesDocument document;
  document.set_schema("tallystick-sources-v1");
  for (const Carrier& carrier : CarriersOf(records, named.claims, everybody)) {
    *document.add_sources() = ItemOf(records, carrier);
  }
  for (const std::string& subject : named.subjects) document.add_subjects(subject);
  book.Print(context, document, SourcesAsText(document, context.environment.columns));
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
      {"sources", "", "who carries what, on whose word", Access::kViews,
       {{"WHAT", "only those behind these claims, events or findings", false, true}}, {}, Sources},
  };
}

}  // namespace tallystick
