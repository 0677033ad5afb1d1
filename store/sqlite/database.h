// A thin owner of SQLite connections and statements: errors as Status, nothing else. Not thread-safe.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// A prepared statement. Bind from 1, Step, read columns from 0; views hold until the next Step or Reset.
class Statement {
 public:
  Statement& Bind(int at, int64_t value);
  Statement& BindText(int at, absl::string_view value);
  Statement& BindBlob(int at, absl::string_view value);
  // True: a row is there. False: done.
  absl::StatusOr<bool> Step();
  // Step to the end of a statement that returns nothing, and reset.
  absl::Status Run();
  void Reset();
  int64_t Integer(int column) const;
  absl::string_view Bytes(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  // kMend: as it is found, but what an interrupted transaction left may be undone, which kRead cannot.
  enum class Mode { kCreate, kWrite, kMend, kRead };
  // kNotFound, kAlreadyExists, kUnavailable (locked), kDataLoss (not a database, damaged), kPermissionDenied.
  static absl::StatusOr<Database> Open(const std::string& path, Mode mode);

  absl::Status Execute(const char* sql);
  absl::StatusOr<Statement> Prepare(absl::string_view sql) const;
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* d) const { sqlite3_close_v2(d); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace tallystick
