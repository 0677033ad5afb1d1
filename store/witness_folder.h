// What a witness keeps, in a folder of its own: whose it is, which logs it knows, and of each log the checkpoint that
// it cosigned last. Losing that memory, or two memories at once, would let a log show two histories; so every step is
// compared, written and flushed under one lock, and what is missing or damaged is refused, never begun anew.
// The files are described in docs/witness.md. Several threads and processes may use one folder at the same time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/note.h"
#include "core/sign/witness.h"

namespace tallystick {

class WitnessFolder {
 public:
  // The one act that begins a log's memory: adds keys of logs, and the folder itself when it is not there. Keys that it
  // has are left alone. Gives the keys that are new. kFailedPrecondition when the folder belongs to another witness;
  // kDataLoss when a log that was added before has lost its memory: adding it again does not bring that back.
  static absl::StatusOr<std::vector<NoteKey>> AddLogs(const std::string& folder, const NoteKey& witness,
                                                      const std::vector<NoteKey>& logs);

  // kNotFound when there is none; kDataLoss, with the file, when anything in it is missing or damaged.
  static absl::StatusOr<WitnessFolder> Open(const std::string& folder);

  const std::string& path() const { return path_; }
  const NoteKey& witness() const { return witness_; }  // kCosignatureV1
  const std::vector<NoteKey>& logs() const { return logs_; }
  std::string evidence_folder() const { return path_ + "/evidence"; }

  // One step for one log. While it exists nobody else can begin one in this folder, in any process.
  class Step {
   public:
    Step(Step&& other) noexcept;
    Step& operator=(Step&&) = delete;
    ~Step();

    const std::optional<LastCosigned>& last() const { return last_; }
    const std::string& note() const { return note_; }  // that of last(); "" when nothing was cosigned

    // Makes `note` what was cosigned last; durable on return. On any error it is not to be given out.
    absl::Status Record(const Note& note);

   private:
    friend class WitnessFolder;
    Step(int lock, std::string path, std::string origin)
        : lock_(lock), path_(std::move(path)), origin_(std::move(origin)) {}
    int lock_;
    std::string path_, origin_, note_;
    std::optional<LastCosigned> last_;
  };

  // kNotFound for a log that was not added; kUnavailable when others hold the lock for more than ten seconds;
  // kDataLoss.
  absl::StatusOr<Step> Begin(absl::string_view origin) const;

 private:
  WitnessFolder(std::string path, NoteKey witness) : path_(std::move(path)), witness_(std::move(witness)) {}

  std::string path_;
  NoteKey witness_;
  std::vector<NoteKey> logs_;
};

}  // namespace tallystick
