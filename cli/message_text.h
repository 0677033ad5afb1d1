// Errors and hints for a terminal.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/command.h"

namespace tallystick {

// "tally: …" and, unless it is empty, "hint: …", each wrapped at `columns` cells; 0: a line each, as they are. What stands
// between quotation marks and a command to paste (`tally` with its noun, verb, options and VALUES) is never broken.
std::string MessageAsText(absl::string_view problem, absl::string_view hint, const std::vector<Command>& commands,
                          int columns);

// What to type instead of `word`, which is no command: "did you mean tally list?"; by its spelling, else by what the help
// of the commands speaks of. "" when nothing is near.
std::string NearestCommand(absl::string_view word, const std::vector<Command>& commands);

}  // namespace tallystick
