// The published test vectors: a folder named by the environment variable TALLY_VECTORS, or ../shared/vectors beside
// the project. Without the folder the tests say so and are skipped; where CI=true they fail.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick::vectors {

class VectorsTest : public testing::Test {
 protected:
  void SetUp() override;
  // Prints how many vectors of a kind were checked, and fails when there were none.
  static void Report(absl::string_view kind, int count);
};

// Paths of all files below `folder`, in order; paths are relative to the folder of vectors.
std::vector<std::string> FilesBelow(absl::string_view folder);
std::string ReadFile(absl::string_view path);

// A hash that does not have 32 bytes is no Digest: no verifier can be asked about it.
struct InclusionCase {
  std::string description;
  uint64_t index, size;
  std::optional<Digest> root, leaf;
  std::optional<std::vector<Digest>> proof;
  bool must_fail;
};
InclusionCase ReadInclusionCase(absl::string_view path);

struct ConsistencyCase {
  std::string description;
  uint64_t size1, size2;
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

struct SignatureCase {
  int id;
  std::string comment, public_key, public_key_der, public_key_pem, message, signature, result;
};
std::vector<SignatureCase> ReadSignatureCases(absl::string_view path);

}  // namespace tallystick::vectors
