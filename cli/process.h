// Runs another program and waits for it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tallystick {

struct ProcessResult {
  int exit_code = 0;  // 128 and the signal's number when one ended it
  std::string out;
  std::string err;
};

// `program` is a path, or a name that is looked up on PATH; `arguments` without it. kNotFound when there is no such
// program; kResourceExhausted without room for temporary files. Unbounded in time: the program ends by itself.
absl::StatusOr<ProcessResult> RunProcess(const std::string& program, const std::vector<std::string>& arguments,
                                         const std::string& input);

}  // namespace tallystick
