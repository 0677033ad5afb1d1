// Which records of one log, as text that stays short for many: what a custody record says of the records that a bundle
// holds (docs/record-format.md, "Places"). A place is where a record stands in the log, and a head says which log that
// is.
//
//   places     = submission *( SP submission )        ascending; "" holds nothing
//   submission = index [ "-" index ]                   every record of these
//              / index ":" numbers                     these of its records
//   numbers    = range *( "," range )                  ascending, neither overlapping nor touching
//   range      = number [ "-" number ]
//
// Numbers are decimal without leading zeros. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/record/record.h"

namespace tallystick {

class Places {
 public:
  // kInvalidArgument for any text that Format would not write, naming the part.
  static absl::StatusOr<Places> Parse(absl::string_view text);

  // Ascending submissions; `numbers` ascending and below `records`, the count of all records of that submission.
  void Add(uint64_t submission, const std::vector<int>& numbers, int records);

  bool Contains(const Position& position) const;
  std::string Format() const;

 private:
  struct Part {
    uint64_t last = 0;                         // of whole submissions; of others the same as the key
    std::vector<std::pair<int, int>> numbers;  // first and last; empty: every record
  };
  std::map<uint64_t, Part> parts_;  // by first submission
};

}  // namespace tallystick
