#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/finding_named.h"
#include "cli/casebook_view.h"
#include "cli/views/findings_text.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/conflict/conflict.h"
#include "core/record/json.h"
#include "core/record/mark.h"
#include "store/collect.h"

namespace tallystick {
namespace {

bool IsAbout(const RecordSet& records, const v1::Finding& finding, const std::string& event) {
  for (const std::string& id : finding.claims()) {
    const Record* claim = records.Find(id);
    if (claim != nullptr && claim->Get(v1::Slot::kEvent).event().event() == event) return true;
  }
  return false;
}

absl::StatusOr<std::optional<v1::Finding::Verdict>> WantedVerdict(const Arguments& a) {
  if (!a.Has("--verdict")) return std::optional<v1::Finding::Verdict>();
  TALLY_ASSIGN_OR_RETURN(const auto verdict, ParseEnum<v1::Finding::Verdict>("--verdict", a.Get("--verdict"),
                                                                             v1::Finding::Verdict_descriptor()));
  return std::optional<v1::Finding::Verdict>(verdict);
}

// A kind that no finding has may be none at all: those that there are get listed.
absl::Status RefuseUnknownKind(const v1::Findings& findings, const std::string& kind) {
  std::set<std::string> kinds;
  for (const v1::Finding& finding : findings.findings()) kinds.insert(finding.kind());
  if (kind.empty() || kinds.count(kind) > 0) return absl::OkStatus();
  return WithHint(absl::NotFoundError(absl::StrCat("--kind: no finding is of the kind \"", kind, "\"")),
                  kinds.empty() ? std::string("there are no findings") : absl::StrCat("there are: ", absl::StrJoin(kinds, ", ")));
}

absl::StatusOr<ExitCode> Conflicts(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  std::string event;
  if (context.arguments.Has("--event")) {
    TALLY_ASSIGN_OR_RETURN(const Digest id, book.Resolve(context.arguments.Get("--event"), {v1::Header::entity}));
    event = id.hex();
  }
  TALLY_ASSIGN_OR_RETURN(const std::optional<v1::Finding::Verdict> verdict, WantedVerdict(context.arguments));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  const v1::Findings findings = FindConflicts(records, ShippedTables());
  const v1::Finding* one = nullptr;
  if (context.arguments.Has("FINDING")) {
    TALLY_ASSIGN_OR_RETURN(one, ResolveFinding(findings, context.arguments.Get("FINDING")));
  }
  const std::string kind = context.arguments.Get("--kind");
  TALLY_RETURN_IF_ERROR(RefuseUnknownKind(findings, kind));
  v1::Findings shown = findings;
  shown.clear_findings();
  bool conflict = false;
  for (const v1::Finding& finding : findings.findings()) {
    if (one != nullptr && one != &finding) continue;
    if (!event.empty() && !IsAbout(records, finding, event)) continue;
    if (!kind.empty() && finding.kind() != kind) continue;
    if (verdict && finding.verdict() != *verdict) continue;
    conflict = conflict || finding.verdict() == v1::Finding::contradicts;
    *shown.add_findings() = finding;
  }
  FindingsShown how;
  how.full = one != nullptr || context.arguments.Has("--full");
  how.all = context.arguments.Has("--all");
  book.Print(context, shown, FindingsAsText(shown, how, context.environment.columns));
  return conflict && context.arguments.Has("--fail-on-conflict") ? kConflictFound : kPassed;
}

absl::StatusOr<ExitCode> Compare(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  TALLY_ASSIGN_OR_RETURN(const Digest a, book.Resolve(context.arguments.Get("A"), {v1::Header::claim}));
  TALLY_ASSIGN_OR_RETURN(const Digest b, book.Resolve(context.arguments.Get("B"), {v1::Header::claim}));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  const Comparison comparison = CompareClaims(records, ShippedTables(), *records.Find(a), *records.Find(b));
  v1::CompareDocument document;
  document.set_schema("tallystick-compare-v1");
  document.add_claims(a.hex());
  document.add_claims(b.hex());
  for (const Digest& id : {a, b}) {
    const std::string mark = MarkAfterName(records, id);
    if (!mark.empty()) document.add_marks(absl::StrCat(records.DisplayName(id.hex()), mark));
  }
  document.set_content(std::string(ContentRelationName(comparison.content)));
  document.set_origin(std::string(OriginRelationName(comparison.origin)));
  document.set_succession(std::string(SuccessionRelationName(comparison.succession)));
  document.set_in_words(comparison.in_words);
  for (const std::string& reason : comparison.reasons) document.add_reasons(reason);
  book.Print(context, document, CompareAsText(document, context.environment.columns));
  return kPassed;
}

}  // namespace

std::vector<Command> ConflictCommands() {
  return {
      {"conflicts", "", "which claims cannot be true together, and why", Access::kViews,
       {{"FINDING", "id of one finding, to see all of it", false}},
       {{"--event", "ENTITY", "only what is about this event"},
        {"--kind", "KIND", "only findings of this kind, e.g. one-scope"},
        {"--verdict", "VERDICT", "only contradicts, tension, agrees, note or not_decided"},
        {"--all", "", "all of them, where there are too many to be shown at once"},
        {"--full", "", "with assumptions, quotes and ways out"},
        {"--fail-on-conflict", "", "exit 4 when a contradiction is among them"}},
       Conflicts},
      {"compare", "", "what two claims are to each other", Access::kViews,
       {{"A", "id or label of a claim"}, {"B", "id or label of another"}}, {}, Compare},
  };
}

}  // namespace tallystick
