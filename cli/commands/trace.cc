#include <ostream>

#include "absl/strings/str_cat.h"
#include "cli/commands/all.h"
#include "cli/commands/impact.h"
#include "cli/graphviz.h"
#include "cli/casebook_view.h"
#include "cli/views/text.h"
#include "core/base/status.h"
#include "core/provenance/provenance.h"
#include "core/record/json.h"
#include "store/collect.h"
#include "store/files.h"

namespace tallystick {
namespace {

v1::ChainView ViewOf(const Chain& chain) {
  v1::ChainView view;
  view.set_claim(chain.claim->id.hex());
  view.set_quote(chain.claim->Get(v1::Slot::kQuote).quote().exact());
  view.set_basis(chain.basis);
  view.set_first_hand(chain.first_hand);
  for (const ChainStep& step : chain.steps) {
    v1::StepView* s = view.add_steps();
    s->set_text(step.text);
    s->set_words(step.words);
    if (step.capture) s->add_records(step.capture->hex());
    for (const Digest& source : step.sources) s->add_records(source.hex());
    s->set_unnamed(step.unnamed);
    s->set_inferred(step.inferred);
  }
  return view;
}

absl::StatusOr<ExitCode> Trace(Context& context) {
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  if (context.arguments.Has("--impact")) return TraceImpact(context, book, context.arguments.All("CLAIM"));
  std::vector<Digest> ids;
  for (const std::string& word : context.arguments.All("CLAIM")) {
    TALLY_ASSIGN_OR_RETURN(const Digest id, book.Resolve(word, {v1::Header::claim}));
    ids.push_back(id);
  }
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  std::vector<const Record*> claims;
  for (const Digest& id : ids) {
    const Record* claim = records.Find(id);
    if (std::find(claims.begin(), claims.end(), claim) == claims.end()) claims.push_back(claim);
  }
  v1::TraceDocument document;
  document.set_schema("tallystick-trace-v1");
  for (const Record* claim : claims) *document.add_chains() = ViewOf(TraceClaim(records, *claim));
  const OriginCount count = CountOrigins(records, claims);
  document.set_reports(count.reports);
  document.set_origins_low(count.origins_low);
  document.set_origins_high(count.origins_high);
  document.set_routes(count.routes);
  for (const Digest& id : count.choke_points) document.add_choke_points(records.DisplayName(id.hex()));
  for (const std::string& reason : count.reasons) document.add_reasons(reason);
  document.set_in_words(OriginCountInWords(count));
  if (context.arguments.Has("--svg")) {
    TALLY_ASSIGN_OR_RETURN(const std::string svg, RenderSvg(ChainsAsDot(records, claims)));
    if (context.arguments.Get("--svg") == "-") {
      book.PrintBare(context, svg);
      return kPassed;
    }
    TALLY_RETURN_IF_ERROR(WriteFileDurably(context.arguments.Get("--svg"), svg, 0644, /*replace=*/true));
  }
  book.Print(context, document, TraceAsText(document, context.environment.columns));
  return kPassed;
}

}  // namespace

std::vector<Command> TraceCommands() {
  return {{"trace", "", "the chain from a claim to whoever said it first", Access::kViews,
           {{"CLAIM", "ids or labels of claims", true, true}}, {{"--svg", "FILE", "draw it, too (- for standard output)"},
            {"--impact", "", "of one record of any kind: what rests on it, and what its retraction would change"}}, Trace}};
}

}  // namespace tallystick
