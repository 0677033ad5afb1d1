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

// A file that is no JSON, or another kind of it than was expected, is null; that fails where it is read.
Json ReadJson(absl::string_view path) {
  const Json json = Json::parse(ReadFile(path), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) ADD_FAILURE() << path << " is not a JSON object";
  return json;
}

std::set<std::string>& Read() {
  static std::set<std::string> files;
  return files;
}

std::map<std::string, std::set<std::string>>& Partly() {
  static std::map<std::string, std::set<std::string>> files;
  return files;
}

// JSON numbers there are counts: a negative or fractional one would be a vector this code has not understood.
uint64_t Count(const Json& value) {
  if (!value.is_number_unsigned()) {
    ADD_FAILURE() << "not a count: " << value;
    return 0;
  }
  return value.get<uint64_t>();
}

std::optional<Digest> HashOf(const Json& base64) {
  if (!base64.is_string()) return std::nullopt;
  const absl::StatusOr<std::string> bytes = Base64Decode(base64.get<std::string>());
  if (!bytes.ok()) return std::nullopt;
  const absl::StatusOr<Digest> digest = Digest::FromBytes(*bytes);
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

void Report(absl::string_view kind, int count) { std::cout << kind << ": " << count << " checked\n"; }

std::vector<std::string> AllFiles() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(Folder())) {
    if (!entry.is_directory()) paths.push_back(std::filesystem::relative(entry.path(), Folder()).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool Exists(absl::string_view path) { return std::filesystem::is_regular_file(Folder() / std::string(path)); }

std::string PeekFile(absl::string_view path) {
  std::ifstream file(Folder() / std::string(path), std::ios::binary);
  std::ostringstream bytes;
  if (file) bytes << file.rdbuf();
  return bytes.str();
}

std::string ReadFile(absl::string_view path) {
  if (!Exists(path)) ADD_FAILURE() << "there is no file " << path;
  Read().insert(std::string(path));
  return PeekFile(path);
}

const std::set<std::string>& FilesRead() { return Read(); }

void CheckedInPart(absl::string_view path, absl::string_view why) {
  Partly()[std::string(path)].insert(std::string(why));
}

const std::map<std::string, std::set<std::string>>& InPart() { return Partly(); }

std::vector<std::string> JsonFilesWith(const std::vector<std::string>& members) {
  static const std::map<std::string, std::set<std::string>> known = [] {
    std::map<std::string, std::set<std::string>> files;
    for (const std::string& path : AllFiles()) {
      const std::string bytes = PeekFile(path);
      if (bytes.empty() || bytes[0] != '{') continue;
      const Json json = Json::parse(bytes, nullptr, /*allow_exceptions=*/false);
      if (!json.is_object()) continue;
      for (const auto& member : json.items()) files[path].insert(member.key());
    }
    return files;
  }();
  std::vector<std::string> paths;
  for (const auto& [path, has] : known) {
    if (std::all_of(members.begin(), members.end(), [&has = has](const auto& m) { return has.count(m) > 0; })) {
      paths.push_back(path);
    }
  }
  return paths;
}

InclusionCase ReadInclusionCase(absl::string_view path) {
  const Json json = ReadJson(path);
  const bool whole = json.contains("treeSize");
  return {json.at("desc"),
          Count(json.at("leafIdx")),
          whole ? 0 : Count(json.at("start")),
          Count(json.at(whole ? "treeSize" : "end")),
          HashOf(json.at("root")),
          HashOf(json.at("leafHash")),
          ProofOf(json.at("proof")),
          json.at("wantErr")};
}

ConsistencyCase ReadConsistencyCase(absl::string_view path) {
  const Json json = ReadJson(path);
  const bool whole = json.contains("size1");
  return {json.at("desc"),
          whole ? 0 : Count(json.at("start")),
          Count(json.at(whole ? "size1" : "end")),
          Count(json.at(whole ? "size2" : "size")),
          HashOf(json.at("root1")),
          HashOf(json.at("root2")),
          ProofOf(json.at("proof")),
          json.at("wantErr")};
}

TreeHead ReadTreeHead(absl::string_view path) {
  const Json json = ReadJson(path);
  return {Count(json.at("size")), HashOf(json.at("root"))};
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
      cases.push_back({test.at("tcId"), test.at("comment"), group.at("publicKey").at("curve"),
                       BytesOf(group.at("publicKey").at("pk")), BytesOf(group.at("publicKeyDer")),
                       group.at("publicKeyPem"), BytesOf(test.at("msg")), BytesOf(test.at("sig")), test.at("result")});
    }
  }
  return cases;
}

}  // namespace tallystick::vectors
