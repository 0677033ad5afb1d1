#include "cli/graphviz.h"

#include "absl/strings/str_cat.h"
#include "cli/process.h"
#include "core/base/status.h"

namespace tallystick {

absl::StatusOr<std::string> RenderSvg(const std::string& dot) {
  absl::StatusOr<ProcessResult> result = RunProcess("dot", {"-Tsvg"}, dot);
  const bool missing = absl::IsNotFound(result.status()) || (result.ok() && result->exit_code == 127);
  if (missing) return absl::FailedPreconditionError("graphviz is not installed: the command dot is not found");
  TALLY_RETURN_IF_ERROR(result.status());
  if (result->exit_code != 0) return absl::FailedPreconditionError(absl::StrCat("dot failed: ", result->err));
  return std::move(result->out);
}

}  // namespace tallystick
