// When an entry was put into the log, by others' clocks. Pure arithmetic over evidence that somebody else has verified
// (core/sign/timestamp.h, core/sign/note.h). Thread-safe.
//
// Before: a checkpoint of n entries that somebody outside saw at a time was made before that time, and with it the
// entries 0 to n-1. After: an entry that holds bytes which somebody outside signed at a time was made after that time,
// and so was every tree that has it, with whatever entry stands behind it. Neither says when something happened or was
// said, nor that an entry's words are not older than its place in the log.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/civil_time.h"

namespace tallystick {

enum class OutsideKind { kTimestamp, kCosignature };

// One statement of somebody outside about a time.
struct OutsideTime {
  OutsideKind kind = OutsideKind::kTimestamp;
  // As an upper bound: the size of the checkpoint that was seen. As a lower bound: the index of the entry that holds
  // the foreign checkpoint.
  uint64_t at = 0;
  Seconds earliest = 0, latest = 0;  // between which it was stated
  std::string according_to;          // who says so
  bool judged = false;               // by a key or root that the reader gave
};

struct RecordedInterval {
  std::optional<OutsideTime> after;   // the latest lower bound
  std::optional<OutsideTime> before;  // the earliest upper bound

  bool known() const { return after.has_value() || before.has_value(); }
  // After is not before: then one of the two is wrong, or the log is.
  bool contradicts() const { return after && before && after->earliest > before->latest; }
};

// For the entry at `index`. A judged statement goes before one that is not, whatever their times; of equal ones the
// first counts. The order of the lists decides nothing else.
RecordedInterval RecordedBetween(uint64_t index, std::span<const OutsideTime> seen_checkpoints,
                                 std::span<const OutsideTime> foreign_checkpoints);

// "recorded between … and …, according to …", with what is known, for a person; "" when nothing is. Without line ends.
std::string DescribeRecorded(const RecordedInterval& interval);

}  // namespace tallystick
