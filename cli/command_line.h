// Parses the command line against the table of commands and runs one. CLI11 stays in the one translation unit behind this.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace tallystick {

// The process's exit code. Messages go to the environment's streams as `tally: …` and `hint: …`. Never throws.
int RunCommandLine(const Environment& environment, const std::vector<std::string>& arguments);

}  // namespace tallystick
