#include "store/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status WriteAll(int fd, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FileError(errno, path);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return ::fsync(fd) == 0 ? absl::OkStatus() : FileError(errno, path);
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

absl::Status FileError(int error, absl::string_view path) {
  const std::string message = absl::StrCat(path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT: return absl::NotFoundError(message);
    case EEXIST: return absl::AlreadyExistsError(message);
    case EACCES:
    case EPERM:
    case EROFS: return absl::PermissionDeniedError(message);
    case ENOSPC:
    case EDQUOT: return absl::ResourceExhaustedError(message);
    default: return absl::UnknownError(message);
  }
}

absl::Status FlushFolder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) return FileError(errno, path);
  // EINVAL: a file system whose folders cannot be flushed. Nothing better can be had there.
  return ::fsync(folder.get()) == 0 || errno == EINVAL ? absl::OkStatus() : FileError(errno, path);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return FileError(errno, path);
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t n = ::read(file.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return FileError(errno, path);
    if (n == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(n));
  }
}

absl::Status WriteFileDurably(const std::string& path, absl::string_view bytes, int mode, bool replace) {
  if (!replace && FileExists(path)) return FileError(EEXIST, path);
  const std::string beside = absl::StrCat(path, ".", ::getpid(), ".new");
  ::unlink(beside.c_str());  // left by a crash of a process with the same number
  absl::Status written;
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) return FileError(errno, path);
    written = ::fchmod(file.get(), static_cast<mode_t>(mode)) == 0 ? WriteAll(file.get(), bytes, path) : FileError(errno, path);
  }
  // link() refuses an existing name, where rename() would replace it.
  if (written.ok() && (replace ? ::rename(beside.c_str(), path.c_str()) : ::link(beside.c_str(), path.c_str())) != 0) {
    written = FileError(errno, path);
  }
  if (!written.ok() || !replace) ::unlink(beside.c_str());
  if (!written.ok()) return written;
  return FlushFolder(FolderOf(path));
}

absl::Status WriteFileThrough(const std::string& beside, const std::string& path, absl::string_view bytes, int mode) {
  absl::Status written;
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.get() < 0) return FileError(errno, beside);
    written = ::fchmod(file.get(), static_cast<mode_t>(mode)) == 0 ? WriteAll(file.get(), bytes, path) : FileError(errno, path);
  }
  if (written.ok() && ::rename(beside.c_str(), path.c_str()) != 0) written = FileError(errno, path);
  if (!written.ok()) ::unlink(beside.c_str());
  return written;
}

absl::Status MakeFolders(const std::string& path, int mode) {
  if (path.empty()) return absl::OkStatus();
  if (FileExists(path)) {
    // Who made it may have been killed before its name was flushed. Where we may not even look we made nothing.
    const absl::Status flushed = FlushFolder(FolderOf(path));
    return absl::IsPermissionDenied(flushed) ? absl::OkStatus() : flushed;
  }
  TALLY_RETURN_IF_ERROR(MakeFolders(FolderOf(path) == path ? "" : FolderOf(path), mode));
  if (::mkdir(path.c_str(), static_cast<mode_t>(mode)) != 0 && errno != EEXIST) return FileError(errno, path);
  return FlushFolder(FolderOf(path));
}

absl::Status RemoveFile(const std::string& path) {
  return ::unlink(path.c_str()) == 0 || errno == ENOENT ? absl::OkStatus() : FileError(errno, path);
}

bool FileExists(const std::string& path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0;
}

}  // namespace tallystick
