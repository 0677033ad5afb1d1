#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <sstream>

#include "tests/architecture/source_tree.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;

// Markdown without its code: fenced blocks and `spans`.
std::vector<std::string> ProseLines(const std::string& markdown) {
  static const std::regex span("`[^`]*`");
  std::vector<std::string> lines;
  std::istringstream in(markdown);
  bool fenced = false;
  for (std::string line; std::getline(in, line);) {
    if (StartsWith(line, "```")) fenced = !fenced;
    lines.push_back(fenced || StartsWith(line, "```") ? "" : std::regex_replace(line, span, ""));
  }
  return lines;
}

// What links point to, with the line each stands in; links to other hosts left out.
std::vector<Include> LinksOf(const std::string& markdown) {
  static const std::regex link(R"re(\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+))re"), elsewhere("^[a-z][a-z0-9+.-]*:.*");
  std::vector<Include> links;
  int number = 0;
  for (const std::string& line : ProseLines(markdown)) {
    ++number;
    for (std::sregex_iterator it(line.begin(), line.end(), link), end; it != end; ++it) {
      const std::string target = (*it)[1].str() + (*it)[2].str();
      if (!std::regex_match(target, elsewhere)) links.push_back({number, target});
    }
  }
  return links;
}

// Whether a heading of `markdown` has the anchor that forges make of it: lower case, spaces to '-', no punctuation.
bool HasAnchor(const std::string& markdown, const std::string& anchor) {
  std::istringstream in(markdown);
  for (std::string line; std::getline(in, line);) {
    const size_t text = line.find_first_not_of('#');
    if (text == 0 || text == std::string::npos || line[text] != ' ') continue;
    std::string slug;
    for (const char c : line.substr(text + 1)) {
      if (c == ' ') slug += '-';
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') {
        slug += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
    }
    if (slug == anchor) return true;
  }
  return false;
}

// What is wrong with a link in `file` (from the root); nothing when it leads somewhere inside the tree.
std::string BrokenLink(const fs::path& root, const std::string& file, const std::string& link) {
  const size_t hash = link.find('#');
  const std::string path = link.substr(0, hash);
  const fs::path target = path.empty() ? fs::path(file) : (fs::path(file).parent_path() / path).lexically_normal();
  if (StartsWith(target.generic_string(), "..") || target.is_absolute()) return link + " leads out of the tree";
  if (!fs::exists(root / target)) return link + " does not exist";
  if (hash != std::string::npos && !HasAnchor(ReadText(root / target), link.substr(hash + 1))) {
    return link + " names no heading there";
  }
  return "";
}

TEST(Links, AreFoundInProseAndNotInCode) {
  std::vector<std::string> seen;
  for (const Include& link :
       LinksOf("See [a](docs/a.md) and [b](b.md#part \"title\"), `[c](c.md)`.\n```\n[d](d.md)\n```\n"
               "[e](https://example.org/x)\n\n[f]: f.md\n")) {
    seen.push_back(std::to_string(link.line) + " " + link.path);
  }
  EXPECT_THAT(seen, testing::ElementsAre("1 docs/a.md", "1 b.md#part", "7 f.md"));
}

TEST(Links, ABrokenOneIsNamed) {
  const fs::path root = SourceRoot();
  EXPECT_EQ(BrokenLink(root, "README.md", "docs/architecture.md"), "");
  EXPECT_EQ(BrokenLink(root, "docs/architecture.md", "../README.md"), "");
  EXPECT_EQ(BrokenLink(root, "README.md", "docs/architecture.md#dependencies"), "");
  EXPECT_NE(BrokenLink(root, "README.md", "docs/architecture.md#no-such-part"), "");
  EXPECT_NE(BrokenLink(root, "README.md", "docs/no-such-file.md"), "");
  EXPECT_NE(BrokenLink(root, "docs/architecture.md", "docs/architecture.md"), "");
  EXPECT_NE(BrokenLink(root, "README.md", "../elsewhere"), "");
}

TEST(Links, EveryRelativeLinkOfTheDocumentsLeadsSomewhere) {
  const fs::path root = SourceRoot();
  std::vector<std::string> files = FilesUnder(root, {"docs", "examples"});
  for (const auto& entry : fs::directory_iterator(root)) files.push_back(entry.path().filename().string());
  EXPECT_THAT(files, testing::IsSupersetOf({"README.md", "docs/architecture.md"}));
  for (const std::string& file : files) {
    if (!EndsWith(file, ".md")) continue;
    for (const Include& link : LinksOf(ReadText(root / file))) {
      EXPECT_EQ(BrokenLink(root, file, link.path), "") << file << ":" << link.line;
    }
  }
}

}  // namespace
}  // namespace tallystick
