// Whose word about time a reader takes, and what they say of a checkpoint. Nothing in a casebook or a bundle says whom
// to trust. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/sign/note.h"
#include "core/sign/recorded_between.h"
#include "core/sign/timestamp.h"

namespace tallystick {

// Media type of a capture that is a checkpoint of somebody else's log.
inline constexpr absl::string_view kForeignCheckpointType = "text/x.tlog-checkpoint";

struct TimeTrust {
  std::optional<TimestampRoots> authorities;
  std::vector<NoteKey> witnesses;  // type 0x04

  const TimestampRoots* roots() const { return authorities ? &*authorities : nullptr; }
};

// Each of these witnesses that has cosigned the checkpoint in `note`, as an outside time at `at`.
std::vector<OutsideTime> CosignedTimes(const Note& note, const std::vector<NoteKey>& witnesses, uint64_t at);

}  // namespace tallystick
