// Private keys as PKCS#8 PEM files (RFC 5958, RFC 8410 §7), readable with `openssl pkey`.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/ed25519.h"

namespace tallystick {

// "-----BEGIN ENCRYPTED PRIVATE KEY-----": PBES2 with scrypt (N = 2^14, r = 8, p = 5: 16 MiB, some 0.2 s) and
// AES-256-CBC. Salt and IV are drawn by OpenSSL, so two calls give two texts. kInvalidArgument for an empty passphrase.
absl::StatusOr<std::string> EncryptPrivateKey(const PrivateKey& key, absl::string_view passphrase);

// "-----BEGIN PRIVATE KEY-----": whoever reads the file can sign.
std::string FormatPrivateKeyInsecure(const PrivateKey& key);

// Whether reading this file needs a passphrase. Looks at the first line only.
bool IsEncryptedPrivateKey(absl::string_view pem);

// Reads either. Nothing in the format authenticates the key: a damaged file can give another one, so compare the id of
// what comes out with the id that was expected. kUnauthenticated when the passphrase is missing or wrong;
// kInvalidArgument when the file is malformed or holds another kind of key. A passphrase given for a file without one
// is ignored.
absl::StatusOr<PrivateKey> ParsePrivateKey(absl::string_view pem, std::optional<absl::string_view> passphrase);

}  // namespace tallystick
