// The project's own files as the architecture tests read them: paths relative to the root, and C++ without its
// comments.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tallystick {

// The folder the tests run in, which holds the whole tree. Ends the test program when it does not.
std::filesystem::path SourceRoot();

// All files under the `folders` of `root` that exist, relative to `root`, with '/', sorted.
std::vector<std::string> FilesUnder(const std::filesystem::path& root, const std::vector<std::string>& folders);

std::string ReadText(const std::filesystem::path& file);

bool EndsWith(const std::string& text, const std::string& ending);
bool StartsWith(const std::string& text, const std::string& beginning);

// C++ source with comments and the contents of string and character literals blanked; lines stay where they were, and
// #include lines stay whole.
std::string CodeOf(const std::string& source);

struct Include {
  int line;  // 1-based
  std::string path;
};

// What a C++ source includes, or a .proto file imports, in either kind of quotes; not what its comments and strings
// say.
std::vector<Include> IncludesOf(const std::string& source);

}  // namespace tallystick
