// What a person means by --as-of T (docs/provenance.md, "As of").
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "core/base/civil_time.h"
#include "store/store.h"

namespace tallystick {

struct EarlierHead {
  uint64_t size = 0;             // entries: the first so many
  std::optional<Seconds> clock;  // asked by a time: the last second that it covers
  int64_t later_clocks = 0;      // entries among the first `size` whose clock said later
};

// How people are told of a submission, and what --as-of takes to show the casebook just after it: "#18" for the entry with
// index 17.
std::string HeadAfter(uint64_t index);

// "#12" or "12": the first 12 entries. Six hex digits or more: up to and with the submission whose id begins so. A date
// or time (core/base/civil_time.h): up to and with the last entry, along the log, whose recorded-at lies not after the
// end of it; that is the authors' own clocks. kNotFound for more entries than there are or an id that nothing has,
// kInvalidArgument for what is none of these or for an id that is several's; with hints.
absl::StatusOr<EarlierHead> FindEarlierHead(const Snapshot& snapshot, const std::string& word);

}  // namespace tallystick
