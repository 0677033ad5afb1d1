// Ed25519 keys and signatures (RFC 8032, pure) over OpenSSL. Keys are immutable, cheap to copy and thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"

namespace tallystick {

inline constexpr size_t kEd25519KeySize = 32;
inline constexpr size_t kEd25519SignatureSize = 64;

class PublicKey {
 public:
  // From the 32 bytes of RFC 8032 §5.1.5. kInvalidArgument for another length, for a non-canonical y (>= 2^255 - 19)
  // and for the points of small order, under which anybody can make signatures that verify.
  static absl::StatusOr<PublicKey> FromBytes(absl::string_view raw);
  // From SubjectPublicKeyInfo (RFC 8410 §4), DER or strict PEM ("-----BEGIN PUBLIC KEY-----"). As strict.
  static absl::StatusOr<PublicKey> FromDer(absl::string_view der);
  static absl::StatusOr<PublicKey> FromPem(absl::string_view pem);

  absl::string_view bytes() const;
  std::string Der() const;
  std::string Pem() const;
  // The key's id: SHA-256 of Der().
  const Digest& id() const;

  // Whether `signature` is the 64 bytes of a signature of `message`. RFC 8032 §5.1.7 without cofactor: S < L and the
  // canonical R, so that nobody without the private key can turn one good signature into another.
  [[nodiscard]] bool Verify(absl::string_view message, absl::string_view signature) const;

  friend bool operator==(const PublicKey& a, const PublicKey& b) { return a.bytes() == b.bytes(); }

 private:
  struct State;
  explicit PublicKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

// Whether `signature` of `message` verifies under the key in `spki` (DER); false too for what is no key.
[[nodiscard]] bool VerifyUnderSpki(absl::string_view spki, absl::string_view message, absl::string_view signature);

// Makes signatures with one private key, wherever that is kept.
class Signer {
 public:
  virtual ~Signer() = default;
  // The raw signature of `message`. Errors: what keeps the key from signing. Thread-safe.
  virtual absl::StatusOr<std::string> Sign(absl::string_view message) const = 0;
};

// A private key in this process's memory.
class PrivateKey final : public Signer {
 public:
  // From the 32 bytes of RFC 8032 §5.1.5, which must come from a cryptographic random generator: the caller's.
  // kInvalidArgument for another length.
  static absl::StatusOr<PrivateKey> FromSeed(absl::string_view seed);

  const PublicKey& public_key() const { return public_key_; }
  absl::StatusOr<std::string> Sign(absl::string_view message) const override;

  // The secret itself, for writing it to a key file (private_key_file.h).
  std::string SecretSeed() const;

 private:
  struct State;
  PrivateKey(std::shared_ptr<const State> state, PublicKey public_key)
      : state_(std::move(state)), public_key_(std::move(public_key)) {}
  std::shared_ptr<const State> state_;
  PublicKey public_key_;
};

}  // namespace tallystick
