// Publishes a log as static files that any web server can serve (https://c2sp.org/tlog-tiles; docs/publication.md):
// entries, tiles and, last of all, the checkpoint. What is in a folder already is gone on with, never rewritten.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/merkle/tree.h"
#include "core/sign/checkpoint.h"
#include "store/log.h"
#include "store/store.h"

namespace tallystick {

// Where it goes. Paths are relative ("tile/0/000"). For one thread at a time.
class PublishTarget {
 public:
  virtual ~PublishTarget() = default;
  // kNotFound when there is no such file.
  virtual absl::StatusOr<std::string> Read(const std::string& path) = 0;
  // There is the whole file or what was there before, whenever the process ends.
  virtual absl::Status Write(const std::string& path, absl::string_view bytes) = 0;
  // Makes durable what was written, and what was read too: an earlier process may have been ended before it did.
  virtual absl::Status Flush() = 0;
};

// A folder. With `writes` it is made when it is missing, and held against other publishers until the target goes:
// kUnavailable when another one holds it.
absl::StatusOr<std::unique_ptr<PublishTarget>> NewFolderTarget(const std::string& folder, bool writes);

// Gives entries [begin, end) of a log in order; stops at the first error, its own or of `visit`.
using EntryScan = std::function<absl::Status(
    uint64_t begin, uint64_t end, const std::function<absl::Status(uint64_t index, absl::string_view entry)>& visit)>;

// What is published: the log as far as a checkpoint signs it.
struct LogToPublish {
  std::string checkpoint;  // the note, with its cosignatures
  NodeReader nodes;
  EntryScan entries;
};
// A casebook's log under its newest checkpoint; kNotFound before the first. The snapshot must outlive it.
absl::StatusOr<LogToPublish> LogOf(const Snapshot& snapshot);

struct PublishOptions {
  bool all = false;      // looks at every file, not only at those that come after the checkpoint published before
  bool dry_run = false;  // reads and compares, and writes nothing
};

struct PublishReport {
  Checkpoint head;
  uint64_t published_before = 0;  // entries under the checkpoint that was there
  uint64_t tiles_written = 0, bundles_written = 0;
  uint64_t files_present = 0;  // looked at, and right already
  bool checkpoint_written = false;
};

// Writes what is missing. The work is in proportion to what is new; memory does not grow with the log. After an error,
// or when the process was ended at any place, doing it again completes it: no checkpoint is there before its files.
//
// Nothing is written unless the tree as stored leads to the signed root. kDataLoss for a casebook that is damaged, and
// for files there that contradict the log: names the file; when it is the published checkpoint, shows both (the log was
// rolled back, or it is a fork). kFailedPrecondition when the checkpoint there is of another log.
absl::StatusOr<PublishReport> PublishLog(const LogToPublish& log, const NoteKey& key, const PublishOptions& options,
                                         PublishTarget* target);

}  // namespace tallystick
