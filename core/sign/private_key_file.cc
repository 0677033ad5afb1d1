#include "core/sign/private_key_file.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/sign/openssl_ptr.h"
#include "core/sign/pem.h"

namespace tallystick {
namespace {

constexpr char kPlainLabel[] = "PRIVATE KEY";
constexpr char kEncryptedLabel[] = "ENCRYPTED PRIVATE KEY";

// RFC 8410 §7: SEQUENCE { version 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING of an OCTET STRING of 32 bytes }.
constexpr absl::string_view kPkcs8Prefix("\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16);

// N and r are the largest that `openssl pkey` opens within its memory limit of 32 MiB; p makes up for it.
constexpr uint64_t kScryptN = 1 << 14;
constexpr uint64_t kScryptR = 8;
constexpr uint64_t kScryptP = 5;
constexpr int kSaltSize = 16;

// Wipes a secret when it goes out of scope.
class Wiped {
 public:
  explicit Wiped(std::string secret) : secret_(std::move(secret)) {}
  ~Wiped() { OPENSSL_cleanse(secret_.data(), secret_.size()); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  const std::string& get() const { return secret_; }

 private:
  std::string secret_;
};

std::string PlainDer(const PrivateKey& key) {
  const Wiped seed(key.SecretSeed());
  return absl::StrCat(kPkcs8Prefix, seed.get());
}

absl::StatusOr<PrivateKey> FromKeyInfo(const PKCS8_PRIV_KEY_INFO* info) {
  const PkeyPtr key(EVP_PKCS82PKEY(info));
  std::string raw(kEd25519KeySize, '\0');
  size_t size = raw.size();
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<uint8_t*>(raw.data()), &size) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("the file holds no Ed25519 private key");
  }
  const Wiped seed(std::move(raw));
  return PrivateKey::FromSeed(seed.get());
}

absl::StatusOr<PrivateKey> ParsePlain(absl::string_view pem) {
  TALLY_ASSIGN_OR_RETURN(std::string decoded, PemDecode(kPlainLabel, pem));
  const Wiped der(std::move(decoded));
  const auto* begin = reinterpret_cast<const uint8_t*>(der.get().data());
  const uint8_t* end = begin;
  const KeyInfoPtr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &end, static_cast<long>(der.get().size())));
  if (info == nullptr || end != begin + der.get().size()) {
    ERR_clear_error();
    return absl::InvalidArgumentError("the file holds no PKCS#8 private key");
  }
  return FromKeyInfo(info.get());
}

absl::StatusOr<PrivateKey> ParseEncrypted(absl::string_view pem, absl::string_view passphrase) {
  TALLY_ASSIGN_OR_RETURN(const std::string der, PemDecode(kEncryptedLabel, pem));
  const auto* begin = reinterpret_cast<const uint8_t*>(der.data());
  const uint8_t* end = begin;
  const EncryptedKeyPtr encrypted(d2i_X509_SIG(nullptr, &end, static_cast<long>(der.size())));
  if (encrypted == nullptr || end != begin + der.size()) {
    ERR_clear_error();
    return absl::InvalidArgumentError("the file holds no encrypted PKCS#8 private key");
  }
  const KeyInfoPtr info(PKCS8_decrypt(encrypted.get(), passphrase.data(), static_cast<int>(passphrase.size())));
  if (info == nullptr) {
    // CBC has no authentication: a wrong passphrase and damaged bytes look alike.
    ERR_clear_error();
    return absl::UnauthenticatedError("wrong passphrase: it does not open this private key (or the file is damaged)");
  }
  return FromKeyInfo(info.get());
}

}  // namespace

absl::StatusOr<std::string> EncryptPrivateKey(const PrivateKey& key, absl::string_view passphrase) {
  if (passphrase.empty()) return absl::InvalidArgumentError("an empty passphrase protects nothing");
  const Wiped plain(PlainDer(key));
  const auto* begin = reinterpret_cast<const uint8_t*>(plain.get().data());
  const KeyInfoPtr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &begin, static_cast<long>(plain.get().size())));
  // Without a salt and an IV OpenSSL draws both (RAND_bytes): the one place in core where randomness comes in. They
  // only keep equal passphrases from giving equal files; the key itself is the caller's.
  AlgorithmPtr algorithm(
      PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, kSaltSize, nullptr, kScryptN, kScryptR, kScryptP));
  EncryptedKeyPtr encrypted;
  if (info != nullptr && algorithm != nullptr) {
    encrypted.reset(
        PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), algorithm.get()));
    if (encrypted != nullptr) (void)algorithm.release();  // it belongs to `encrypted` now
  }
  uint8_t* der = nullptr;
  const int size = encrypted == nullptr ? -1 : i2d_X509_SIG(encrypted.get(), &der);
  if (size < 0) {
    ERR_clear_error();
    return absl::InternalError("OpenSSL could not encrypt the private key");
  }
  std::string pem = PemEncode(kEncryptedLabel, absl::string_view(reinterpret_cast<const char*>(der), size));
  OPENSSL_free(der);
  return pem;
}

std::string FormatPrivateKeyInsecure(const PrivateKey& key) {
  const Wiped plain(PlainDer(key));
  return PemEncode(kPlainLabel, plain.get());
}

bool IsEncryptedPrivateKey(absl::string_view pem) {
  return absl::StartsWith(pem, absl::StrCat("-----BEGIN ", kEncryptedLabel, "-----\n"));
}

absl::StatusOr<PrivateKey> ParsePrivateKey(absl::string_view pem, std::optional<absl::string_view> passphrase) {
  if (!IsEncryptedPrivateKey(pem)) return ParsePlain(pem);
  if (!passphrase.has_value()) {
    return absl::UnauthenticatedError("this private key is encrypted: its passphrase is needed");
  }
  return ParseEncrypted(pem, *passphrase);
}

}  // namespace tallystick
