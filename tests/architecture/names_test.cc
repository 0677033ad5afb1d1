#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <set>

#include "tests/architecture/source_tree.h"

namespace tallystick {
namespace {

// Names that say nothing of what is inside, wherever they stand between separators: core/util/x.h, hash_helper.cc.
std::string EmptyWordIn(const std::string& path) {
  static const std::set<std::string> empty = {"util",    "utils",    "utility", "utilities", "common",
                                              "manager", "managers", "helper",  "helpers",   "misc"};
  std::string word;
  for (const char c : path + "/") {
    if (std::isalnum(static_cast<unsigned char>(c))) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (empty.count(word)) {
      return word;
    } else {
      word.clear();
    }
  }
  return "";
}

// What a header lacks, or nothing: a comment at its top that says what it is for, then #pragma once.
std::string LackingIn(const std::string& header) {
  if (!StartsWith(header, "// ") && !StartsWith(header, "/*"))
    return "its first line must be a comment that says what it is for";
  if (header.find("\n#pragma once\n") == std::string::npos) return "it lacks #pragma once";
  return "";
}

const std::vector<std::string> kFolders = {"proto", "core", "store", "cli", "tests", "cmake", "examples", "docs"};

TEST(Names, EmptyNamesAreSeenAndOthersAreNot) {
  EXPECT_EQ(EmptyWordIn("core/util/digest.h"), "util");
  EXPECT_EQ(EmptyWordIn("core/base/digest_helper.cc"), "helper");
  EXPECT_EQ(EmptyWordIn("cli/KeyManager"), "");
  EXPECT_EQ(EmptyWordIn("cli/key-manager.cc"), "manager");
  EXPECT_EQ(EmptyWordIn("store/commons.h"), "");
  EXPECT_EQ(EmptyWordIn("core/record/utilisation.cc"), "");
}

TEST(Names, EveryFileAndFolderIsNamedByItsConcept) {
  const auto files = FilesUnder(SourceRoot(), kFolders);
  EXPECT_THAT(files, testing::Contains("core/base/digest.h"));
  for (const std::string& file : files) EXPECT_EQ(EmptyWordIn(file), "") << file << ": name it by what it is";
}

TEST(Names, AHeaderWithoutItsCommentIsSeen) {
  EXPECT_EQ(LackingIn("// SHA-256.\n#pragma once\n"), "");
  EXPECT_NE(LackingIn("#pragma once\n// SHA-256.\n"), "");
  EXPECT_NE(LackingIn("\n// SHA-256.\n#pragma once\n"), "");
  EXPECT_NE(LackingIn("// SHA-256.\n#ifndef X\n"), "");
}

TEST(Names, EveryHeaderBeginsWithWhatItIsFor) {
  const auto root = SourceRoot();
  for (const std::string& file : FilesUnder(root, kFolders)) {
    if (!EndsWith(file, ".h")) continue;
    EXPECT_EQ(LackingIn(ReadText(root / file)), "") << file;
  }
}

}  // namespace
}  // namespace tallystick
