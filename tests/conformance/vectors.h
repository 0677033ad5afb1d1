// The published test vectors: a folder named by the environment variable TALLY_VECTORS, or ../shared/vectors beside
// the project. Without the folder the tests say so and are skipped; where CI=true they fail.
//
// Files are found by what they are (the members of a JSON file, the ending of a name, the folder of a tile log), not by
// where they lie. What is read here counts as looked at; vectors_test.cc fails for every other file.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick::vectors {

class VectorsTest : public testing::Test {
 protected:
  void SetUp() override;
};

// Prints how many vectors of a kind were checked.
void Report(absl::string_view kind, int count);

// Paths of all files, in order; paths are relative to the folder of vectors.
std::vector<std::string> AllFiles();
bool Exists(absl::string_view path);
// Counts the file as looked at.
std::string ReadFile(absl::string_view path);
// Does not: for whoever only asks what a file is.
std::string PeekFile(absl::string_view path);
const std::set<std::string>& FilesRead();

// Says of a file that was looked at what could not be checked of it, and why.
void CheckedInPart(absl::string_view path, absl::string_view why);
const std::map<std::string, std::set<std::string>>& InPart();

// Files whose text is a JSON object with these members.
std::vector<std::string> JsonFilesWith(const std::vector<std::string>& members);

// A hash that does not have 32 bytes is no Digest: no verifier can be asked about it.
struct InclusionCase {
  std::string description;
  uint64_t index, start, end;  // start is 0 unless it is of a subtree
  std::optional<Digest> root, leaf;
  std::optional<std::vector<Digest>> proof;
  bool must_fail;
};
InclusionCase ReadInclusionCase(absl::string_view path);

struct ConsistencyCase {
  std::string description;
  uint64_t start, size1, size2;  // start as above; size1 is a subtree's end
  std::optional<Digest> root1, root2;
  std::optional<std::vector<Digest>> proof;
  bool must_fail;
};
ConsistencyCase ReadConsistencyCase(absl::string_view path);

struct ClassicTree {
  std::vector<std::string> entries;
  std::vector<Digest> leaf_hashes;
  std::vector<Digest> roots;  // by size, from 0
};
ClassicTree ReadClassicTree(absl::string_view path);

struct TreeHead {
  uint64_t size;
  std::optional<Digest> root;
};
TreeHead ReadTreeHead(absl::string_view path);

struct SignatureCase {
  int id;
  std::string comment, curve, public_key, public_key_der, public_key_pem, message, signature, result;
};
std::vector<SignatureCase> ReadSignatureCases(absl::string_view path);

// Every check there is, each over all files of its kind.
void CheckSignatures();
void CheckInclusionProofs();
void CheckConsistencyProofs();
void CheckClassicRoots();
void CheckKeyFiles();
void CheckNotes();
void CheckTlogProofs();
void CheckTileLogs();

}  // namespace tallystick::vectors
