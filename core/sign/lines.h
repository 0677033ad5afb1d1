// Reading the line-based texts of this folder (note, checkpoint, tlog-proof) strictly.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// Takes a text apart into its lines, each ended by LF. The text must outlive the reader.
class LineReader {
 public:
  explicit LineReader(absl::string_view text) : rest_(text) {}

  // The next line without its LF. kInvalidArgument when the text is over, or its last line has no LF; `what` says
  // what was to be found there ("the tree size").
  absl::StatusOr<absl::string_view> Next(absl::string_view what);

  bool done() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }
  // kInvalidArgument about the line read last: "line 2: <problem>".
  absl::Status Refuse(absl::string_view problem) const;

 private:
  absl::string_view rest_;
  int number_ = 0;
};

// ASCII decimal without sign or leading zeros, below 2^64. kInvalidArgument otherwise.
absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text);

}  // namespace tallystick
