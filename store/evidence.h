// Kept evidence: what two parties stated that cannot both be true, as text files that are never replaced.
// docs/witness.md.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// More files than this are not written to one folder (kResourceExhausted): whoever floods it gets no more room.
inline constexpr int kMaxEvidenceFiles = 1000;

struct Testimony {
  std::string who;   // one line: "cosigned by witness.example/w1"
  std::string text;  // as it was stated, byte for byte: a signed note, or an answer
};

// Writes `<folder>/<kind>-<32 hex digits>.txt`, named by its content, durably; the path. The same statements again are
// the same file. `folder` is made when it is not there. `in_words` is one line that says what does not fit.
absl::StatusOr<std::string> KeepEvidence(const std::string& folder, absl::string_view kind, absl::string_view in_words,
                                         const Testimony& ours, const Testimony& theirs);

}  // namespace tallystick
