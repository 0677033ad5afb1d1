// Stored checkpoints gain signature lines after they were written: those of witnesses. Everything else of them stays.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/note.h"

namespace tallystick {

// The note with those of `lines` added whose key (name and hash) has no line in it yet. Of several lines by one key the
// first that was stored stays: what endures is never replaced, and the first is what bounds the time best. Text and
// existing lines keep their bytes. kDataLoss when `note` cannot be read, kResourceExhausted beyond kMaxNoteSignatures.
absl::StatusOr<std::string> WithCosignatures(const std::string& note, const std::vector<NoteSignature>& lines);

// Whether `offered` is the stored note, or that note as it was before lines were added to it.
bool IsEarlierForm(absl::string_view offered, absl::string_view stored);

}  // namespace tallystick
