#include "store/sqlite/sqlite_store.h"

#include <sys/stat.h>

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/cosignatures.h"
#include "store/slot_lines.h"
#include "store/sqlite/database.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_snapshot.h"

namespace tallystick {
namespace {

// Rolls back unless Commit() was reached.
class Transaction {
 public:
  static absl::StatusOr<Transaction> Begin(Database* database) {
    TALLY_RETURN_IF_ERROR(database->Execute("BEGIN IMMEDIATE"));
    return Transaction(database);
  }
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction() {
    if (database_ != nullptr) database_->Execute("ROLLBACK").IgnoreError();
  }
  absl::Status Commit() {
    TALLY_RETURN_IF_ERROR(database_->Execute("COMMIT"));
    database_ = nullptr;
    return absl::OkStatus();
  }

 private:
  explicit Transaction(Database* database) : database_(database) {}
  Database* database_;
};

absl::StatusOr<int64_t> ReadInteger(const Database& database, const char* sql) {
  TALLY_ASSIGN_OR_RETURN(Statement s, database.Prepare(sql));
  TALLY_RETURN_IF_ERROR(s.Step().status());
  return s.Integer(0);
}

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::string& path, Database database)
      : database_(std::move(database)), readers_(std::make_shared<ReaderPool>(path)) {}

  absl::StatusOr<std::unique_ptr<Snapshot>> OpenSnapshot() const override { return SqliteSnapshot::Open(readers_); }

  absl::Status Append(uint64_t expected_size, const Batch& batch,
                      const std::function<absl::Status(const Snapshot&)>& verify) override {
    TALLY_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(&database_));
    TALLY_ASSIGN_OR_RETURN(Statement * count, Use("SELECT coalesce(max(idx), -1) + 1 FROM submissions"));
    TALLY_RETURN_IF_ERROR(count->Step().status());
    const bool as_expected = static_cast<uint64_t>(count->Integer(0)) == expected_size;
    count->Reset();
    if (!as_expected) return absl::AbortedError("another process appended to the log first; try again");
    TALLY_RETURN_IF_ERROR(TouchTokens());
    TALLY_RETURN_IF_ERROR(InsertSubmissions(expected_size, batch.submissions));
    TALLY_RETURN_IF_ERROR(InsertNodes(batch.nodes));
    TALLY_RETURN_IF_ERROR(InsertRows(InKeyOrder(batch.rows)));
    {
      TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> stored, SqliteSnapshot::Borrow(&database_));
      TALLY_RETURN_IF_ERROR(verify(*stored));
    }
    return transaction.Commit();
  }

  absl::Status AddCheckpoint(uint64_t size, absl::string_view note, Durability durability) override {
    // With a write-ahead log NORMAL means that a commit is appended to it without waiting for the disk.
    if (durability == Durability::kLater) TALLY_RETURN_IF_ERROR(database_.Execute("PRAGMA synchronous=NORMAL"));
    const absl::Status added = InsertCheckpoint(size, note);
    if (durability == Durability::kLater) TALLY_RETURN_IF_ERROR(database_.Execute("PRAGMA synchronous=FULL"));
    return added;
  }

  absl::Status AddCosignatures(uint64_t size, const std::vector<NoteSignature>& lines) override {
    TALLY_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(&database_));
    TALLY_ASSIGN_OR_RETURN(Statement old, database_.Prepare("SELECT note, digest FROM checkpoints WHERE size = ?1"));
    old.Bind(1, static_cast<int64_t>(size));
    TALLY_ASSIGN_OR_RETURN(const bool there, old.Step());
    if (!there) return absl::NotFoundError(absl::StrCat("there is no checkpoint of size ", size));
    const std::string note(old.Bytes(0));
    // A new digest over damaged bytes would hide the damage.
    if (RowDigest(absl::StrCat(size), note) != old.Bytes(1)) {
      return absl::DataLossError(absl::StrCat("checkpoint of size ", size, ": the note is not what was stored"));
    }
    old.Reset();
    TALLY_ASSIGN_OR_RETURN(const std::string merged, WithCosignatures(note, lines));
    if (merged == note) return absl::OkStatus();
    TALLY_ASSIGN_OR_RETURN(Statement s, database_.Prepare("UPDATE checkpoints SET note = ?2, digest = ?3 WHERE size = ?1"));
    s.Bind(1, static_cast<int64_t>(size)).BindText(2, merged).BindBlob(3, RowDigest(absl::StrCat(size), merged));
    TALLY_RETURN_IF_ERROR(s.Run());
    return transaction.Commit();
  }

  absl::Status AddToken(uint64_t size, absl::string_view token) override {
    TALLY_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(&database_));
    TALLY_ASSIGN_OR_RETURN(const int64_t version, ReadInteger(database_, "PRAGMA user_version"));
    if (version < kSchemaVersion) TALLY_RETURN_IF_ERROR(database_.Execute(kUpgradeTo2));
    TALLY_ASSIGN_OR_RETURN(Statement s, database_.Prepare("INSERT OR IGNORE INTO tokens VALUES(?1, ?2, ?3)"));
    s.Bind(1, static_cast<int64_t>(size)).BindBlob(2, RowDigest(absl::StrCat(size), token)).BindBlob(3, token);
    TALLY_RETURN_IF_ERROR(s.Run());
    return transaction.Commit();
  }

  absl::Status Flush() override {
    // Moves the write-ahead log into the database and flushes both, so that even pages whose flush failed before are
    // written once more. The row says whether a reader was in the way.
    TALLY_ASSIGN_OR_RETURN(Statement s, database_.Prepare("PRAGMA wal_checkpoint(FULL)"));
    TALLY_RETURN_IF_ERROR(s.Step().status());
    if (s.Integer(0) == 0 && s.Integer(1) == s.Integer(2)) return absl::OkStatus();
    return absl::UnavailableError(
        "another process reads the casebook; what an interrupted recording left cannot be flushed yet");
  }

  absl::Status AddSettings(const std::map<std::string, std::string>& settings) override {
    TALLY_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(&database_));
    TALLY_ASSIGN_OR_RETURN(Statement s, database_.Prepare("INSERT INTO settings VALUES(?1, ?2, ?3)"));
    for (const auto& [name, value] : settings) {
      s.BindText(1, name).BindBlob(2, value).BindBlob(3, RowDigest(name, value));
      TALLY_RETURN_IF_ERROR(s.Run());
    }
    return transaction.Commit();
  }

  absl::Status RebuildRows(const std::function<absl::Status(const PutRow&)>& fill) override {
    TALLY_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(&database_));
    TALLY_RETURN_IF_ERROR(database_.Execute("DELETE FROM rows"));
    TALLY_RETURN_IF_ERROR(fill([this](const Row& row) { return InsertRows({&row}); }));
    return transaction.Commit();
  }

 private:
  // An append meets a page of every other table. So a file that was cut short is noticed before more goes into it.
  absl::Status TouchTokens() {
    TALLY_ASSIGN_OR_RETURN(const int64_t version, ReadInteger(database_, "PRAGMA user_version"));
    if (version < kSchemaVersion) return absl::OkStatus();
    TALLY_ASSIGN_OR_RETURN(Statement * first, Use("SELECT 1 FROM tokens LIMIT 1"));
    const absl::Status read = first->Step().status();
    first->Reset();
    return read;
  }

  absl::Status InsertCheckpoint(uint64_t size, absl::string_view note) {
    TALLY_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(&database_));
    TALLY_ASSIGN_OR_RETURN(Statement * old, Use("SELECT note FROM checkpoints WHERE size = ?1"));
    TALLY_ASSIGN_OR_RETURN(const bool there, old->Bind(1, static_cast<int64_t>(size)).Step());
    const bool same = there && IsEarlierForm(note, old->Bytes(0));
    old->Reset();
    if (same) return absl::OkStatus();
    if (there) return absl::AlreadyExistsError(absl::StrCat("there is another checkpoint of size ", size));
    TALLY_ASSIGN_OR_RETURN(Statement * s, Use("INSERT INTO checkpoints VALUES(?1, ?2, ?3)"));
    s->Bind(1, static_cast<int64_t>(size)).BindText(2, note).BindBlob(3, RowDigest(absl::StrCat(size), note));
    TALLY_RETURN_IF_ERROR(s->Run());
    return transaction.Commit();
  }

  absl::Status InsertSubmissions(uint64_t index, const std::vector<StoredSubmission>& submissions) {
    TALLY_ASSIGN_OR_RETURN(Statement * head, Use("INSERT INTO submissions VALUES(?1, ?2, ?3, ?4)"));
    TALLY_ASSIGN_OR_RETURN(Statement * record, Use("INSERT INTO records VALUES(?1, ?2, ?3)"));
    for (const StoredSubmission& submission : submissions) {
      const int64_t at = static_cast<int64_t>(index++);
      head->Bind(1, at).BindText(2, submission.head).BindText(3, FormatSlotLines({submission.about}));
      TALLY_RETURN_IF_ERROR(head->BindBlob(4, submission.signature).Run());
      int64_t number = 0;
      for (const std::vector<StoredSlot>& slots : submission.records) {
        TALLY_RETURN_IF_ERROR(record->Bind(1, at).Bind(2, number++).BindText(3, FormatSlotLines(slots)).Run());
      }
    }
    return absl::OkStatus();
  }

  absl::Status InsertNodes(const std::vector<Node>& nodes) {
    TALLY_ASSIGN_OR_RETURN(Statement * s, Use("INSERT INTO nodes VALUES(?1, ?2, ?3)"));
    for (const Node& node : nodes) {
      s->Bind(1, node.address.level).Bind(2, static_cast<int64_t>(node.address.index)).BindBlob(3, node.hash.view());
      TALLY_RETURN_IF_ERROR(s->Run());
    }
    return absl::OkStatus();
  }

  // A large batch in the order of its index: neighbours then meet the same pages.
  static std::vector<const Row*> InKeyOrder(const std::vector<Row>& rows) {
    std::vector<const Row*> ordered;
    ordered.reserve(rows.size());
    for (const Row& row : rows) ordered.push_back(&row);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Row* a, const Row* b) {
      return std::tie(a->table, a->key) < std::tie(b->table, b->key);
    });
    return ordered;
  }

  absl::Status InsertRows(const std::vector<const Row*>& rows) {
    TALLY_ASSIGN_OR_RETURN(Statement * put, Use("INSERT OR REPLACE INTO rows VALUES(?1, ?2, ?3)"));
    for (const Row* row : rows) {
      TALLY_RETURN_IF_ERROR(put->BindText(1, row->table).BindBlob(2, row->key).BindBlob(3, row->value).Run());
    }
    return absl::OkStatus();
  }

  // Prepared on first use and kept: `sql` is a literal.
  absl::StatusOr<Statement*> Use(absl::string_view sql) {
    auto it = statements_.find(sql);
    if (it == statements_.end()) {
      TALLY_ASSIGN_OR_RETURN(Statement made, database_.Prepare(sql));
      it = statements_.emplace(sql, std::move(made)).first;
    }
    it->second.Reset();  // an error may have left it in the middle
    return &it->second;
  }

  Database database_;
  std::map<absl::string_view, Statement> statements_;
  // Closed before the writer: the last to close moves the write-ahead log into the database, and a reader cannot.
  std::shared_ptr<ReaderPool> readers_;
};

bool Exists(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> CreateSqliteStore(const std::string& path) {
  if (Exists(path)) return absl::AlreadyExistsError(absl::StrCat(path, " exists"));
  TALLY_ASSIGN_OR_RETURN(Database database, Database::Open(path, Database::Mode::kCreate));
  const std::string setup = absl::StrCat("BEGIN; PRAGMA application_id=", kApplicationId,
                                         "; PRAGMA user_version=", kSchemaVersion, ";", kTables, "COMMIT;");
  TALLY_RETURN_IF_ERROR(database.Execute(setup.c_str()));
  return std::make_unique<SqliteStore>(path, std::move(database));
}

absl::StatusOr<bool> IsUnbornSqliteStore(const std::string& path) {
  TALLY_ASSIGN_OR_RETURN(const Database database, Database::Open(path, Database::Mode::kMend));
  TALLY_ASSIGN_OR_RETURN(const int64_t tables, ReadInteger(database, "SELECT count(*) FROM sqlite_schema"));
  if (tables == 0) return true;
  TALLY_ASSIGN_OR_RETURN(const int64_t application, ReadInteger(database, "PRAGMA application_id"));
  if (application != kApplicationId) return false;
  TALLY_ASSIGN_OR_RETURN(const int64_t used, ReadInteger(database, "SELECT EXISTS(SELECT 1 FROM submissions)"));
  return used == 0;
}

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path) {
  if (!Exists(path)) return absl::NotFoundError(absl::StrCat(path, " is not there"));
  TALLY_ASSIGN_OR_RETURN(Database database, Database::Open(path, Database::Mode::kWrite));
  TALLY_ASSIGN_OR_RETURN(const int64_t application, ReadInteger(database, "PRAGMA application_id"));
  if (application != kApplicationId) return absl::DataLossError(absl::StrCat(path, " is not a casebook"));
  TALLY_ASSIGN_OR_RETURN(const int64_t version, ReadInteger(database, "PRAGMA user_version"));
  if (version < kOldestSchemaVersion || version > kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(path, " has schema ", version, "; this version reads ",
                                                      kOldestSchemaVersion, " to ", kSchemaVersion));
  }
  return std::make_unique<SqliteStore>(path, std::move(database));
}

}  // namespace tallystick
