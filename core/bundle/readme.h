// README.txt of a bundle: one page for whoever opens it first, without a verdict.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

struct ReadmeFacts {
  std::string name;
  std::string log_origin;
  uint64_t log_size = 0;
  Digest log_key;
  std::vector<Digest> authors;  // of the submissions inside, sorted
  size_t submissions = 0, records = 0, captures = 0, withheld = 0;
};
std::string FormatReadme(const ReadmeFacts& facts);

// The 64 hex digits in groups of four, as they are read out over a telephone: two lines of eight groups.
std::string GroupedHex(const Digest& digest, absl::string_view indent);

}  // namespace tallystick
