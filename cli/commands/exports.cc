#include "cli/commands/exports.h"

#include "absl/strings/str_cat.h"
#include "cli/views/exports_text.h"
#include "core/base/status.h"
#include "core/record/json.h"

namespace tallystick {

absl::StatusOr<ExitCode> ListExports(const Context& context, const CasebookView& book) {
  TALLY_ASSIGN_OR_RETURN(const std::vector<RecordedExport> exports, RecordedExports(book.snapshot()));
  v1::ExportsDocument document;
  document.set_schema("tallystick-exports-v1");
  for (const RecordedExport& recorded : exports) *document.add_exports() = ExportItemOf(recorded);
  if (!context.arguments.Has("--jsonl")) {
    book.Print(context, document, ExportsAsText(document, context.environment.columns));
    return kPassed;
  }
  std::string lines;
  for (const v1::ExportItem& item : document.exports()) absl::StrAppend(&lines, EncodeJson(item), "\n");
  book.PrintBare(context, lines);
  return kPassed;
}

}  // namespace tallystick
