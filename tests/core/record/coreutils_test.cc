// What we write is checked by the programs that a stranger has: sha256sum, and nothing of ours.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "absl/strings/str_cat.h"
#include "tests/core/record/drafts.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;

class Coreutils : public testing::Test {
 protected:
  Coreutils() : folder_(fs::path(testing::TempDir()) / ("coreutils_test." + std::to_string(getpid()))) {
    fs::remove_all(folder_);
    Write("tallystick-v1-submission.json", made_.stored.head);
    Write("about.json", made_.stored.about.file);
    Write("submission.sha256", made_.manifest);
    const auto opened = OpenUnverified(made_.stored, 0);
    EXPECT_TRUE(opened.ok()) << opened.status();
    for (size_t n = 0; n < opened->bodies.size(); ++n) {
      Write(BodyFile(static_cast<int>(n)), opened->bodies[n]);
      check_ += " " + BodyFile(static_cast<int>(n));
      const auto order = SlotsOf(opened->records[n].kind());
      for (size_t i = 0; i < order.size(); ++i) {
        Write(SlotFile(static_cast<int>(n), static_cast<int>(i), SlotName(order[i])), made_.stored.records[n][i].file);
      }
    }
  }
  ~Coreutils() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& bytes) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    files_[name] = bytes;
  }

  // Exit code of `sha256sum --check` over the submission and every body.
  int Check(const std::string& options = "--strict --status") {
    const int status = std::system(absl::StrCat("cd '", folder_.string(), "' && for f in ", check_,
                                                "; do sha256sum --check ", options, " $f 2>/dev/null || exit 1; done")
                                       .c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  const SubmissionBuilder::Unsigned made_ = BuildAllKinds();
  const fs::path folder_;
  std::string check_ = "submission.sha256";
  std::map<std::string, std::string> files_;  // every file but its changes
};

TEST_F(Coreutils, AcceptASubmissionOfEveryKind) { EXPECT_EQ(Check(), 0); }

TEST_F(Coreutils, AcceptAPartOnlyWhenToldThatFilesAreWithheld) {
  fs::remove(folder_ / "004/1-attribution.json");
  fs::remove(folder_ / "about.json");
  EXPECT_EQ(Check(), 1);
  EXPECT_EQ(Check("--strict --status --ignore-missing"), 0);
}

TEST_F(Coreutils, NoticeAnyFlippedByte) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  ASSERT_EQ(Check(), 0);
  int flips = 0;
  for (const auto& [name, bytes] : std::map<std::string, std::string>(files_)) {
    if (name == "submission.sha256") continue;  // its bytes are the signature's to protect
    for (int i = 0; i < 5; ++i, ++flips) {
      std::string flipped = bytes;
      flipped[random() % flipped.size()] ^= static_cast<char>(1 + random() % 255);
      Write(name, flipped);
      EXPECT_NE(Check(), 0) << name;
    }
    Write(name, bytes);
  }
  EXPECT_GT(flips, 200);
  EXPECT_EQ(Check(), 0) << "put back as it was";
}

// Names in these files must mean the same to a shell: nothing to quote, nothing outside the folder.
TEST_F(Coreutils, NeedNoQuotingOfFileNames) {
  for (const auto& [name, bytes] : files_) {
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-./"), std::string::npos) << name;
    EXPECT_EQ(name.find(".."), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace tallystick
