#include "store/sqlite/sqlite_snapshot.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/slot_lines.h"
#include "store/sqlite/schema.h"

namespace tallystick {
std::string RowDigest(absl::string_view name, absl::string_view value) {
  return std::string(Sha256(absl::StrCat(name, absl::string_view("\0", 1), value)).view());
}

absl::StatusOr<Database> ReaderPool::Take() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      Database reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  return Database::Open(path_, Database::Mode::kRead);
}

void ReaderPool::Keep(Database reader) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.size() < kKept) idle_.push_back(std::move(reader));
}

absl::StatusOr<std::unique_ptr<Snapshot>> SqliteSnapshot::Open(std::shared_ptr<ReaderPool> pool) {
  std::unique_ptr<SqliteSnapshot> snapshot(new SqliteSnapshot);
  TALLY_ASSIGN_OR_RETURN(snapshot->owned_, pool->Take());
  snapshot->pool_ = std::move(pool);
  TALLY_RETURN_IF_ERROR(snapshot->owned_->Execute("BEGIN"));
  snapshot->database_ = &*snapshot->owned_;
  TALLY_RETURN_IF_ERROR(snapshot->Load());
  return snapshot;
}

SqliteSnapshot::~SqliteSnapshot() {
  if (!owned_) return;
  for (std::optional<Statement>* kept : {&node_, &nodes_, &record_, &rows_on_, &rows_to_, &heads_, &records_, &notes_}) kept->reset();
  if (owned_->Execute("COMMIT").ok()) pool_->Keep(*std::move(owned_));
}

absl::StatusOr<std::unique_ptr<Snapshot>> SqliteSnapshot::Borrow(const Database* database) {
  std::unique_ptr<SqliteSnapshot> snapshot(new SqliteSnapshot);
  snapshot->database_ = database;
  TALLY_RETURN_IF_ERROR(snapshot->Load());
  return snapshot;
}

absl::Status SqliteSnapshot::Load() {
  // The largest index, not a count: a missing row is found when the rows are read.
  TALLY_ASSIGN_OR_RETURN(Statement s, database_->Prepare("SELECT max(idx) + 1 FROM submissions"));
  TALLY_RETURN_IF_ERROR(s.Step().status());
  size_ = static_cast<uint64_t>(s.Integer(0));
  return absl::OkStatus();
}

absl::StatusOr<Statement*> SqliteSnapshot::Use(std::optional<Statement>* slot, absl::string_view sql) const {
  if (!slot->has_value()) {
    TALLY_ASSIGN_OR_RETURN(*slot, database_->Prepare(sql));
  }
  (*slot)->Reset();
  return &**slot;
}

absl::StatusOr<StoredSubmission> SqliteSnapshot::ReadSubmission(uint64_t index) const {
  if (index >= size_) return absl::NotFoundError(absl::StrCat("the log has no submission ", index));
  std::optional<StoredSubmission> found;
  TALLY_RETURN_IF_ERROR(ScanSubmissions(index, index + 1, [&found](uint64_t, StoredSubmission submission) {
    found = std::move(submission);
    return absl::OkStatus();
  }));
  return *std::move(found);
}

absl::StatusOr<StoredRecord> SqliteSnapshot::ReadRecord(const Position& position) const {
  TALLY_ASSIGN_OR_RETURN(Statement * s,
                         Use(&record_, "SELECT head, slots FROM records JOIN submissions ON idx = submission "
                                       "WHERE submission = ?1 AND number = ?2"));
  s->Bind(1, static_cast<int64_t>(position.submission)).Bind(2, position.number);
  TALLY_ASSIGN_OR_RETURN(const bool there, s->Step());
  if (!there) {
    return absl::NotFoundError(absl::StrCat("submission ", position.submission, " has no record ", position.number));
  }
  StoredRecord record{std::string(s->Bytes(0)), ParseSlotLines(s->Bytes(1))};
  s->Reset();
  return record;
}

absl::StatusOr<Statement> SqliteSnapshot::Lend(std::optional<Statement>* slot, absl::string_view sql) const {
  if (!slot->has_value()) return database_->Prepare(sql);
  Statement lent = *std::move(*slot);
  slot->reset();
  return lent;
}

void SqliteSnapshot::TakeBack(Statement statement, std::optional<Statement>* slot) {
  statement.Reset();
  *slot = std::move(statement);
}

absl::Status SqliteSnapshot::ScanSubmissions(
    uint64_t begin, uint64_t end, const std::function<absl::Status(uint64_t, StoredSubmission)>& visit) const {
  TALLY_ASSIGN_OR_RETURN(Statement heads, Lend(&heads_, "SELECT idx, head, about, signature FROM submissions "
                                                        "WHERE idx >= ?1 AND idx < ?2 ORDER BY idx"));
  TALLY_ASSIGN_OR_RETURN(Statement records, Lend(&records_, "SELECT submission, number, slots FROM records "
                                                            "WHERE submission >= ?1 AND submission < ?2 "
                                                            "ORDER BY submission, number"));
  heads.Bind(1, static_cast<int64_t>(begin)).Bind(2, static_cast<int64_t>(end));
  records.Bind(1, static_cast<int64_t>(begin)).Bind(2, static_cast<int64_t>(end));
  TALLY_ASSIGN_OR_RETURN(bool more, records.Step());
  for (uint64_t index = begin; index < end; ++index) {
    const std::string where = absl::StrCat("submission ", index);
    TALLY_ASSIGN_OR_RETURN(const bool there, heads.Step());
    if (!there || static_cast<uint64_t>(heads.Integer(0)) != index) {
      return absl::DataLossError(absl::StrCat(where, ": its row is missing"));
    }
    StoredSubmission submission;
    submission.head = std::string(heads.Bytes(1));
    submission.signature = std::string(heads.Bytes(3));
    std::vector<StoredSlot> about = ParseSlotLines(heads.Bytes(2));
    if (about.size() != 1) return absl::DataLossError(absl::StrCat(where, ", about.json: not one line"));
    submission.about = std::move(about[0]);
    std::optional<int64_t> stray;
    while (more && static_cast<uint64_t>(records.Integer(0)) == index) {
      if (records.Integer(1) == static_cast<int64_t>(submission.records.size())) {
        submission.records.push_back(ParseSlotLines(records.Bytes(2)));
      } else if (!stray) {
        stray = records.Integer(1);
      }
      TALLY_ASSIGN_OR_RETURN(more, records.Step());
    }
    if (stray) {
      return absl::DataLossError(absl::StrCat(where, ", record ", submission.records.size(),
                                              ": its row is missing; there is one numbered ", *stray));
    }
    TALLY_RETURN_IF_ERROR(visit(index, std::move(submission)));
  }
  TakeBack(std::move(heads), &heads_);
  TakeBack(std::move(records), &records_);
  return absl::OkStatus();
}

absl::StatusOr<Digest> SqliteSnapshot::ReadNode(NodeAddress address) const {
  TALLY_ASSIGN_OR_RETURN(Statement * s, Use(&node_, "SELECT hash FROM nodes WHERE level = ?1 AND idx = ?2"));
  s->Bind(1, address.level).Bind(2, static_cast<int64_t>(address.index));
  TALLY_ASSIGN_OR_RETURN(const bool row, s->Step());
  const absl::StatusOr<Digest> hash = row ? Digest::FromBytes(s->Bytes(0)) : Digest();
  s->Reset();
  if (row && hash.ok()) return hash;
  const std::string where = absl::StrCat("tree node ", address.level, "/", address.index);
  if (!row) return absl::NotFoundError(absl::StrCat(where, " is not stored"));
  return absl::DataLossError(absl::StrCat(where, ": its hash has not 32 bytes"));
}

absl::Status SqliteSnapshot::ScanNodes(int level, uint64_t begin, uint64_t end,
                                       const std::function<void(uint64_t, const Digest&)>& visit) const {
  TALLY_ASSIGN_OR_RETURN(Statement s, Lend(&nodes_, "SELECT idx, hash FROM nodes WHERE level = ?1 AND idx >= ?2 AND idx < ?3 "
                                                    "ORDER BY idx"));
  s.Bind(1, level).Bind(2, static_cast<int64_t>(begin)).Bind(3, static_cast<int64_t>(end));
  for (;;) {
    TALLY_ASSIGN_OR_RETURN(const bool more, s.Step());
    if (!more) break;
    const absl::StatusOr<Digest> hash = Digest::FromBytes(s.Bytes(1));
    if (hash.ok()) visit(static_cast<uint64_t>(s.Integer(0)), *hash);
  }
  TakeBack(std::move(s), &nodes_);
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> SqliteSnapshot::CountNodes() const {
  TALLY_ASSIGN_OR_RETURN(Statement s, database_->Prepare("SELECT count(*) FROM nodes"));
  TALLY_RETURN_IF_ERROR(s.Step().status());
  return static_cast<uint64_t>(s.Integer(0));
}

absl::StatusOr<std::string> SqliteSnapshot::ReadCheckpoint(uint64_t size) const {
  TALLY_ASSIGN_OR_RETURN(Statement s, database_->Prepare("SELECT note, digest FROM checkpoints WHERE size = ?1"));
  s.Bind(1, static_cast<int64_t>(size));
  TALLY_ASSIGN_OR_RETURN(const bool row, s.Step());
  if (!row) return absl::NotFoundError(absl::StrCat("there is no checkpoint of size ", size));
  if (RowDigest(absl::StrCat(size), s.Bytes(0)) != s.Bytes(1)) {
    return absl::DataLossError(absl::StrCat("checkpoint of size ", size, ": the note is not what was stored"));
  }
  return std::string(s.Bytes(0));
}

absl::Status SqliteSnapshot::ScanCheckpointsIn(uint64_t begin, uint64_t end, const VisitNote& visit) const {
  TALLY_ASSIGN_OR_RETURN(Statement s, Lend(&notes_, "SELECT size, note, digest FROM checkpoints "
                                                    "WHERE size >= ?1 AND size < ?2 ORDER BY size"));
  // A size that damage has made negative comes before all others.
  s.Bind(1, begin == 0 ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(begin)).Bind(2, static_cast<int64_t>(std::min(end, kNoEnd - 1)));
  absl::Status damage;
  while (true) {
    TALLY_ASSIGN_OR_RETURN(const bool row, s.Step());
    if (!row) break;
    const std::string note(s.Bytes(1));
    if (RowDigest(absl::StrCat(s.Integer(0)), note) != s.Bytes(2)) {
      damage.Update(
          absl::DataLossError(absl::StrCat("checkpoint of size ", s.Integer(0), ": the note is not what was stored")));
      continue;
    }
    TALLY_RETURN_IF_ERROR(visit(static_cast<uint64_t>(s.Integer(0)), note));
  }
  TakeBack(std::move(s), &notes_);
  return damage;
}

absl::Status SqliteSnapshot::ScanTokens(
    const std::function<absl::Status(uint64_t, const std::string&)>& visit) const {
  TALLY_ASSIGN_OR_RETURN(Statement version, database_->Prepare("PRAGMA user_version"));
  TALLY_RETURN_IF_ERROR(version.Step().status());
  if (version.Integer(0) < kSchemaVersion) return absl::OkStatus();
  TALLY_ASSIGN_OR_RETURN(Statement s, database_->Prepare("SELECT size, token, digest FROM tokens ORDER BY size, token"));
  absl::Status damage;
  while (true) {
    TALLY_ASSIGN_OR_RETURN(const bool row, s.Step());
    if (!row) return damage;
    const std::string token(s.Bytes(1));
    if (RowDigest(absl::StrCat(s.Integer(0)), token) != s.Bytes(2)) {
      damage.Update(absl::DataLossError(absl::StrCat("token of size ", s.Integer(0), ": it is not what was stored")));
      continue;
    }
    TALLY_RETURN_IF_ERROR(visit(static_cast<uint64_t>(s.Integer(0)), token));
  }
}

absl::StatusOr<std::string> SqliteSnapshot::ReadSetting(absl::string_view name) const {
  TALLY_ASSIGN_OR_RETURN(Statement s, database_->Prepare("SELECT value, digest FROM settings WHERE name = ?1"));
  s.BindText(1, name);
  TALLY_ASSIGN_OR_RETURN(const bool row, s.Step());
  if (!row) return absl::NotFoundError(absl::StrCat("the casebook has no setting \"", name, "\""));
  if (RowDigest(name, s.Bytes(0)) != s.Bytes(1)) {
    return absl::DataLossError(absl::StrCat("setting \"", name, "\": the value is not what was stored"));
  }
  return std::string(s.Bytes(0));
}

absl::Status SqliteSnapshot::ScanRows(absl::string_view table, absl::string_view begin, absl::string_view end,
                                      const std::function<bool(absl::string_view, absl::string_view)>& visit) const {
  std::optional<Statement>* const kept = end.empty() ? &rows_on_ : &rows_to_;
  TALLY_ASSIGN_OR_RETURN(
      Statement s, Lend(kept, end.empty() ? "SELECT key, value FROM rows WHERE name = ?1 AND key >= ?2 ORDER BY key"
                                          : "SELECT key, value FROM rows WHERE name = ?1 AND key >= ?2 AND key < ?3 "
                                            "ORDER BY key"));
  s.BindText(1, table).BindBlob(2, begin);
  if (!end.empty()) s.BindBlob(3, end);
  while (true) {
    TALLY_ASSIGN_OR_RETURN(const bool row, s.Step());
    if (!row || !visit(s.Bytes(0), s.Bytes(1))) break;
  }
  TakeBack(std::move(s), kept);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> SqliteSnapshot::TableNames() const {
  std::vector<std::string> names;
  TALLY_ASSIGN_OR_RETURN(Statement s, database_->Prepare("SELECT min(name) FROM rows WHERE name > ?1"));
  std::string last;
  while (true) {  // skips from name to name over the index
    s.BindText(1, last);
    TALLY_RETURN_IF_ERROR(s.Step().status());
    last = std::string(s.Bytes(0));
    s.Reset();
    if (last.empty()) return names;
    names.push_back(last);
  }
}

std::vector<std::string> SqliteSnapshot::SelfCheck() const {
  std::vector<std::string> problems;
  const auto ask = [&](absl::string_view sql, absl::string_view fine, absl::string_view what) {
    absl::StatusOr<Statement> s = database_->Prepare(sql);
    const absl::StatusOr<bool> row = s.ok() ? s->Step() : absl::StatusOr<bool>(s.status());
    if (!row.ok()) {
      problems.push_back(absl::StrCat("casebook.db: ", row.status().message()));
    } else if (*row && s->Bytes(0) != fine) {
      problems.push_back(absl::StrCat("casebook.db: ", what, s->Bytes(0)));
    }
  };
  ask("PRAGMA quick_check(1)", "ok", "");
  ask("SELECT count(*) FROM records WHERE submission < 0 OR submission > (SELECT coalesce(max(idx), -1) FROM submissions)",
      "0", "records that belong to no submission: ");
  ask("SELECT count(*) FROM submissions WHERE idx < 0", "0", "submissions before the first: ");
  return problems;
}

}  // namespace tallystick
