#include "store/witness_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/sign/lines.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr absl::string_view kFolderLine = "tallystick-witness-v1";
constexpr absl::string_view kLogLine = "tallystick-witness-log-v1";
constexpr absl::string_view kSealPrefix = "sha256 ";
constexpr size_t kSealSize = 7 + 64 + 1;
constexpr std::chrono::milliseconds kLockPatience(10000), kLockPause(5);

std::string MainFile(const std::string& folder) { return absl::StrCat(folder, "/witness"); }
std::string LogFile(const std::string& folder, absl::string_view origin) {
  return absl::StrCat(folder, "/logs/", Sha256(origin).hex());
}

absl::Status Damaged(const std::string& path, absl::string_view how) {
  return absl::DataLossError(absl::StrCat(path, " is damaged: ", how));
}

std::string Sealed(absl::string_view text) { return absl::StrCat(text, kSealPrefix, Sha256(text).hex(), "\n"); }

// What Sealed() was given. A file that was once written is never missing for a good reason.
absl::StatusOr<std::string> ReadSealed(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadFile(path);
  if (absl::IsNotFound(bytes.status())) {
    return absl::DataLossError(absl::StrCat(path, " is missing: the witness no longer knows what it cosigned"));
  }
  if (!bytes.ok()) return bytes;
  if (bytes->size() < kSealSize) return Damaged(path, "it is too short");
  std::string text = bytes->substr(0, bytes->size() - kSealSize);
  if (Sealed(text) != *bytes) return Damaged(path, "its last line is not the SHA-256 of what stands above");
  return text;
}

// The lock is on the folder itself: a lock file could be removed while somebody holds it.
absl::StatusOr<int> Lock(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return absl::NotFoundError(absl::StrCat(folder, ": ", std::strerror(errno)));
  const auto until = std::chrono::steady_clock::now() + kLockPatience;
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    if ((error == EWOULDBLOCK || error == EINTR) && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(kLockPause);
      continue;
    }
    ::close(fd);
    return absl::UnavailableError(absl::StrCat(folder, " is in use by another process: ", std::strerror(error)));
  }
  return fd;
}

class HeldLock {
 public:
  explicit HeldLock(int fd) : fd_(fd) {}
  ~HeldLock() { ::close(fd_); }
  HeldLock(const HeldLock&) = delete;
  HeldLock& operator=(const HeldLock&) = delete;

 private:
  int fd_;
};

std::string FormatMain(const NoteKey& witness, const std::vector<NoteKey>& logs) {
  std::string text = absl::StrCat(kFolderLine, "\nwitness ", witness.Format(), "\n");
  for (const NoteKey& log : logs) absl::StrAppend(&text, "log ", log.Format(), "\n");
  return Sealed(text);
}

absl::StatusOr<NoteKey> ParseKeyLine(LineReader* lines, absl::string_view prefix, SignatureType type) {
  TALLY_ASSIGN_OR_RETURN(absl::string_view line, lines->Next("a key"));
  if (!absl::ConsumePrefix(&line, prefix)) return lines->Refuse("not a key");
  TALLY_ASSIGN_OR_RETURN(NoteKey key, NoteKey::Parse(line));
  if (key.type() != type) return lines->Refuse("a key of another type");
  return key;
}

// Nothing cosigned yet: "cosigned nothing". Else the note follows.
std::string FormatLog(absl::string_view origin, absl::string_view note) {
  return Sealed(absl::StrCat(kLogLine, "\nlog ", origin, "\ncosigned ", note.empty() ? "nothing\n" : "\n\n", note));
}

// The note; "" when nothing was cosigned.
absl::StatusOr<std::string> ReadLog(const std::string& path, absl::string_view origin) {
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadSealed(path));
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, absl::StrCat(kLogLine, "\nlog ", origin, "\ncosigned "))) {
    return Damaged(path, "it is not about this log");
  }
  if (rest == "nothing\n") return std::string();
  if (!absl::ConsumePrefix(&rest, "\n\n")) return Damaged(path, "no checkpoint follows");
  return std::string(rest);
}

absl::StatusOr<LastCosigned> OpenLast(const std::string& path, const std::string& text, absl::string_view origin,
                                      const NoteKey& witness) {
  const absl::StatusOr<Note> note = ParseNoteUnverified(text);
  if (!note.ok()) return Damaged(path, note.status().message());
  absl::StatusOr<LastCosigned> last = OpenCosigned(*note, witness);
  if (!last.ok()) return Damaged(path, last.status().message());
  if (last->checkpoint.origin != origin) return Damaged(path, "its checkpoint is of another log");
  return last;
}

bool Holds(const std::vector<NoteKey>& keys, const NoteKey& key) {
  return std::any_of(keys.begin(), keys.end(), [&key](const NoteKey& k) { return k.Format() == key.Format(); });
}

}  // namespace

absl::StatusOr<std::vector<NoteKey>> WitnessFolder::AddLogs(const std::string& folder, const NoteKey& witness,
                                                            const std::vector<NoteKey>& logs) {
  if (witness.type() != SignatureType::kCosignatureV1) return absl::InvalidArgumentError("not a key for cosignatures");
  TALLY_RETURN_IF_ERROR(MakeFolders(absl::StrCat(folder, "/logs"), 0700));
  TALLY_ASSIGN_OR_RETURN(const int lock, Lock(folder));
  const HeldLock held(lock);
  std::vector<NoteKey> all, added;
  if (FileExists(MainFile(folder))) {
    TALLY_ASSIGN_OR_RETURN(const WitnessFolder before, Open(folder));
    if (before.witness().Format() != witness.Format()) {
      return absl::FailedPreconditionError(
          absl::StrCat(folder, " belongs to another witness, ", before.witness().Format()));
    }
    all = before.logs();
  }
  for (const NoteKey& log : logs) {
    if (log.type() != SignatureType::kEd25519) {
      return absl::InvalidArgumentError(absl::StrCat(log.name(), ": a key for cosignatures is not that of a log"));
    }
    if (log.key() == witness.key()) {
      return absl::InvalidArgumentError(absl::StrCat(log.name(), ": a log cannot be its own witness"));
    }
    if (Holds(all, log)) continue;
    // The memory first: a crash before the list names the log leaves a memory of nothing, which is the truth.
    const std::string path = LogFile(folder, log.name());
    if (!FileExists(path)) {
      TALLY_RETURN_IF_ERROR(WriteFileDurably(path, FormatLog(log.name(), ""), 0600, /*replace=*/false));
    }
    all.push_back(log);
    added.push_back(log);
  }
  if (!added.empty() || !FileExists(MainFile(folder))) {
    TALLY_RETURN_IF_ERROR(WriteFileDurably(MainFile(folder), FormatMain(witness, all), 0600, /*replace=*/true));
  }
  return added;
}

absl::StatusOr<WitnessFolder> WitnessFolder::Open(const std::string& folder) {
  const std::string path = MainFile(folder);
  if (!FileExists(path)) {
    if (FileExists(absl::StrCat(folder, "/logs"))) return ReadSealed(path).status();  // it is missing
    return absl::NotFoundError(absl::StrCat("no witness keeps its state in ", folder));
  }
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadSealed(path));
  LineReader lines(text);
  const absl::StatusOr<absl::string_view> first = lines.Next(kFolderLine);
  if (!first.ok() || *first != kFolderLine) {
    return absl::FailedPreconditionError(absl::StrCat(path, " is of another version; this one reads ", kFolderLine));
  }
  absl::StatusOr<NoteKey> witness = ParseKeyLine(&lines, "witness ", SignatureType::kCosignatureV1);
  if (!witness.ok()) return Damaged(path, witness.status().message());
  WitnessFolder opened(folder, *std::move(witness));
  while (!lines.done()) {
    absl::StatusOr<NoteKey> log = ParseKeyLine(&lines, "log ", SignatureType::kEd25519);
    if (!log.ok()) return Damaged(path, log.status().message());
    const std::string file = LogFile(folder, log->name());
    TALLY_ASSIGN_OR_RETURN(const std::string note, ReadLog(file, log->name()));
    if (!note.empty()) TALLY_RETURN_IF_ERROR(OpenLast(file, note, log->name(), opened.witness_).status());
    opened.logs_.push_back(*std::move(log));
  }
  return opened;
}

WitnessFolder::Step::Step(Step&& other) noexcept
    : lock_(std::exchange(other.lock_, -1)),
      path_(std::move(other.path_)),
      origin_(std::move(other.origin_)),
      note_(std::move(other.note_)),
      last_(std::move(other.last_)) {}

WitnessFolder::Step::~Step() {
  if (lock_ >= 0) ::close(lock_);
}

absl::Status WitnessFolder::Step::Record(const Note& note) {
  return WriteFileDurably(path_, FormatLog(origin_, FormatNote(note)), 0600, /*replace=*/true);
}

absl::StatusOr<WitnessFolder::Step> WitnessFolder::Begin(absl::string_view origin) const {
  if (std::none_of(logs_.begin(), logs_.end(), [origin](const NoteKey& log) { return log.name() == origin; })) {
    return absl::NotFoundError("this witness does not know the log");
  }
  TALLY_ASSIGN_OR_RETURN(const int lock, Lock(path_));
  Step step(lock, LogFile(path_, origin), std::string(origin));
  TALLY_ASSIGN_OR_RETURN(step.note_, ReadLog(step.path_, origin));
  if (!step.note_.empty()) {
    TALLY_ASSIGN_OR_RETURN(step.last_, OpenLast(step.path_, step.note_, origin, witness_));
  }
  return step;
}

}  // namespace tallystick
