// How a backend keeps a record in one row: its slots as lines, each either the slot's file or, once withheld or erased,
// its digest as 64 hex digits. Readable in any database browser. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/record/submission.h"

namespace tallystick {

std::string FormatSlotLines(const std::vector<StoredSlot>& slots);
// Takes any text: a line that is not exactly a digest is a slot's file, which opening it (OpenUnverified) then refuses
// under the slot's own name.
std::vector<StoredSlot> ParseSlotLines(absl::string_view text);

}  // namespace tallystick
