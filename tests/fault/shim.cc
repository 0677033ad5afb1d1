// Loaded under the real program with LD_PRELOAD: numbers what it does to files below FAULT_ROOT, writes that down in
// FAULT_JOURNAL (tests/fault/journal.h), and at operation FAULT_AT does FAULT_DO:
//
//   kill-before, kill-after   the process ends there, as by SIGKILL
//   kill-half                 half of a write is done, then the process ends
//   EIO, ENOSPC               the operation is not done and reported failed
//   done-EIO                  it is done and reported failed
//   short                     half of a write is done and reported so
//
// Calls the kernel itself, so that it stands under SQLite and the program alike. docs/faults.md.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace {

struct Settings {
  const char* root = getenv("FAULT_ROOT");
  size_t root_size = root ? strlen(root) : 0;
  const char* journal = getenv("FAULT_JOURNAL");
  long at = getenv("FAULT_AT") ? atol(getenv("FAULT_AT")) : 0;
  const char* what = getenv("FAULT_DO") ? getenv("FAULT_DO") : "";
};

const Settings& Set() {
  static const Settings settings;
  return settings;
}

std::atomic<long> done{0};
thread_local long number = 0;  // of the operation that this thread is in

bool Below(const char* path) {
  const size_t n = Set().root_size;
  return Set().root && strncmp(path, Set().root, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

// The path of an open file below the root; false for any other.
bool PathOf(int fd, char (&path)[4096]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const long n = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (n <= 0) return false;
  path[n] = '\0';
  return Below(path) && !strstr(path, " (deleted)");
}

const char* Absolute(const char* path, char (&out)[4096]) {
  if (path[0] == '/') return path;
  char here[2048];
  if (syscall(SYS_getcwd, here, sizeof here) <= 0) return path;
  snprintf(out, sizeof out, "%s/%s", here, strncmp(path, "./", 2) == 0 ? path + 2 : path);
  return out;
}

void Note(const char* op, const char* path, const char* other, int64_t offset, const void* bytes, size_t size,
          void* caller) {
  if (!Set().journal) return;
  static const int fd = [] {
    const int low =
        static_cast<int>(syscall(SYS_openat, AT_FDCWD, Set().journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    const int high = static_cast<int>(syscall(SYS_fcntl, low, F_DUPFD_CLOEXEC, 500));
    syscall(SYS_close, low);
    return high;
  }();
  Dl_info info;
  const bool sqlite = dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "libsqlite3");
  char line[9000];
  const int n = snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\t%s\t%lld\t%zu\n", number, op, sqlite ? "sqlite" : "tally",
                         path, other ? other : "-", static_cast<long long>(offset), size);
  syscall(SYS_write, fd, line, static_cast<size_t>(n));
  if (size > 0) syscall(SYS_write, fd, bytes, size);
}

[[noreturn]] void Die() {
  while (true) syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

bool Is(const char* what) { return strcmp(Set().what, what) == 0; }

// Runs one operation, or what is to happen in its place. `act(false)` does it and returns as the system call does,
// `act(true)` does half of it where there are halves; `note(result)` writes down what was done.
template <typename Act, typename Write>
long Operation(const char* op, bool halves, const char* path, const Act& act, const Write& note) {
  number = ++done;
  const bool here = number == Set().at;
  const bool sync = strcmp(op, "sync") == 0;
  const auto failed = [&](int error) {
    if (sync) Note("failed-sync", path, nullptr, 0, nullptr, 0, nullptr);
    errno = error;
    return -1;
  };
  if (here && Is("kill-before")) Die();
  if (here && Is("EIO")) return failed(EIO);
  if (here && Is("ENOSPC")) return failed(ENOSPC);
  const bool half = here && halves && (Is("short") || Is("kill-half"));
  const long result = act(half);
  const int error = errno;
  if (result >= 0) note(result);
  if (here && (Is("kill-after") || Is("kill-half"))) Die();
  if (here && Is("done-EIO")) {
    errno = EIO;
    return -1;
  }
  errno = error;
  return result;
}

long Open(int folder, const char* given, int flags, mode_t mode, void* caller) {
  char buffer[4096];
  const char* path = folder == AT_FDCWD ? Absolute(given, buffer) : given;
  struct stat info;
  const bool makes = (flags & O_CREAT) && Below(path) && syscall(SYS_newfstatat, AT_FDCWD, path, &info, 0) != 0;
  const bool cuts = !makes && (flags & O_TRUNC) && Below(path);
  if (!makes && !cuts) return syscall(SYS_openat, folder, given, flags, mode);
  return Operation(
      makes ? "create" : "truncate", false, path, [&](bool) { return syscall(SYS_openat, folder, given, flags, mode); },
      [&](long) { Note(makes ? "create" : "truncate", path, nullptr, 0, nullptr, 0, caller); });
}

long Write(int fd, const void* bytes, size_t size, int64_t offset, void* caller) {
  char path[4096];
  const auto act = [&](bool half) {
    const size_t n = half ? size / 2 : size;
    return offset < 0 ? syscall(SYS_write, fd, bytes, n) : syscall(SYS_pwrite64, fd, bytes, n, offset);
  };
  if (!PathOf(fd, path)) return act(false);
  return Operation("write", true, path, act, [&](long n) {
    const int64_t at = offset < 0 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) - n : offset;
    Note("write", path, nullptr, at, bytes, static_cast<size_t>(n), caller);
  });
}

long Truncate(int fd, int64_t size, void* caller) {
  char path[4096];
  const auto act = [&](bool) { return syscall(SYS_ftruncate, fd, size); };
  if (!PathOf(fd, path)) return act(false);
  return Operation("truncate", false, path, act,
                   [&](long) { Note("truncate", path, nullptr, size, nullptr, 0, caller); });
}

long Sync(long number, int fd, void* caller) {
  char path[4096];
  const auto act = [&](bool) { return syscall(number, fd); };
  if (!PathOf(fd, path)) return act(false);
  return Operation("sync", false, path, act, [&](long) { Note("sync", path, nullptr, 0, nullptr, 0, caller); });
}

template <typename Act>
long Names(const char* op, const char* given, const char* other, const Act& act, void* caller) {
  char buffer[4096], second[4096];
  const char* path = Absolute(given, buffer);
  if (!Below(path)) return act(false);
  const char* to = other ? Absolute(other, second) : nullptr;
  return Operation(op, false, path, act, [&](long) { Note(op, path, to, 0, nullptr, 0, caller); });
}

mode_t ModeOf(int flags, va_list list) { return (flags & O_CREAT) ? va_arg(list, mode_t) : 0; }

}  // namespace

#define CALLER __builtin_return_address(0)
#define WITH_MODE(flags)                   \
  va_list list;                            \
  va_start(list, flags);                   \
  const mode_t mode = ModeOf(flags, list); \
  va_end(list)

extern "C" {
int open(const char* path, int flags, ...) {
  WITH_MODE(flags);
  return static_cast<int>(Open(AT_FDCWD, path, flags, mode, CALLER));
}
int open64(const char* path, int flags, ...) {
  WITH_MODE(flags);
  return static_cast<int>(Open(AT_FDCWD, path, flags, mode, CALLER));
}
int openat(int folder, const char* path, int flags, ...) {
  WITH_MODE(flags);
  return static_cast<int>(Open(folder, path, flags, mode, CALLER));
}
ssize_t write(int fd, const void* bytes, size_t size) { return Write(fd, bytes, size, -1, CALLER); }
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) { return Write(fd, bytes, size, at, CALLER); }
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) { return Write(fd, bytes, size, at, CALLER); }
int ftruncate(int fd, off_t size) noexcept { return static_cast<int>(Truncate(fd, size, CALLER)); }
int ftruncate64(int fd, off64_t size) noexcept { return static_cast<int>(Truncate(fd, size, CALLER)); }
int fsync(int fd) { return static_cast<int>(Sync(SYS_fsync, fd, CALLER)); }
int fdatasync(int fd) { return static_cast<int>(Sync(SYS_fdatasync, fd, CALLER)); }
int mkdir(const char* path, mode_t mode) noexcept {
  return static_cast<int>(Names(
      "mkdir", path, nullptr, [&](bool) { return syscall(SYS_mkdir, path, mode); }, CALLER));
}
int unlink(const char* path) noexcept {
  return static_cast<int>(Names(
      "unlink", path, nullptr, [&](bool) { return syscall(SYS_unlink, path); }, CALLER));
}
int link(const char* from, const char* to) noexcept {
  return static_cast<int>(Names(
      "link", from, to, [&](bool) { return syscall(SYS_link, from, to); }, CALLER));
}
int rename(const char* from, const char* to) noexcept {
  return static_cast<int>(Names(
      "rename", from, to, [&](bool) { return syscall(SYS_rename, from, to); }, CALLER));
}
}
