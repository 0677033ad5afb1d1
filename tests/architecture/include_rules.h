// Who may include what: the table behind docs/architecture.md, "Which way includes point".
#pragma once

#include <string>
#include <vector>

namespace tallystick {

// Why the file at `path` (from the root) must not include `included`, in one sentence; empty when it may.
std::string WhyForbidden(const std::string& path, const std::string& included);

// What a source under core/ does that pure logic must not, as the words found in it: clocks, randomness, environment,
// files. `source` is the file's text.
std::vector<std::string> ImpureWords(const std::string& source);

}  // namespace tallystick
