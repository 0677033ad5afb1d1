// What an audit found wrong, under two suppositions at once: that the entries are right, or that the tiles over them
// are. Which of the two holds is known only at the end, from the root.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/audit.h"

namespace tallystick {

// A list that stops growing.
class ProblemList {
 public:
  void Add(std::string file, std::string what) {
    if (problems_.size() == kMaxAuditProblems) {
      ++left_out_;
    } else {
      problems_.push_back({std::move(file), std::move(what)});
    }
  }
  void MoveInto(AuditReport* report) {
    report->problems_left_out += left_out_;
    for (AuditProblem& problem : problems_) {
      if (report->problems.size() == kMaxAuditProblems) {
        ++report->problems_left_out;
      } else {
        report->problems.push_back(std::move(problem));
      }
    }
  }

 private:
  std::vector<AuditProblem> problems_;
  uint64_t left_out_ = 0;
};

}  // namespace tallystick
