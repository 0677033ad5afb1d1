#include "store/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/store/scratch_folder.h"

namespace {

// What was flushed, by path, and whether flushing fails.
std::vector<std::string>* flushed = new std::vector<std::string>;
bool flushing_fails = false;

}  // namespace

// Takes the place of the C library's in this program.
extern "C" int fsync(int fd) {
  char path[4096];
  const std::string link = absl::StrCat("/proc/self/fd/", fd);
  const ssize_t size = ::readlink(link.c_str(), path, sizeof path);
  flushed->emplace_back(path, size < 0 ? 0 : static_cast<size_t>(size));
  if (flushing_fails) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fsync, fd));
}

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class FilesTest : public testing::Test {
 protected:
  void SetUp() override { flushed->clear(); }
  void TearDown() override { flushing_fails = false; }

  static int ModeOf(const std::string& path) {
    struct stat info;
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777;
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  ScratchFolder folder_;
  std::string path_ = folder_ / "file";
};

TEST_F(FilesTest, AFileIsWrittenWholeWithItsModeAndNothingIsLeftBeside) {
  const std::string bytes("a\0\xff\n", 4);
  for (const int mode : {0600, 0400, 0644}) {
    ASSERT_TRUE(WriteFileDurably(path_, bytes, mode, /*replace=*/true).ok());
    EXPECT_EQ(*ReadFile(path_), bytes);
    EXPECT_EQ(ModeOf(path_), mode);
    EXPECT_THAT(Names(), ElementsAre("file"));
  }
}

TEST_F(FilesTest, TheBytesAreFlushedBeforeTheNameAndTheFolderAfterIt) {
  for (const bool replace : {true, false}) {
    flushed->clear();
    std::filesystem::remove(path_);
    ASSERT_TRUE(WriteFileDurably(path_, "bytes", 0600, replace).ok());
    EXPECT_THAT(*flushed, ElementsAre(testing::StartsWith(path_ + "."), folder_.path()));
  }
}

TEST_F(FilesTest, AnExistingFileIsKeptUnlessReplacingWasAsked) {
  ASSERT_TRUE(WriteFileDurably(path_, "first", 0600, /*replace=*/false).ok());
  EXPECT_TRUE(absl::IsAlreadyExists(WriteFileDurably(path_, "second", 0600, /*replace=*/false)));
  EXPECT_EQ(*ReadFile(path_), "first");
  ASSERT_TRUE(WriteFileDurably(path_, "third", 0600, /*replace=*/true).ok());
  EXPECT_EQ(*ReadFile(path_), "third");
  EXPECT_THAT(Names(), ElementsAre("file"));
}

// Writes beyond this many bytes of a file fail, as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_;
  sighandler_t handler_;
};

TEST_F(FilesTest, AWriteThatBreaksOffLeavesTheOldFileAndNothingBeside) {
  ASSERT_TRUE(WriteFileDurably(path_, "old", 0600, true).ok());
  absl::Status replaced, made;
  {
    const FileSizeLimit limit(1000);
    replaced = WriteFileDurably(path_, std::string(5000, 'x'), 0600, true);
    made = WriteFileDurably(folder_ / "other", std::string(5000, 'x'), 0600, false);
  }
  EXPECT_FALSE(replaced.ok());
  EXPECT_THAT(std::string(replaced.message()), HasSubstr(path_));
  EXPECT_FALSE(made.ok());
  EXPECT_EQ(*ReadFile(path_), "old");
  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(FilesTest, WhatCannotBeFlushedIsNotPutInPlace) {
  ASSERT_TRUE(WriteFileDurably(path_, "old", 0600, true).ok());
  flushing_fails = true;
  EXPECT_FALSE(WriteFileDurably(path_, "new", 0600, true).ok());
  EXPECT_FALSE(WriteFileDurably(folder_ / "other", "new", 0600, false).ok());
  EXPECT_EQ(*ReadFile(path_), "old");
  EXPECT_THAT(Names(), ElementsAre("file"));
}

// A crash leaves a file beside; a later process with the same number (in a container, always) must not stumble over it,
// whatever it is.
TEST_F(FilesTest, WhatACrashLeftBesideDoesNotMatter) {
  const std::string beside = absl::StrCat(path_, ".", ::getpid(), ".new"), elsewhere = folder_ / "elsewhere";
  std::ofstream(elsewhere) << "not to be touched";
  std::filesystem::create_symlink(elsewhere, beside);
  ASSERT_TRUE(WriteFileDurably(path_, "bytes", 0400, false).ok());
  EXPECT_EQ(*ReadFile(elsewhere), "not to be touched");
  EXPECT_EQ(*ReadFile(path_), "bytes");
  EXPECT_FALSE(std::filesystem::is_symlink(path_));
  EXPECT_THAT(Names(), ElementsAre("elsewhere", "file"));
}

TEST_F(FilesTest, ErrorsBearThePath) {
  const std::string absent = folder_ / "absent/file";
  EXPECT_TRUE(absl::IsNotFound(ReadFile(absent).status()));
  EXPECT_THAT(std::string(ReadFile(absent).status().message()), HasSubstr(absent));
  EXPECT_TRUE(absl::IsNotFound(WriteFileDurably(absent, "x", 0600, true)));
  EXPECT_FALSE(ReadFile(folder_.path()).ok()) << "a folder is no file";
}

TEST_F(FilesTest, ALargeFileComesBack) {
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes.push_back(static_cast<char>(i * 7));
  ASSERT_TRUE(WriteFileDurably(path_, bytes, 0600, true).ok());
  EXPECT_EQ(*ReadFile(path_), bytes);
}

TEST_F(FilesTest, FoldersAreMadeWithThoseAboveThemAndFlushed) {
  const std::string deep = folder_ / "a/b/c", above = folder_.path().substr(0, folder_.path().rfind('/'));
  ASSERT_TRUE(MakeFolders(deep, 0700).ok());
  EXPECT_EQ(ModeOf(deep), 0700);
  EXPECT_EQ(ModeOf(folder_ / "a"), 0700);
  EXPECT_THAT(*flushed, ElementsAre(above, folder_.path(), folder_ / "a", folder_ / "a/b"))
      << "a folder lasts once the one above it is flushed, also one that was there";
  EXPECT_TRUE(MakeFolders(deep, 0700).ok());
  std::ofstream(path_) << "in the way";
  EXPECT_FALSE(MakeFolders(path_ + "/below", 0700).ok());
}

TEST_F(FilesTest, ExistsSaysWhatIsThere) {
  EXPECT_FALSE(FileExists(path_));
  std::ofstream(path_).close();
  EXPECT_TRUE(FileExists(path_));
  EXPECT_TRUE(FileExists(folder_.path()));
}

}  // namespace
}  // namespace tallystick
