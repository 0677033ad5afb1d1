// Reading side of the SQLite store.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/sqlite/database.h"
#include "store/store.h"

namespace tallystick {

// SHA-256 over name, NUL and value: what stands beside a setting and, with its size as name, beside a note.
std::string RowDigest(absl::string_view name, absl::string_view value);

// Connections for reading that wait for their next snapshot: opening one costs more than a small commit. Thread-safe.
class ReaderPool {
 public:
  explicit ReaderPool(std::string path) : path_(std::move(path)) {}
  absl::StatusOr<Database> Take();
  // `reader` is in no transaction and no statement of it is left.
  void Keep(Database reader);

 private:
  static constexpr size_t kKept = 4;
  const std::string path_;
  std::mutex mutex_;
  std::vector<Database> idle_;
};

class SqliteSnapshot final : public Snapshot {
 public:
  // Over a connection of the pool, in a read transaction.
  static absl::StatusOr<std::unique_ptr<Snapshot>> Open(std::shared_ptr<ReaderPool> pool);
  // Over somebody's connection, within their transaction. `database` must outlive it.
  static absl::StatusOr<std::unique_ptr<Snapshot>> Borrow(const Database* database);

  ~SqliteSnapshot() override;

  uint64_t size() const override { return size_; }
  absl::StatusOr<StoredSubmission> ReadSubmission(uint64_t index) const override;
  absl::StatusOr<StoredRecord> ReadRecord(const Position& position) const override;
  absl::Status ScanSubmissions(
      uint64_t begin, uint64_t end,
      const std::function<absl::Status(uint64_t, StoredSubmission)>& visit) const override;
  absl::StatusOr<Digest> ReadNode(NodeAddress address) const override;
  absl::Status ScanNodes(int level, uint64_t begin, uint64_t end,
                         const std::function<void(uint64_t index, const Digest& hash)>& visit) const override;
  absl::StatusOr<uint64_t> CountNodes() const override;
  absl::StatusOr<std::string> ReadCheckpoint(uint64_t size) const override;
  absl::Status ScanCheckpointsIn(uint64_t begin, uint64_t end, const VisitNote& visit) const override;
  absl::Status ScanTokens(const std::function<absl::Status(uint64_t, const std::string&)>& visit) const override;
  absl::StatusOr<std::string> ReadSetting(absl::string_view name) const override;
  absl::Status ScanRows(absl::string_view table, absl::string_view begin, absl::string_view end,
                        const std::function<bool(absl::string_view, absl::string_view)>& visit) const override;
  absl::StatusOr<std::vector<std::string>> TableNames() const override;
  std::vector<std::string> SelfCheck() const override;

 private:
  SqliteSnapshot() = default;
  absl::Status Load();
  // A prepared statement, made on first use and reset for this one.
  absl::StatusOr<Statement*> Use(std::optional<Statement>* slot, absl::string_view sql) const;

  std::shared_ptr<ReaderPool> pool_;  // of owned_
  std::optional<Database> owned_;
  const Database* database_ = nullptr;
  uint64_t size_ = 0;
  // A prepared statement of its own for a scan, lent out while it is in use: a visitor may scan too.
  absl::StatusOr<Statement> Lend(std::optional<Statement>* slot, absl::string_view sql) const;
  static void TakeBack(Statement statement, std::optional<Statement>* slot);

  mutable std::optional<Statement> node_, nodes_, record_, rows_on_, rows_to_, heads_, records_, notes_;
};

}  // namespace tallystick
