#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/architecture/source_tree.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;

// Every word in a CMakeLists.txt that the build reaches, as a path from the root, with the commands it stands in.
using Listed = std::map<std::string, std::set<std::string>>;

void ReadCMake(const fs::path& root, const fs::path& folder, Listed& listed) {
  static const std::regex comment("#[^\n]*"), command(R"((\w+)\s*\(([^()]*)\))");
  const std::string text = std::regex_replace(ReadText(root / folder / "CMakeLists.txt"), comment, "");
  for (std::sregex_iterator it(text.begin(), text.end(), command), end; it != end; ++it) {
    const std::string name = (*it)[1];
    std::istringstream words((*it)[2]);
    for (std::string word; words >> word;) {
      const fs::path path = (folder / word).lexically_normal();
      listed[path.generic_string()].insert(name);
      if (name == "add_subdirectory") ReadCMake(root, path, listed);
    }
  }
}

// What lies in the tree but not in the build: one line a file.
std::vector<std::string> Unregistered(const fs::path& root) {
  Listed listed;
  ReadCMake(root, "", listed);
  std::vector<std::string> missing;
  for (const std::string& file : FilesUnder(root, {"proto", "core", "store", "cli", "tests"})) {
    if (!EndsWith(file, ".cc") && !EndsWith(file, ".proto")) continue;
    const auto found = listed.find(file);
    if (found == listed.end()) {
      missing.push_back(file + " is listed in no CMakeLists.txt that the build reaches");
    } else if (EndsWith(file, "_test.cc") && !found->second.count("tallystick_test")) {
      missing.push_back(file + " is built but is no test: list it in tallystick_test()");
    }
  }
  return missing;
}

class Tree {
 public:
  Tree() : root_(fs::path(testing::TempDir()) / ("registered_test." + std::to_string(getpid()))) {
    fs::remove_all(root_);
  }
  ~Tree() { fs::remove_all(root_); }
  void Write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

TEST(Registered, AForgottenFileIsNamed) {
  Tree tree;
  tree.Write("CMakeLists.txt", "add_subdirectory(core)  # add_subdirectory(cli)\nadd_subdirectory(tests)\n");
  tree.Write("core/CMakeLists.txt", "tallystick_library(core SOURCES a.cc deep/b.cc # forgotten.cc\n)\n");
  tree.Write("cli/CMakeLists.txt", "add_executable(tally main.cc)\n");
  tree.Write("tests/CMakeLists.txt", "tallystick_test(a SOURCES a_test.cc)\nadd_executable(b b_test.cc)\n");
  for (const char* file : {"core/a.cc", "core/deep/b.cc", "core/forgotten.cc", "cli/main.cc", "tests/a_test.cc",
                           "tests/b_test.cc", "tests/deep/a_test.cc"}) {
    tree.Write(file, "");
  }
  EXPECT_THAT(Unregistered(tree.root()),
              testing::ElementsAre("cli/main.cc is listed in no CMakeLists.txt that the build reaches",
                                   "core/forgotten.cc is listed in no CMakeLists.txt that the build reaches",
                                   "tests/b_test.cc is built but is no test: list it in tallystick_test()",
                                   "tests/deep/a_test.cc is listed in no CMakeLists.txt that the build reaches"));
}

TEST(Registered, EverySourceAndEveryTestIsInTheBuild) {
  EXPECT_THAT(Unregistered(SourceRoot()), testing::ElementsAre());
}

TEST(Registered, NoSourceIsLongerThan500Lines) {
  const fs::path root = SourceRoot();
  const auto files = FilesUnder(root, {"proto", "core", "store", "cli", "tests", "cmake", "examples"});
  EXPECT_THAT(files, testing::Contains("core/base/digest.cc"));
  for (const std::string& file : files) {
    const std::string kind = fs::path(file).extension();
    if (kind != ".cc" && kind != ".h" && kind != ".proto" && kind != ".sh" && kind != ".cmake") continue;
    const std::string text = ReadText(root / file);
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 500) << file << ": split it by concept";
  }
}

}  // namespace
}  // namespace tallystick
