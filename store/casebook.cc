#include "store/casebook.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/files.h"
#include "store/sqlite/sqlite_store.h"

namespace tallystick {
namespace {

std::string DatabaseIn(const std::string& folder) { return absl::StrCat(folder, "/casebook.db"); }

}  // namespace

absl::StatusOr<bool> Casebook::Exists(const std::string& folder) {
  if (!FileExists(DatabaseIn(folder))) return false;
  const absl::StatusOr<bool> unborn = IsUnbornSqliteStore(DatabaseIn(folder));
  if (!unborn.ok()) return absl::IsDataLoss(unborn.status()) ? absl::StatusOr<bool>(true) : unborn.status();
  return !*unborn;
}

absl::StatusOr<Casebook> Casebook::Create(const std::string& folder, const LogIdentity& identity) {
  TALLY_ASSIGN_OR_RETURN(const bool there, Exists(folder));
  if (there) return absl::AlreadyExistsError(absl::StrCat(folder, " already holds a casebook"));
  TALLY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
  for (absl::string_view rest : {"-wal", "-shm", ""}) {  // of an interrupted making
    TALLY_RETURN_IF_ERROR(RemoveFile(absl::StrCat(DatabaseIn(folder), rest)));
  }
  Casebook casebook;
  casebook.folder_ = folder;
  TALLY_ASSIGN_OR_RETURN(casebook.store_, CreateSqliteStore(DatabaseIn(folder)));
  TALLY_RETURN_IF_ERROR(AddLogIdentity(casebook.store_.get(), identity));
  TALLY_RETURN_IF_ERROR(FlushFolder(folder));  // SQLite does it too, but says nothing when that fails
  casebook.captures_ = NewFolderBlobs(absl::StrCat(folder, "/captures"));
  casebook.identity_ = identity;
  return casebook;
}

absl::StatusOr<Casebook> Casebook::Open(const std::string& folder) {
  if (!FileExists(DatabaseIn(folder))) {
    return absl::NotFoundError(absl::StrCat("there is no casebook in ", folder));
  }
  Casebook casebook;
  casebook.folder_ = folder;
  TALLY_ASSIGN_OR_RETURN(casebook.store_, OpenSqliteStore(DatabaseIn(folder)));
  TALLY_ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, casebook.store_->OpenSnapshot());
  TALLY_ASSIGN_OR_RETURN(casebook.identity_, ReadLogIdentity(*snapshot));
  casebook.captures_ = NewFolderBlobs(absl::StrCat(folder, "/captures"));
  return casebook;
}

}  // namespace tallystick
