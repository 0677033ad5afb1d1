#include "core/linear/system.h"

#include "absl/strings/str_cat.h"

namespace tallystick {

bool WellFormed(const LinearSystem& system, std::string* why) {
  if (system.cells < 0) {
    if (why) *why = "the number of cells is negative";
    return false;
  }
  for (size_t r = 0; r < system.rows.size(); ++r) {
    int64_t last = -1;
    for (int cell : system.rows[r].cells) {
      if (cell > last && cell < system.cells) {
        last = cell;
        continue;
      }
      if (why) *why = absl::StrCat("row ", r, ": cell ", cell, " is out of range or out of order");
      return false;
    }
  }
  return true;
}

bool Satisfies(const LinearSystem& system, const std::vector<int64_t>& values) {
  if (static_cast<int64_t>(values.size()) != system.cells) return false;
  for (int64_t value : values) {
    if (value < 0) return false;
  }
  for (const LinearRow& row : system.rows) {
    __int128 sum = 0;
    for (int cell : row.cells) sum += values[cell];
    if (row.sense == LinearRow::Sense::kAtLeast ? sum < row.bound : sum > row.bound) return false;
  }
  return true;
}

}  // namespace tallystick
