#include "tests/conformance/vectors.h"

#include "absl/strings/match.h"

namespace tallystick::vectors {
namespace {

// Which files some test here reads, and which hold nothing to check.
bool IsKnown(absl::string_view path) {
  for (absl::string_view folder :
       {"merkle/inclusion/", "merkle/consistency/", "ed25519/ed25519_test.json", "note/", "tiles/tessera-log/tile/",
        "tiles/tessera-log/checkpoint", "merkle-roots-classic.json"}) {
    if (absl::StartsWith(path, folder)) return true;
  }
  // Subtree proofs are not made or checked by this program; .state is of the program that wrote the tiles.
  return absl::EndsWith(path, "LICENSE") || absl::StartsWith(path, "merkle/subtreeinclusion/") ||
         absl::StartsWith(path, "merkle/subtreeconsistency/") || absl::StartsWith(path, "tiles/tessera-log/.state/");
}

TEST_F(VectorsTest, NoFileIsLeftUnread) {
  const std::vector<std::string> files = FilesBelow("");
  for (const std::string& path : files) EXPECT_TRUE(IsKnown(path)) << "no test reads " << path;
  Report("files", static_cast<int>(files.size()));
}

}  // namespace
}  // namespace tallystick::vectors
