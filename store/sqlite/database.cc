#include "store/sqlite/database.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

absl::Status AsStatus(sqlite3* database, int code) {
  const std::string text = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return absl::UnavailableError("another process is writing to the casebook");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return absl::DataLossError(absl::StrCat("casebook.db is damaged: ", text));
    case SQLITE_FULL: return absl::ResourceExhaustedError("no room left on the disk; nothing was written");
    case SQLITE_CANTOPEN: return absl::NotFoundError("casebook.db cannot be opened");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return absl::PermissionDeniedError(absl::StrCat("casebook.db: ", text));
    case SQLITE_CONSTRAINT: return absl::AlreadyExistsError(text);
    case SQLITE_IOERR: return absl::UnknownError(absl::StrCat("reading or writing casebook.db failed: ", text));
    default: return absl::InternalError(absl::StrCat("SQLite: ", text));
  }
}

// How long one process waits for another's commit before it gives up with kUnavailable.
constexpr int kBusyMilliseconds = 5000;

}  // namespace

Statement& Statement::Bind(int at, int64_t value) {
  sqlite3_bind_int64(statement_.get(), at, value);
  return *this;
}

Statement& Statement::BindText(int at, absl::string_view value) {
  sqlite3_bind_text64(statement_.get(), at, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::BindBlob(int at, absl::string_view value) {
  // A null pointer would bind NULL, which is not the empty value.
  sqlite3_bind_blob64(statement_.get(), at, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT);
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return AsStatus(sqlite3_db_handle(statement_.get()), sqlite3_extended_errcode(sqlite3_db_handle(statement_.get())));
}

absl::Status Statement::Run() {
  const absl::StatusOr<bool> row = Step();
  Reset();
  return row.status();
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }
int64_t Statement::Integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

absl::string_view Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(bytes), static_cast<size_t>(size)};
}

absl::StatusOr<Database> Database::Open(const std::string& path, Mode mode) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= mode == Mode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (mode == Mode::kCreate) flags |= SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database;
  database.handle_.reset(handle);
  if (code != SQLITE_OK) return AsStatus(handle, code);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  TALLY_RETURN_IF_ERROR(database.Execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=268435456"));
  if (mode == Mode::kCreate || mode == Mode::kWrite) {
    TALLY_RETURN_IF_ERROR(database.Execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-65536"));
  }
  return database;
}

absl::Status Database::Execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : AsStatus(handle_.get(), code);
}

absl::StatusOr<Statement> Database::Prepare(absl::string_view sql) const {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  Statement statement;
  statement.statement_.reset(raw);
  if (code != SQLITE_OK) return AsStatus(handle_.get(), code);
  return statement;
}

}  // namespace tallystick
