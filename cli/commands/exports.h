// tally list exports: a view of its own under the verb of another command.
#pragma once

#include "absl/status/statusor.h"
#include "cli/casebook_view.h"

namespace tallystick {

absl::StatusOr<ExitCode> ListExports(const Context& context, const CasebookView& book);

}  // namespace tallystick
