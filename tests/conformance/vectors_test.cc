#include "tests/conformance/vectors.h"

#include <iostream>

#include "absl/strings/match.h"

namespace tallystick::vectors {
namespace {

// What stands beside vectors for people.
bool IsForPeople(absl::string_view path) {
  const absl::string_view name = path.substr(path.rfind('/') + 1);
  return absl::StartsWith(name, "LICENSE") || absl::StartsWith(name, "README");
}

TEST_F(VectorsTest, NoFileIsLeftUnread) {
  for (void (*check)() : {CheckSignatures, CheckInclusionProofs, CheckConsistencyProofs, CheckClassicRoots,
                          CheckKeyFiles, CheckNotes, CheckTlogProofs, CheckTileLogs}) {
    check();
  }
  const std::vector<std::string> files = AllFiles();
  size_t read = 0, for_people = 0;
  for (const std::string& path : files) {
    const bool was_read = FilesRead().count(path) > 0;
    read += was_read;
    for_people += !was_read && IsForPeople(path);
    EXPECT_TRUE(was_read || IsForPeople(path)) << "no test reads " << path;
  }
  EXPECT_EQ(read + for_people, files.size());
  EXPECT_GT(read, 0) << "no vectors";
  std::cout << "files: " << files.size() << ", read: " << read << ", licences and readmes: " << for_people << "\n";
  for (const auto& [path, reasons] : InPart()) {
    for (const std::string& why : reasons) std::cout << "checked in part: " << path << ": " << why << "\n";
  }
}

}  // namespace
}  // namespace tallystick::vectors
