// A casebook: the folder with casebook.db and captures/.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "store/blobs.h"
#include "store/log.h"
#include "store/store.h"

namespace tallystick {

class Casebook {
 public:
  // Whether the folder holds a casebook, or anything else by its name. One that nothing was ever recorded in, because its
  // making was interrupted, does not count.
  static absl::StatusOr<bool> Exists(const std::string& folder);
  // Makes the folder and an empty store in it. kAlreadyExists when a casebook is there.
  static absl::StatusOr<Casebook> Create(const std::string& folder, const LogIdentity& identity);
  // kNotFound when the folder holds none.
  static absl::StatusOr<Casebook> Open(const std::string& folder);

  const std::string& folder() const { return folder_; }
  const LogIdentity& identity() const { return *identity_; }
  Store& store() const { return *store_; }
  BlobStore& captures() const { return *captures_; }

 private:
  Casebook() = default;

  std::string folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<BlobStore> captures_;
  std::optional<LogIdentity> identity_;
};

}  // namespace tallystick
