#include "absl/strings/str_cat.h"
#include "cli/casebook_view.h"
#include "cli/commands/all.h"
#include "cli/commands/parse.h"
#include "cli/views/event_svg.h"
#include "cli/views/event_text.h"
#include "core/base/status.h"
#include "core/conflict/claim_time.h"
#include "core/conflict/event_figures.h"
#include "store/collect.h"
#include "store/files.h"

namespace tallystick {
namespace {

absl::StatusOr<std::optional<CivilSpan>> Window(const Arguments& a) {
  if (!a.Has("--from") && !a.Has("--to")) return std::optional<CivilSpan>();
  CivilSpan window{kBeginningOfTime, kEndOfTime};
  for (const char* option : {"--from", "--to"}) {
    if (!a.Has(option)) continue;
    const absl::StatusOr<CivilSpan> date = ParseCivil(a.Get(option));
    if (!date.ok()) return UsageError(absl::StrCat(option, ": ", date.status().message()));
    (option == std::string("--from") ? window.begin : window.end) =
        option == std::string("--from") ? date->begin : date->end;
  }
  if (window.begin >= window.end) return UsageError("--to lies before --from");
  return std::optional<CivilSpan>(window);
}

absl::StatusOr<ExitCode> ShowEvent(Context& context) {
  const Arguments& a = context.arguments;
  TALLY_ASSIGN_OR_RETURN(const std::optional<CivilSpan> window, Window(a));
  TALLY_ASSIGN_OR_RETURN(const CasebookView book, CasebookView::Open(context));
  TALLY_ASSIGN_OR_RETURN(const Digest id, book.Resolve(a.Get("EVENT"), {v1::Header::entity}));
  TALLY_ASSIGN_OR_RETURN(const RecordSet records, CollectAll(book.snapshot()));
  const Record* record = records.Find(id);
  if (record == nullptr) return absl::InternalError("a record that was found by its name is not in the set");
  const v1::Names::Type type = record->Get(v1::Slot::kNames).names().type();
  if (type != v1::Names::event && type != v1::Names::place) {
    return WithHint(absl::NotFoundError(absl::StrCat("\"", a.Get("EVENT"), "\" is neither an event nor a place")),
                    "tally list entities shows what each is");
  }
  if (window && type == v1::Names::event)
    return UsageError("--from and --to are for a place: an event has its own time");
  const v1::EventDocument document =
      FiguresOf(records, ShippedTables(), FindConflicts(records, ShippedTables()), {id, window, a.Has("--all")});
  if (a.Has("--svg")) {
    const std::string svg = EventAsSvg(document);
    if (a.Get("--svg") == "-") {
      book.PrintBare(context, svg);
      return kPassed;
    }
    TALLY_RETURN_IF_ERROR(WriteFileDurably(a.Get("--svg"), svg, 0644, /*replace=*/true));
  }
  const Environment& e = context.environment;
  book.Print(context, document, EventAsText(document, e.columns, e.unicode));
  return kPassed;
}

}  // namespace

std::vector<Command> EventCommands() {
  return {{"event",
           "show",
           "all figures for one event: who says what, how they fit, and a sentence to paste",
           Access::kViews,
           {{"EVENT", "id, name or label of an event, or of a place"}},
           {{"--svg", "FILE", "draw it, too (- for standard output)"},
            {"--all", "", "every figure, however many there are"},
            {"--from", "DATE", "of a place: only what may have happened from then on"},
            {"--to", "DATE", "of a place: only what may have happened until then"}},
           ShowEvent}};
}

}  // namespace tallystick
