// `tally trace --impact`: what rests on a record, and what its retraction would change.
#pragma once

#include "cli/casebook_view.h"

namespace tallystick {

absl::StatusOr<ExitCode> TraceImpact(const Context& context, const CasebookView& book);

}  // namespace tallystick
