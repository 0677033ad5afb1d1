// Private keys on this machine: `<id>.<role>.pem` (PKCS#8, mode 0600) with `<id>.<role>.pub.pem` beside it and the id of
// its recovery key in `<id>.<role>.recovery`. docs/log-format.md, "Keys".
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/environment.h"
#include "core/sign/ed25519.h"
#include "proto/slot.pb.h"

namespace tallystick {

struct KeyFile {
  Digest id;
  v1::Key::Role role = v1::Key::role_unstated;
  std::string path;      // of the private key
  PublicKey public_key;
  Digest recovery;       // id of the recovery key
  bool encrypted = false;
};

class Keystore {
 public:
  explicit Keystore(std::string folder) : folder_(std::move(folder)) {}

  absl::StatusOr<std::vector<KeyFile>> List() const;  // by role, then id

  // A new key, encrypted unless `passphrase` is empty, and its recovery key in `recovery_folder`, protected alike.
  absl::StatusOr<KeyFile> Create(const Environment& environment, v1::Key::Role role, const std::string& passphrase,
                                 const std::string& recovery_folder) const;

  // kNotFound; kUnauthenticated for a wrong passphrase; kPermissionDenied when others may read the file.
  absl::StatusOr<PrivateKey> Load(const KeyFile& file, const std::string& passphrase) const;

  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

}  // namespace tallystick
