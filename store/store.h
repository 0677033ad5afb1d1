// What keeps a casebook's records: the contract that every backend meets (tests/store/store_suite.h is run over each).
//
// Enduring: settings, submissions, tree nodes, checkpoints, time-stamp tokens. Written once, never changed; checkpoints
// gain cosignatures.
// Derived:  rows of byte keys and values in named tables, rebuilt from the submissions at any time (store/derived.h).
//
// Errors: kAborted = lost the append race, reload and retry; kUnavailable = locked or unreachable; kDataLoss = stored
// bytes that cannot be what was stored; kResourceExhausted = no room; kFailedPrecondition = another schema version.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/merkle/tree.h"
#include "core/record/submission.h"
#include "core/sign/note.h"

namespace tallystick {

struct Row {
  std::string table;
  std::string key;
  std::string value;
};

struct StoredRecord {
  std::string head;
  std::vector<StoredSlot> slots;
};

// One consistent view. For one thread at a time; several snapshots may be open side by side.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  virtual uint64_t size() const = 0;  // submissions in the log

  // kNotFound beyond size().
  virtual absl::StatusOr<StoredSubmission> ReadSubmission(uint64_t index) const = 0;
  // One record with its submission's head, without the other records. kNotFound when there is none.
  virtual absl::StatusOr<StoredRecord> ReadRecord(const Position& position) const = 0;
  // [begin, end) in order; stops at the first error. kDataLoss when an index is missing.
  virtual absl::Status ScanSubmissions(
      uint64_t begin, uint64_t end,
      const std::function<absl::Status(uint64_t index, StoredSubmission submission)>& visit) const = 0;

  // kNotFound when the node is not stored.
  virtual absl::StatusOr<Digest> ReadNode(NodeAddress address) const = 0;
  // The nodes of one level with begin <= index < end, by ascending index, those that are stored whole: what is missing
  // or damaged is passed over, and ReadNode tells why.
  virtual absl::Status ScanNodes(int level, uint64_t begin, uint64_t end,
                                 const std::function<void(uint64_t index, const Digest& hash)>& visit) const = 0;
  virtual absl::StatusOr<uint64_t> CountNodes() const = 0;

  // The signed note of that size. kNotFound; kDataLoss when it is not what was put in.
  virtual absl::StatusOr<std::string> ReadCheckpoint(uint64_t size) const = 0;

  // The signed notes of begin <= size < end, by ascending size. One that is not what was put in is passed over; the first
  // such is the kDataLoss that comes back after the others.
  using VisitNote = std::function<absl::Status(uint64_t size, const std::string& note)>;
  virtual absl::Status ScanCheckpointsIn(uint64_t begin, uint64_t end, const VisitNote& visit) const = 0;
  absl::Status ScanCheckpoints(const VisitNote& visit) const { return ScanCheckpointsIn(0, kNoEnd, visit); }
  static constexpr uint64_t kNoEnd = uint64_t{1} << 63;

  // The time-stamp tokens over checkpoints, by ascending size, those of one size in byte order. Damage as with
  // ScanCheckpoints.
  virtual absl::Status ScanTokens(
      const std::function<absl::Status(uint64_t size, const std::string& token)>& visit) const = 0;

  // kNotFound; kDataLoss when the value is not what was put in.
  virtual absl::StatusOr<std::string> ReadSetting(absl::string_view name) const = 0;

  // Rows of `table` with begin <= key < end in byte order ("" as end: no end), until `visit` returns false.
  virtual absl::Status ScanRows(absl::string_view table, absl::string_view begin, absl::string_view end,
                                const std::function<bool(absl::string_view key, absl::string_view value)>& visit) const = 0;
  virtual absl::StatusOr<std::vector<std::string>> TableNames() const = 0;

  // What the backend itself can say about damage in its own structures (page checks, stray rows); empty when nothing.
  virtual std::vector<std::string> SelfCheck() const = 0;
};

// What one commit adds.
struct Batch {
  std::vector<StoredSubmission> submissions;
  std::vector<Node> nodes;
  std::vector<Row> rows;
};

// When a write is on the disk.
enum class Durability {
  kNow,    // on return
  kLater,  // with the next durable write; a crash before that may lose it, as a whole
};

// Writing is for one thread at a time per object; several processes may have the same store open.
class Store {
 public:
  virtual ~Store() = default;

  virtual absl::StatusOr<std::unique_ptr<Snapshot>> OpenSnapshot() const = 0;

  // Durable as a whole or not at all. `verify` sees the rows as stored, before they become durable; its error undoes
  // everything. kAborted unless the log has exactly `expected_size` submissions.
  virtual absl::Status Append(uint64_t expected_size, const Batch& batch,
                              const std::function<absl::Status(const Snapshot&)>& verify) = 0;

  // The same size and note again is no error, also when cosignatures were added to it since; another note for one size is
  // kAlreadyExists.
  virtual absl::Status AddCheckpoint(uint64_t size, absl::string_view note, Durability durability) = 0;

  // Durable. Adds signature lines to the stored note of that size; `lines` have been verified for its text. Text and
  // lines that are there stay as they are; of one key (name and hash) the line that was stored first is kept. kNotFound
  // without such a note; kDataLoss when it is not what was put in; kResourceExhausted beyond kMaxNoteSignatures.
  virtual absl::Status AddCosignatures(uint64_t size, const std::vector<NoteSignature>& lines) = 0;

  // Durable. A size may have any number of tokens; the same one again is no error. Whether it is one is the caller's
  // to know.
  virtual absl::Status AddToken(uint64_t size, absl::string_view token) = 0;

  // What a snapshot shows now is durable on return, also what a process that was killed had written and not flushed.
  // kUnavailable when a reader of an older state keeps it from that.
  virtual absl::Status Flush() = 0;

  // Durable; a setting is written once (kAlreadyExists).
  virtual absl::Status AddSettings(const std::map<std::string, std::string>& settings) = 0;

  // Replaces all derived rows by what `fill` puts, as a whole or not at all. Nobody appends while `fill` runs; a snapshot
  // that it opens shows the store as it is.
  using PutRow = std::function<absl::Status(Row row)>;
  virtual absl::Status RebuildRows(const std::function<absl::Status(const PutRow& put)>& fill) = 0;
};

// The end of the range of all keys that begin with `prefix`; "" when there is none.
std::string PrefixEnd(absl::string_view prefix);

}  // namespace tallystick
