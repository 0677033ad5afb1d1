#include "store/last_seen.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr absl::string_view kMagic = "tallystick-head-v1\n";
constexpr size_t kSlotSize = 4096;  // a block, so that the slots do not share one
constexpr int kSlots = 2;

struct Slot {
  uint64_t number = 0;  // counts the notes put
  std::string note;
};

Digest PrintOf(const Slot& slot) { return Sha256(absl::StrCat(slot.number, "\n", slot.note)); }

std::string PathOf(const std::string& folder, const Digest& log_key) {
  return absl::StrCat(folder, "/", log_key.hex(), ".head");
}

// "tallystick-head-v1", the number, the note's length, a digest of number and note, the note, zeros to the end.
absl::StatusOr<std::string> FormatSlot(const Slot& slot) {
  std::string bytes =
      absl::StrCat(kMagic, slot.number, "\n", slot.note.size(), "\n", PrintOf(slot).hex(), "\n", slot.note);
  if (bytes.size() > kSlotSize) return absl::InvalidArgumentError("a checkpoint this long cannot be kept as last seen");
  bytes.resize(kSlotSize, '\0');
  return bytes;
}

std::optional<absl::string_view> TakeLine(absl::string_view* text) {
  const size_t end = text->find('\n');
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

std::optional<Slot> ParseSlot(absl::string_view bytes) {
  if (!absl::ConsumePrefix(&bytes, kMagic)) return std::nullopt;
  const auto number = TakeLine(&bytes), size = TakeLine(&bytes), print = TakeLine(&bytes);
  Slot slot;
  uint64_t length = 0;
  if (!print || !absl::SimpleAtoi(*number, &slot.number) || !absl::SimpleAtoi(*size, &length) || length > bytes.size()) {
    return std::nullopt;
  }
  slot.note = std::string(bytes.substr(0, length));
  return PrintOf(slot).hex() == *print ? std::optional<Slot>(slot) : std::nullopt;
}

// The newer of the slots that can be read, and where it stands.
absl::StatusOr<std::pair<Slot, int>> ParseNewest(const std::string& path, absl::string_view bytes) {
  std::optional<std::pair<Slot, int>> newest;
  for (int at = 0; at < kSlots; ++at) {
    if (bytes.size() < (at + 1) * kSlotSize) break;
    std::optional<Slot> slot = ParseSlot(bytes.substr(at * kSlotSize, kSlotSize));
    if (slot && (!newest || slot->number > newest->first.number)) newest.emplace(*std::move(slot), at);
  }
  if (!newest) return absl::DataLossError(absl::StrCat(path, " is damaged: no checkpoint can be read from it"));
  return *std::move(newest);
}

class FileLastSeen final : public LastSeen {
 public:
  FileLastSeen(Descriptor file, std::string folder, std::string path)
      : file_(std::move(file)), folder_(std::move(folder)), path_(std::move(path)) {}

  absl::Status Lock(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno != EWOULDBLOCK) return FileError(errno, path_);
      if (std::chrono::steady_clock::now() >= deadline) {
        return absl::UnavailableError("another process is recording in this log; nothing was written");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return absl::OkStatus();
  }

  absl::Status Read() {
    std::string bytes(kSlots * kSlotSize, '\0');
    const ssize_t n = ::pread(file_.get(), bytes.data(), bytes.size(), 0);
    if (n < 0) return FileError(errno, path_);
    TALLY_ASSIGN_OR_RETURN(std::tie(slot_, at_),
                           ParseNewest(path_, absl::string_view(bytes).substr(0, static_cast<size_t>(n))));
    return absl::OkStatus();
  }

  const std::string& note() const override { return slot_.note; }

  absl::Status Replace(absl::string_view note) override {
    if (broken_) return absl::FailedPreconditionError(absl::StrCat(path_, " could not be written before"));
    const Slot next{slot_.number + 1, std::string(note)};
    const int at = kSlots - 1 - at_;
    TALLY_ASSIGN_OR_RETURN(const std::string bytes, FormatSlot(next));
    broken_ = true;  // unless all of the following is done
    // The same note once more: the slot that holds it may stand in the cache alone, and the older one is overwritten now.
    if (note == slot_.note && ::fdatasync(file_.get()) != 0) return FileError(errno, path_);
    const ssize_t n = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(at * kSlotSize));
    if (n != static_cast<ssize_t>(bytes.size())) return FileError(n < 0 ? errno : ENOSPC, path_);
    // Never tried again: after a failed one the kernel may take the pages for clean although they were lost.
    if (::fdatasync(file_.get()) != 0) return FileError(errno, path_);
    slot_ = next;
    at_ = at;
    broken_ = false;
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Keep(absl::string_view kind, absl::string_view in_words, const Testimony& seen,
                                   const Testimony& found) override {
    return KeepEvidence(folder_ + "/evidence", kind, in_words, seen, found);
  }

 private:
  Descriptor file_;
  std::string folder_, path_;
  Slot slot_;
  int at_ = 0;
  bool broken_ = false;
};

class MemoryLastSeen final : public LastSeen {
 public:
  explicit MemoryLastSeen(absl::string_view note) : note_(note) {}
  const std::string& note() const override { return note_; }
  absl::Status Replace(absl::string_view note) override {
    note_ = std::string(note);
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> Keep(absl::string_view, absl::string_view, const Testimony&, const Testimony&) override {
    return std::string("nowhere: there is no disk");
  }

 private:
  std::string note_;
};

}  // namespace

absl::Status CreateLastSeen(const std::string& folder, const Digest& log_key, absl::string_view note) {
  TALLY_ASSIGN_OR_RETURN(std::string bytes, FormatSlot({1, std::string(note)}));
  bytes.resize(kSlots * kSlotSize, '\0');  // later writes find their blocks there: no room has to be found for them
  TALLY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
  return WriteFileDurably(PathOf(folder, log_key), bytes, 0600, /*replace=*/false);
}

absl::StatusOr<std::unique_ptr<LastSeen>> OpenLastSeen(const std::string& folder, const Digest& log_key,
                                                       std::chrono::milliseconds patience) {
  const std::string path = PathOf(folder, log_key);
  Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.get() < 0) return FileError(errno, path);
  auto opened = std::make_unique<FileLastSeen>(std::move(file), folder, path);
  TALLY_RETURN_IF_ERROR(opened->Lock(patience));
  TALLY_RETURN_IF_ERROR(opened->Read());
  return opened;
}

absl::StatusOr<std::string> ReadLastSeen(const std::string& folder, const Digest& log_key) {
  const std::string path = PathOf(folder, log_key);
  TALLY_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  TALLY_ASSIGN_OR_RETURN(auto newest, ParseNewest(path, bytes));
  return std::move(newest.first.note);
}

std::unique_ptr<LastSeen> NewMemoryLastSeen(absl::string_view note) { return std::make_unique<MemoryLastSeen>(note); }

}  // namespace tallystick
