#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/files.h"
#include "store/publish.h"

namespace tallystick {
namespace {

class FolderTarget final : public PublishTarget {
 public:
  explicit FolderTarget(std::string folder) : folder_(std::move(folder)) {}
  ~FolderTarget() override {
    if (held_ >= 0) ::close(held_);
  }

  absl::Status Hold() {
    TALLY_RETURN_IF_ERROR(MakeFolders(folder_, 0755));
    held_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (held_ < 0) return absl::FailedPreconditionError(absl::StrCat(folder_, ": is not a folder that can be opened"));
    if (::flock(held_, LOCK_EX | LOCK_NB) == 0) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(folder_, ": another process is publishing into it"));
  }

  absl::StatusOr<std::string> Read(const std::string& path) override {
    absl::StatusOr<std::string> bytes = ReadFile(PathOf(path));
    if (bytes.ok()) MarkUnflushed(path);
    return bytes;
  }

  absl::Status Write(const std::string& path, absl::string_view bytes) override {
    MarkUnflushed(path);
    const std::string name = PathOf(path);
    TALLY_RETURN_IF_ERROR(MakeFolders(name.substr(0, name.rfind('/')), 0755));
    // One name for all: whatever a process that was ended has left under it, the next one overwrites.
    return WriteFileThrough(PathOf(".publishing"), name, bytes, 0644);
  }

  absl::Status Flush() override {
    for (const std::string& folder : unflushed_) TALLY_RETURN_IF_ERROR(FlushFolder(folder));
    unflushed_.clear();
    return absl::OkStatus();
  }

 private:
  // The folders from the file's up to the one that holds the published folder.
  void MarkUnflushed(absl::string_view path) {
    for (size_t slash = path.rfind('/'); slash != absl::string_view::npos; slash = path.rfind('/')) {
      path = path.substr(0, slash);
      if (!unflushed_.insert(PathOf(path)).second) return;
    }
    unflushed_.insert(folder_);
    unflushed_.insert(absl::StrCat(folder_, "/.."));
  }

  std::string PathOf(absl::string_view path) const { return absl::StrCat(folder_, "/", path); }

  const std::string folder_;
  int held_ = -1;
  std::set<std::string> unflushed_;  // a folder holds a thousand files
};

}  // namespace

absl::StatusOr<std::unique_ptr<PublishTarget>> NewFolderTarget(const std::string& folder, bool writes) {
  auto target = std::make_unique<FolderTarget>(folder);
  if (writes) TALLY_RETURN_IF_ERROR(target->Hold());
  return target;
}

}  // namespace tallystick
