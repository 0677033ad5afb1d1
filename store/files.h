// Whole files, durably. Errors as Status with the path in the message.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// Owns an open file.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int get() const { return fd_; }  // negative: none is open

 private:
  int fd_;
};

// What errno says about `path`, as a code of docs/architecture.md.
absl::Status FileError(int error, absl::string_view path);

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Written beside, flushed, then renamed: there is the whole file or none. The folder is flushed too.
// `mode` as for chmod. With `replace` false an existing file is kAlreadyExists.
absl::Status WriteFileDurably(const std::string& path, absl::string_view bytes, int mode, bool replace);

// The same, for many files at once: written as `beside`, on the same file system, flushed, then renamed to `path`, which
// it replaces. The name is durable once FlushFolder was called for the folder. A process that is ended leaves `beside`.
absl::Status WriteFileThrough(const std::string& beside, const std::string& path, absl::string_view bytes, int mode);

// The folder and those above it, durably; also one that exists, whose name may not have been flushed.
absl::Status MakeFolders(const std::string& path, int mode);

// Makes the names in a folder durable.
absl::Status FlushFolder(const std::string& path);

// No error when there is none.
absl::Status RemoveFile(const std::string& path);

bool FileExists(const std::string& path);

}  // namespace tallystick
