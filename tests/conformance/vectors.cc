#include "tests/conformance/vectors.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"

namespace tallystick::vectors {
namespace {

using Json = nlohmann::json;

std::filesystem::path Folder() {
  const char* named = std::getenv("TALLY_VECTORS");
  return named != nullptr ? named : "../shared/vectors";
}

Json ReadJson(absl::string_view path) { return Json::parse(ReadFile(path)); }

// JSON numbers there are counts: a negative or fractional one would be a vector this code has not understood.
uint64_t Count(const Json& value) {
  if (!value.is_number_unsigned()) ADD_FAILURE() << "not a count: " << value;
  return value.get<uint64_t>();
}

std::optional<Digest> HashOf(const Json& base64) {
  const absl::StatusOr<Digest> digest = Digest::FromBytes(*Base64Decode(base64.get<std::string>()));
  return digest.ok() ? std::optional<Digest>(*digest) : std::nullopt;
}

std::optional<std::vector<Digest>> ProofOf(const Json& hashes) {
  std::vector<Digest> proof;
  for (const Json& hash : hashes) {  // null has no elements
    const std::optional<Digest> digest = HashOf(hash);
    if (!digest.has_value()) return std::nullopt;
    proof.push_back(*digest);
  }
  return proof;
}

std::vector<Digest> HexDigests(const Json& list) {
  std::vector<Digest> digests;
  for (const Json& hex : list) digests.push_back(*Digest::FromHex(hex.get<std::string>()));
  return digests;
}

std::string BytesOf(const Json& hex) { return *HexDecode(hex.get<std::string>()); }

}  // namespace

void VectorsTest::SetUp() {
  if (std::filesystem::is_directory(Folder())) return;
  const std::string message =
      absl::StrCat("no test vectors: ", std::filesystem::absolute(Folder()).string(), " is not a folder");
  const char* ci = std::getenv("CI");
  if (ci != nullptr && absl::string_view(ci) == "true") FAIL() << message;
  GTEST_SKIP() << message << "; TALLY_VECTORS can name another";
}

void VectorsTest::Report(absl::string_view kind, int count) {
  std::cout << kind << ": " << count << " vectors\n";
  EXPECT_GT(count, 0) << "no vectors of the kind: " << kind;
}

std::vector<std::string> FilesBelow(absl::string_view folder) {
  std::vector<std::string> paths;
  const std::filesystem::path below = Folder() / std::string(folder);
  if (!std::filesystem::is_directory(below)) return paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(below)) {
    if (entry.is_regular_file()) paths.push_back(std::filesystem::relative(entry.path(), Folder()).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string ReadFile(absl::string_view path) {
  std::ifstream file(Folder() / std::string(path), std::ios::binary);
  if (!file) ADD_FAILURE() << "cannot read " << path;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

InclusionCase ReadInclusionCase(absl::string_view path) {
  const Json json = ReadJson(path);
  return {json.at("desc"),         Count(json.at("leafIdx")),   Count(json.at("treeSize")),
          HashOf(json.at("root")), HashOf(json.at("leafHash")), ProofOf(json.at("proof")),
          json.at("wantErr")};
}

ConsistencyCase ReadConsistencyCase(absl::string_view path) {
  const Json json = ReadJson(path);
  return {json.at("desc"),          Count(json.at("size1")),   Count(json.at("size2")), HashOf(json.at("root1")),
          HashOf(json.at("root2")), ProofOf(json.at("proof")), json.at("wantErr")};
}

ClassicTree ReadClassicTree(absl::string_view path) {
  const Json json = ReadJson(path);
  ClassicTree tree;
  for (const Json& hex : json.at("leaf_inputs_hex")) tree.entries.push_back(BytesOf(hex));
  tree.leaf_hashes = HexDigests(json.at("leaf_hashes"));
  tree.roots = HexDigests(json.at("roots_by_size"));
  return tree;
}

std::vector<SignatureCase> ReadSignatureCases(absl::string_view path) {
  const Json json = ReadJson(path);
  std::vector<SignatureCase> cases;
  for (const Json& group : json.at("testGroups")) {
    for (const Json& test : group.at("tests")) {
      cases.push_back({test.at("tcId"), test.at("comment"), BytesOf(group.at("publicKey").at("pk")),
                       BytesOf(group.at("publicKeyDer")), group.at("publicKeyPem"), BytesOf(test.at("msg")),
                       BytesOf(test.at("sig")), test.at("result")});
    }
  }
  return cases;
}

}  // namespace tallystick::vectors
