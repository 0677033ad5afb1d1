// A publisher that is killed, or whose disk fails, at every one of its file operations: what is there then is sound as
// far as a checkpoint speaks of it, and running it again gives the bytes of an undisturbed run.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "store/files.h"
#include "tests/store/published_log.h"
#include "tests/store/scratch_folder.h"

namespace {

enum class At { kNever, kKill, kFail };
At disturbance = At::kNever;
int operations_left = -1;  // until the disturbed one

// True when the operation is to fail; a killed process does not come back.
bool Disturbed() {
  if (disturbance == At::kNever || operations_left-- != 0) return false;
  if (disturbance == At::kKill) ::_exit(42);
  errno = EIO;
  return true;
}

}  // namespace

// These take the place of the C library's in this program.
extern "C" int fsync(int fd) {
  struct stat info;
  // What was not flushed is not all on the disk yet.
  const bool is_next = disturbance == At::kKill && operations_left == 0;
  if (is_next && ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) (void)!::ftruncate(fd, info.st_size / 2);
  return Disturbed() ? -1 : static_cast<int>(::syscall(SYS_fsync, fd));
}
extern "C" int rename(const char* from, const char* to) noexcept {
  return Disturbed() ? -1 : static_cast<int>(::syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
}
extern "C" int mkdir(const char* path, mode_t mode) noexcept {
  return Disturbed() ? -1 : static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

namespace tallystick {
namespace {

absl::Status Publish(const TestLog& log, const std::string& folder) {
  auto target = NewFolderTarget(folder, /*writes=*/true);
  if (!target.ok()) return target.status();
  return log.PublishTo(target->get()).status();
}

Files FilesBelow(const std::string& folder) {
  Files files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[std::filesystem::relative(entry.path(), folder).string()] = *ReadFile(entry.path().string());
    }
  }
  return files;
}

// What a reader finds is nothing, or a log that passes, of one of the two sizes.
void ExpectSound(const TestLog& log, const std::string& folder, const std::string& when) {
  const auto audit = AuditLog(FolderReader(folder), {log.key.key(), "log.example", std::nullopt});
  if (absl::IsNotFound(audit.status())) return;
  ASSERT_TRUE(audit.ok()) << when << audit.status();
  EXPECT_TRUE(audit->passed()) << when << (audit->problems.empty() ? "" : audit->problems[0].file);
}

class PublishKillTest : public testing::TestWithParam<std::pair<uint64_t, uint64_t>> {};

TEST_P(PublishKillTest, RunningAgainGivesTheBytesOfAnUndisturbedRun) {
  const auto [before, after] = GetParam();
  TestLog log(before);
  ScratchFolder scratch;
  const std::string whole = scratch / "whole";
  if (before > 0) {
    ASSERT_TRUE(Publish(log, whole).ok());
  }
  TestLog grown(after);
  ASSERT_TRUE(Publish(grown, whole).ok());
  const Files expected = FilesBelow(whole);
  int disturbed[2] = {0, 0};
  for (const At how : {At::kKill, At::kFail}) {
    for (int n = 0;; ++n) {
      const std::string when = absl::StrCat(how == At::kKill ? "killed" : "failed", " at operation ", n, ": ");
      const std::string folder = scratch / absl::StrCat(how == At::kKill ? "kill" : "fail", n);
      if (before > 0) {
        ASSERT_TRUE(Publish(log, folder).ok());
      }
      const pid_t child = ::fork();
      if (child == 0) {
        disturbance = how;
        operations_left = n;
        ::_exit(Publish(grown, folder).ok() ? 0 : 1);
      }
      int status = 0;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      ASSERT_TRUE(WIFEXITED(status)) << when;
      if (WEXITSTATUS(status) == 0) break;  // there is no n-th operation any more
      EXPECT_EQ(WEXITSTATUS(status), how == At::kKill ? 42 : 1) << when;
      ++disturbed[how == At::kKill ? 0 : 1];
      ExpectSound(grown, folder, when);
      const absl::Status again = Publish(grown, folder);
      EXPECT_TRUE(again.ok()) << when << again;
      EXPECT_TRUE(FilesBelow(folder) == expected) << when;
      std::filesystem::remove_all(folder);
    }
  }
  EXPECT_GE(disturbed[0], 15);
  EXPECT_EQ(disturbed[0], disturbed[1]);
}

INSTANTIATE_TEST_SUITE_P(Sizes, PublishKillTest,
                         testing::Values(std::pair(0, 3), std::pair(0, 600), std::pair(3, 7), std::pair(300, 600),
                                         std::pair(256, 513)));

}  // namespace
}  // namespace tallystick
