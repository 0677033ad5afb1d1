// `tally trace --impact`: what rests on a record, and what its retraction would change.
#pragma once

#include <string>
#include <vector>

#include "cli/casebook_view.h"

namespace tallystick {

// `words`: what was typed for the record. kInvalidArgument unless it is one.
absl::StatusOr<ExitCode> TraceImpact(const Context& context, const CasebookView& book,
                                     const std::vector<std::string>& words);

}  // namespace tallystick
