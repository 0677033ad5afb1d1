// What commands share: opening the casebook, its keys, recording, resolving what a person typed.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "cli/command.h"
#include "cli/keystore.h"
#include "core/record/record_set.h"
#include "proto/import.pb.h"
#include "proto/view.pb.h"
#include "store/casebook.h"
#include "store/importer.h"

namespace tallystick {

// The casebook that the command line names, or the nearest one from this folder upwards.
absl::StatusOr<Casebook> OpenCasebook(const Context& context);

// Resolves an id, name or label; the error says which argument it was, and of an earlier snapshot when it came later.
absl::StatusOr<Digest> ResolveArgument(const Snapshot& snapshot, const std::string& word, const std::set<Kind>& kinds);

// The passphrase, the next line of --passphrase-fd or from the terminal. Only asked when `needed`.
absl::StatusOr<std::string> ReadPassphrase(const Context& context, bool needed, bool twice,
                                           absl::string_view prompt = "Passphrase: ");

// Who signs a recording; by default the author's key that is here, or the one that --author chooses.
struct AuthorChoice {
  std::optional<KeyFile> exactly;  // also one that only this recording admits
  std::optional<Digest> except;
};

// Locks the casebook's log for writing and gives what was last seen of it. kUnavailable when another process holds it;
// kFailedPrecondition with a hint when this machine has not seen the log.
absl::StatusOr<std::unique_ptr<LastSeen>> LockLog(const Context& context, const Casebook& casebook);

// One recording: casebook, unlocked keys, importer. Held by pointer because its parts point at one another.
class Recording {
 public:
  static absl::StatusOr<std::unique_ptr<Recording>> Open(const Context& context, FileReader reader,
                                                         const AuthorChoice& choice = {});

  Importer& importer() { return *importer_; }
  const Snapshot& snapshot() const { return *snapshot_; }
  const Casebook& casebook() const { return *casebook_; }

  // Adds one record that must be new to the recording (references as typed).
  absl::StatusOr<Digest> Add(const v1::ImportLine& line, bool once);

  // The same for a record that nobody types.
  absl::StatusOr<Digest> AddDraft(const RecordDraft& draft, bool once);

  // Makes what was added durable; as Recorder::Commit.
  absl::Status Commit() { return importer_->Commit().status(); }

  // Commits, unless --dry-run, and prints what was recorded.
  absl::StatusOr<ExitCode> Finish(const Context& context);

 private:
  Recording() = default;
  absl::Status Unlock(const Context& context, const AuthorChoice& choice);

  std::optional<Casebook> casebook_;
  std::optional<PrivateKey> author_, log_;
  std::unique_ptr<LastSeen> last_seen_;
  std::optional<LogWriter> writer_;
  std::unique_ptr<Snapshot> snapshot_;
  std::optional<Recorder> recorder_;
  std::optional<Importer> importer_;
  v1::RecordedDocument document_;
};

// Records exactly one line: open, add, finish.
absl::StatusOr<ExitCode> RecordOne(const Context& context, const v1::ImportLine& line);

// Reads the bytes of a file as an argument names it; "-" is standard input.
absl::StatusOr<std::string> ReadInput(const Context& context, const std::string& name);

}  // namespace tallystick
