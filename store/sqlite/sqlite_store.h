// The Store in one SQLite file: WAL, synchronous=FULL, STRICT tables.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "store/store.h"

namespace tallystick {

// Makes a new, empty store. kAlreadyExists when the file is there.
absl::StatusOr<std::unique_ptr<Store>> CreateSqliteStore(const std::string& path);

// Whether nothing was ever appended to the store in this file, or its making did not even get to its tables. false for the
// database of another program; kDataLoss when it is damaged or no database.
absl::StatusOr<bool> IsUnbornSqliteStore(const std::string& path);

// Opens one. kNotFound; kDataLoss when it is damaged or something else; kFailedPrecondition for another schema version.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path);

}  // namespace tallystick
