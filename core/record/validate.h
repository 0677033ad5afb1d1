// Form and meaning of one record, before it is signed (glossary: validate). What needs other records (that a named one
// exists and is of the right kind, that the quote stands in the capture) is asked where they are at hand. Thread-safe.
#pragma once

#include "absl/status/status.h"
#include "core/record/record.h"

namespace tallystick {

// kInvalidArgument names slot and field and says what is wrong with them.
absl::Status Validate(const RecordDraft& draft);

}  // namespace tallystick
