#include "core/bundle/bag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/core/bundle/bundle_files.h"

namespace tallystick {
namespace {

Files SmallBag() {
  Files files = {{"data/a.txt", "first"}, {"data/b/c.txt", ""}, {"README.txt", "read me\n"}};
  Rebag(&files);
  return files;
}

std::vector<BagProblem> Check(const Files& files) {
  FileViews views;
  for (const auto& [path, bytes] : files) views.emplace(path, bytes);
  return CheckBag(views);
}

// The rules of RFC 8493 for a complete and valid bag, written from its text: sections 2.1.1 to 2.1.3, 2.2.1, 2.2.2, 3.
void ExpectValidByTheRfc(const Files& files) {
  EXPECT_EQ(files.at("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  static const std::regex line_form("([0-9a-f]{64})[ \t]+(.+)"), metadata("([^:]+):[ \t](.*)");
  const auto listed_in = [&](const std::string& manifest) {
    std::set<std::string> listed;
    std::istringstream lines(files.at(manifest));
    for (std::string line; std::getline(lines, line);) {
      std::smatch match;
      EXPECT_TRUE(std::regex_match(line, match, line_form)) << line;
      EXPECT_TRUE(listed.insert(match[2]).second) << "listed twice: " << line;
      EXPECT_EQ(Sha256(files.at(match[2])).hex(), match[1]) << line;
    }
    return listed;
  };
  const std::set<std::string> payload = listed_in("manifest-sha256.txt"), tags = listed_in("tagmanifest-sha256.txt");
  size_t bytes = 0, count = 0;
  for (const auto& [path, content] : files) {
    const bool in_payload = absl::StartsWith(path, "data/");
    EXPECT_EQ(payload.count(path) > 0, in_payload) << path;
    EXPECT_EQ(tags.count(path) > 0, !in_payload && path != "tagmanifest-sha256.txt") << path;
    if (in_payload) bytes += content.size(), ++count;
  }
  std::istringstream info(files.at("bag-info.txt"));
  bool oxum = false;
  for (std::string line; std::getline(info, line);) {
    std::smatch match;
    ASSERT_TRUE(std::regex_match(line, match, metadata)) << line;
    if (match[1] != "Payload-Oxum") continue;
    oxum = true;
    EXPECT_EQ(match[2], absl::StrCat(bytes, ".", count));
  }
  EXPECT_TRUE(oxum);
}

TEST(Bag, ASmallOneIsValid) {
  ExpectValidByTheRfc(SmallBag());
  EXPECT_THAT(Check(SmallBag()), testing::IsEmpty());
}

TEST(Bag, ABundleIsAValidBag) {
  const SmallCasebook casebook;
  const auto bundle = BuildBundle(casebook.Input(), ShippedTables());
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  const Files files = FilesOf(bundle->zip);
  ExpectValidByTheRfc(files);
  EXPECT_EQ(bundle->id, Sha256(files.at("tagmanifest-sha256.txt")));
}

struct Change {
  const char* name;
  std::function<void(Files*)> change;
  const char* code;
  const char* file;
};

TEST(Bag, EveryDepartureIsNamed) {
  const std::string zeros(64, '0');
  for (const Change& change : std::vector<Change>{
           {"changed byte", [](Files* f) { f->at("data/a.txt")[0] ^= 1; }, "changed-file", "data/a.txt"},
           {"changed tag file", [](Files* f) { f->at("README.txt")[0] ^= 1; }, "changed-file", "README.txt"},
           {"added file", [](Files* f) { (*f)["data/x"] = "x"; }, "unlisted-file", "data/x"},
           {"added tag file", [](Files* f) { (*f)["x.txt"] = "x"; }, "unlisted-file", "x.txt"},
           {"removed file", [](Files* f) { f->erase("data/a.txt"); }, "missing-file", "data/a.txt"},
           {"removed tag file", [](Files* f) { f->erase("README.txt"); }, "missing-file", "README.txt"},
           {"no manifest", [](Files* f) { f->erase("manifest-sha256.txt"); }, "missing-file", "manifest-sha256.txt"},
           {"no tag manifest", [](Files* f) { f->erase("tagmanifest-sha256.txt"); }, "missing-file",
            "tagmanifest-sha256.txt"},
           {"no declaration", [](Files* f) { f->erase("bagit.txt"); }, "missing-file", "bagit.txt"},
           {"another version", [](Files* f) { Replace(&f->at("bagit.txt"), "1.0", "0.97"); }, "bag-declaration",
            "bagit.txt"},
           {"another Oxum", [](Files* f) { Replace(&f->at("bag-info.txt"), "5.2", "6.2"); }, "bag-declaration",
            "bag-info.txt"},
           {"fetch.txt", [](Files* f) { (*f)["fetch.txt"] = "http://x - data/a.txt\n"; }, "unexpected-file",
            "fetch.txt"},
           {"another algorithm", [](Files* f) { (*f)["manifest-md5.txt"] = ""; }, "unexpected-file",
            "manifest-md5.txt"},
           {"binary mark", [](Files* f) { Replace(&f->at("manifest-sha256.txt"), "  data/a", " *data/a"); },
            "manifest-line", "manifest-sha256.txt"},
           {"escaped line", [](Files* f) { f->at("manifest-sha256.txt").insert(0, "\\"); }, "manifest-line",
            "manifest-sha256.txt"},
           {"comment", [](Files* f) { f->at("manifest-sha256.txt").insert(0, "# x\n"); }, "manifest-line",
            "manifest-sha256.txt"},
           {"CR", [](Files* f) { Replace(&f->at("manifest-sha256.txt"), "\n", "\r\n"); }, "unlisted-file",
            "data/a.txt"},
           {"no final LF", [](Files* f) { f->at("manifest-sha256.txt").pop_back(); }, "manifest-line",
            "manifest-sha256.txt"},
           {"listed twice",
            [](Files* f) {
              std::string& text = f->at("manifest-sha256.txt");
              text.insert(0, text.substr(0, text.find('\n') + 1));
            },
            "manifest-line", "manifest-sha256.txt"},
           {"out of the folder", [zeros](Files* f) { f->at("manifest-sha256.txt").insert(0, zeros + "  ../x\n"); },
            "manifest-line", "manifest-sha256.txt"},
           {"the tag manifest lists payload",
            [zeros](Files* f) { f->at("tagmanifest-sha256.txt") += zeros + "  data/a.txt\n"; }, "manifest-line",
            "tagmanifest-sha256.txt"},
       }) {
    Files files = SmallBag();
    change.change(&files);
    const std::vector<BagProblem> problems = Check(files);
    bool found = false;
    for (const BagProblem& problem : problems) {
      found = found || (problem.code == change.code && problem.file == change.file);
    }
    EXPECT_TRUE(found) << change.name << ", " << problems.size() << " problems";
  }
}

TEST(Bag, SealsStandOutsideTheManifests) {
  Files files = SmallBag();
  files["seal/one.sig"] = "x";
  EXPECT_THAT(Check(files), testing::IsEmpty());
}

}  // namespace
}  // namespace tallystick
