#include <ostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/claims_named.h"
#include "cli/commands/all.h"
#include "cli/commands/impact.h"
#include "cli/graphviz.h"
#include "cli/casebook_view.h"
#include "cli/views/layout.h"
#include "cli/views/svg.h"
#include "cli/views/trace_text.h"
#include "core/base/status.h"
#include "core/conflict/conflict.h"
#include "core/provenance/prov_json.h"
#include "core/provenance/provenance.h"
#include "core/provenance/sources.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr int kDescribedChains = 50;

v1::ChainView ViewOf(const Chain& chain, SourceResolver& sources, const std::set<Digest>& chokes) {
  v1::ChainView view;
  view.set_claim(chain.claim->id.hex());
  view.set_quote(chain.claim->Get(v1::Slot::kQuote).quote().exact());
  view.set_basis(chain.basis);
  if (!chain.mark.empty()) view.set_mark(chain.mark);
  view.set_first_hand(chain.first_hand);
  view.set_label(chain.claim->Get(v1::Slot::kNote).note().label());
  for (const ChainStep& step : chain.steps) {
    v1::StepView* s = view.add_steps();
    s->set_text(step.text);
    s->set_words(step.words);
    std::vector<Digest> records = step.sources;
    if (step.capture) records.push_back(*step.capture);
    for (const Digest& id : records) {
      s->add_records(id.hex());
      if (chokes.count(sources.ClassOf(id)) != 0) s->set_choke_point(true);
    }
    s->set_unnamed(step.unnamed);
    s->set_inferred(step.inferred);
  }
  return view;
}

v1::TraceDocument DocumentOf(const RecordSet& records, const NamedClaims& named) {
  v1::TraceDocument document;
  document.set_schema("tallystick-trace-v1");
  SharedOrigins shared;
  if (named.claims.size() > 1) shared = FindSharedOrigins(records, ShippedTables());
  const OriginCount count = CountOrigins(records, named.claims, shared);
  // As many choke points as reports bind nothing together.
  const bool binding = static_cast<int>(count.choke_points.size()) < count.reports;
  const std::set<Digest> chokes(count.choke_points.begin(), count.choke_points.end());
  SourceResolver sources(records);
  for (const Record* claim : named.claims) {
    *document.add_chains() = ViewOf(TraceClaim(records, *claim), sources, binding ? chokes : std::set<Digest>());
  }
  document.set_reports(count.reports);
  document.set_origins_low(count.origins_low);
  document.set_origins_high(count.origins_high);
  document.set_routes(count.routes);
  for (const Digest& id : count.choke_points) document.add_choke_points(records.DisplayName(id.hex()));
  for (const std::string& reason : count.reasons) document.add_reasons(reason);
  document.set_in_words(OriginCountInWords(count));
  for (const std::string& subject : named.subjects) document.add_subjects(subject);
  return document;
}

// The drawing in words, for those who do not see it.
std::string Description(const v1::TraceDocument& document) {
  std::string text = absl::StrJoin(document.reasons(), " ");
  for (int i = 0; i < document.chains_size() && i < kDescribedChains; ++i) {
    absl::StrAppend(&text, text.empty() ? "" : "\n");
    for (const v1::StepView& step : document.chains(i).steps()) {
      absl::StrAppend(&text, &step == &document.chains(i).steps(0) ? "" : " ← ", Safe(step.text()));
    }
  }
  if (document.chains_size() > kDescribedChains) {
    absl::StrAppend(&text, "\nand ", document.chains_size() - kDescribedChains, " more chains");
  }
  return text;
}

absl::StatusOr<std::string> Draw(const RecordSet& records, const NamedClaims& named,
                                 const v1::TraceDocument& document) {
  // A line a statement: names from the records cannot turn the drawing's lines around.
  std::string dot;
  for (absl::string_view line : absl::StrSplit(ChainsAsDot(records, named.claims), '\n')) {
    absl::StrAppend(&dot, Safe(line), "\n");
  }
  TALLY_ASSIGN_OR_RETURN(const std::string svg, RenderSvg(dot));
  return AccessibleSvg(svg, absl::StrCat("Who really said it: ", Safe(document.in_words())),
                       Description(document));
}

// Writes to the file of this option; true when it is standard output, which then holds nothing else.
absl::StatusOr<bool> Write(const Context& context, const CasebookView& book, const std::string& option,
                           const std::string& bytes) {
  const std::string file = context.arguments.Get(option);
  if (file == "-") {
    book.PrintBare(context, bytes);
    return true;
  }
  TALLY_RETURN_IF_ERROR(WriteFileDurably(file, bytes, 0644, /*replace=*/false));
  return false;
}

// Before anything is written.
absl::Status RefuseFilesThatAreThere(const Arguments& a) {
  for (const char* option : {"--svg", "--prov"}) {
    const std::string file = a.Get(option);
    if (file.empty() || file == "-" || !FileExists(file)) continue;
    return WithHint(absl::AlreadyExistsError(absl::StrCat(option, ": \"", file, "\" is there already; nothing was written")),
                    "name another file, or move that one away; - writes to standard output");
  }
  if (a.Has("--svg") && a.Get("--svg") != "-" && a.Get("--svg") == a.Get("--prov")) {
    return UsageError("--svg and --prov cannot go to one file");
  }
  return absl::OkStatus();
}

absl::StatusOr<ExitCode> Trace(Context& context) {
  const Arguments& a = context.arguments;
  if (a.Get("--svg") == "-" && a.Get("--prov") == "-") {
    return UsageError("only one of --svg and --prov can go to standard output");
  }
  TALLY_RETURN_IF_ERROR(RefuseFilesThatAreThere(a));
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  if (a.Has("--impact")) return TraceImpact(context, book, a.All("WHAT"));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  TALLY_ASSIGN_OR_RETURN(const NamedClaims named, FindClaimsNamed(book, records, a.All("WHAT")));
  const v1::TraceDocument document = DocumentOf(records, named);
  bool printed = false;
  if (a.Has("--prov")) {
    TALLY_ASSIGN_OR_RETURN(const bool out, Write(context, book, "--prov", ProvJson(records, named.claims)));
    printed = printed || out;
  }
  if (a.Has("--svg")) {
    TALLY_ASSIGN_OR_RETURN(const std::string svg, Draw(records, named, document));
    TALLY_ASSIGN_OR_RETURN(const bool out, Write(context, book, "--svg", svg));
    printed = printed || out;
  }
  if (printed) return kPassed;
  book.Print(context, document, TraceAsText(document, context.environment.columns));
  return kPassed;
}

}  // namespace

std::vector<Command> TraceCommands() {
  return {{"trace",
           "",
           "from claims to whoever said them first: reports, origins, routes",
           Access::kViews,
           {{"WHAT", "ids or labels of claims, names of events (all their claims), ids of findings", true, true}},
           {{"--svg", "FILE", "draw it, too, into a new file (- for standard output)"},
            {"--prov", "FILE", "write it as W3C PROV-JSON, too, into a new file (- for standard output)"},
            {"--impact", "", "of one record of any kind: what rests on it, and what its retraction would change"}},
           Trace}};
}

}  // namespace tallystick
