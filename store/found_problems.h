// A check's report while it is made: no more problems are kept than a person reads.
#pragma once

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "store/checker.h"

namespace tallystick {

// Not thread-safe.
class FoundProblems {
 public:
  void Problem(std::string where, absl::string_view what) {
    if (report.problems.size() == kMaxProblems) {
      ++report.problems_left_out;
    } else {
      report.problems.push_back({std::move(where), std::string(what)});
    }
  }

  void NotChecked(std::string what) {
    if (report.not_checked.size() == kMaxProblems) {
      ++not_checked_left_out_;
    } else {
      report.not_checked.push_back(std::move(what));
    }
  }

  // The place stands first in what a store says of damage.
  void StoreProblem(const absl::Status& damage) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(damage.message(), absl::MaxSplits(": ", 1));
    Problem(parts.first, parts.second);
  }

  // Call once, at the end.
  void Close() {
    if (not_checked_left_out_ > 0) report.not_checked.push_back(absl::StrCat("and ", not_checked_left_out_, " more"));
  }

  CheckReport report;

 private:
  uint64_t not_checked_left_out_ = 0;
};

}  // namespace tallystick
