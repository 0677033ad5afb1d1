#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>

namespace tallystick {
namespace {

namespace fs = std::filesystem;

// The path that an #include or import line names; empty for any other line.
std::string IncludedBy(const std::string& line) {
  static const std::regex form(R"re((?:#\s*include|import(?:\s+(?:public|weak))?)\s*(?:"([^"]+)"|<([^>]+)>))re");
  const size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  std::smatch match;
  if (line.compare(begin, 1, "#") != 0 && line.compare(begin, 6, "import") != 0) return "";
  if (!std::regex_search(line.begin() + begin, line.end(), match, form, std::regex_constants::match_continuous))
    return "";
  return match[1].str() + match[2].str();
}

// The literal or comment that begins at `at`: where it ends, or `at` when none begins there.
size_t EndOfHidden(const std::string& s, size_t at) {
  auto after = [&](const std::string& terminator, size_t from) {
    const size_t found = s.find(terminator, from);
    return found == std::string::npos ? s.size() : found + terminator.size();
  };
  if (s.compare(at, 2, "//") == 0) return std::min(s.find('\n', at), s.size());
  if (s.compare(at, 2, "/*") == 0) return after("*/", at + 2);
  if (s.compare(at, 2, "R\"") == 0) {
    const size_t open = std::min(s.find('(', at), s.size());
    return after(")" + s.substr(at + 2, open - at - 2) + "\"", open);
  }
  const bool digit_separator = s[at] == '\'' && at > 0 && std::isalnum(static_cast<unsigned char>(s[at - 1]));
  if ((s[at] != '"' && s[at] != '\'') || digit_separator) return at;
  size_t end = at + 1;
  while (end < s.size() && s[end] != s[at] && s[end] != '\n') end += s[end] == '\\' ? 2 : 1;
  return std::min(end + 1, s.size());
}

}  // namespace

fs::path SourceRoot() {
  const fs::path root = fs::current_path();
  if (!fs::exists(root / "CMakePresets.json") || !fs::exists(root / "tests/architecture")) {
    std::cerr << "The architecture tests must run in the root of the tree, not in " << root << "\n";
    std::exit(2);
  }
  return root;
}

std::vector<std::string> FilesUnder(const fs::path& root, const std::vector<std::string>& folders) {
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(root).generic_string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool EndsWith(const std::string& text, const std::string& ending) {
  return text.size() >= ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

bool StartsWith(const std::string& text, const std::string& beginning) { return text.rfind(beginning, 0) == 0; }

std::string CodeOf(const std::string& source) {
  std::string code = source;
  bool line_begins = true;
  for (size_t at = 0; at < source.size();) {
    if (line_begins) {
      line_begins = false;
      const size_t end = std::min(source.find('\n', at), source.size());
      if (!IncludedBy(source.substr(at, end - at)).empty()) {
        at = end;
        continue;
      }
    }
    const size_t end = EndOfHidden(source, at);
    for (size_t i = at; i < end; ++i) {
      if (source[i] != '\n') code[i] = ' ';
    }
    line_begins = end == at && source[at] == '\n';
    at = std::max(end, at + 1);
  }
  return code;
}

std::vector<Include> IncludesOf(const std::string& source) {
  const std::string code = CodeOf(source);
  std::vector<Include> includes;
  int line = 1;
  for (size_t at = 0; at < code.size(); ++line) {
    const size_t end = std::min(code.find('\n', at), code.size());
    const std::string path = IncludedBy(code.substr(at, end - at));
    if (!path.empty()) includes.push_back({line, path});
    at = end + 1;
  }
  return includes;
}

}  // namespace tallystick
