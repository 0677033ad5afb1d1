// Captures: byte-exact, named by their SHA-256, never changed.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

// Thread-safe for reading.
class BlobStore {
 public:
  virtual ~BlobStore() = default;
  // Durable on return. Bytes that are already there are left alone; kDataLoss when they are damaged.
  virtual absl::StatusOr<Digest> Put(absl::string_view bytes) = 0;
  // The bytes, hashed again on the way: kDataLoss when they are not what was put in, kNotFound.
  virtual absl::StatusOr<std::string> Get(const Digest& digest) const = 0;
};

// Read-only files `<folder>/ab/<sha256>`.
std::unique_ptr<BlobStore> NewFolderBlobs(std::string folder);

}  // namespace tallystick
