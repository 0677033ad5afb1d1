#include "core/sign/ed25519.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status.h"
#include "core/sign/openssl_ptr.h"
#include "core/sign/pem.h"

namespace tallystick {
namespace {

constexpr char kPublicKeyLabel[] = "PUBLIC KEY";

// RFC 8410 §4: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of the 32 bytes that follow }.
constexpr absl::string_view kSpkiPrefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

using Coordinate = std::array<uint8_t, kEd25519KeySize>;

// 2^255 - 19, little-endian.
constexpr Coordinate kFieldPrime = {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};

// The y of the eight points whose order divides 8: order 4, 1, 2, and 8 twice. Their encodings with y >= 2^255 - 19
// are refused as non-canonical, those with either sign of x are found here.
constexpr Coordinate kSmallOrder[] = {
    {0},
    {1},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
};

const uint8_t* AsBytes(absl::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

absl::Status CheckPoint(absl::string_view raw) {
  if (raw.size() != kEd25519KeySize) {
    return absl::InvalidArgumentError(absl::StrCat("an Ed25519 public key has 32 bytes, not ", raw.size()));
  }
  Coordinate y;
  std::memcpy(y.data(), raw.data(), y.size());
  y.back() &= 0x7f;  // the top bit is the sign of x
  if (!std::lexicographical_compare(y.rbegin(), y.rend(), kFieldPrime.rbegin(), kFieldPrime.rend())) {
    return absl::InvalidArgumentError("not a canonical Ed25519 public key: its y is not below 2^255 - 19");
  }
  if (std::find(std::begin(kSmallOrder), std::end(kSmallOrder), y) != std::end(kSmallOrder)) {
    return absl::InvalidArgumentError("this Ed25519 public key is a point of small order: anybody could sign for it");
  }
  return absl::OkStatus();
}

// Setting a context up for a key looks the algorithm up by name; a copy of one that is set up does not.
bool CanCopy(const MdContextPtr& prepared) {
  const MdContextPtr context(EVP_MD_CTX_new());
  return context != nullptr && EVP_MD_CTX_copy_ex(context.get(), prepared.get()) == 1;
}

// A context that could be copied once fails only without memory, which must not pass for a bad signature.
MdContextPtr CopyContext(const MdContextPtr& prepared) {
  MdContextPtr context(EVP_MD_CTX_new());
  if (context == nullptr || EVP_MD_CTX_copy_ex(context.get(), prepared.get()) != 1) std::abort();
  return context;
}

absl::Status OpenSslFailed(absl::string_view what) {
  ERR_clear_error();
  return absl::InternalError(absl::StrCat("OpenSSL could not ", what));
}

}  // namespace

struct PublicKey::State {
  std::string bytes;
  Digest id;
  PkeyPtr key;
  MdContextPtr prepared;
};

struct PrivateKey::State {
  PkeyPtr key;
  MdContextPtr prepared;
};

absl::StatusOr<PublicKey> PublicKey::FromBytes(absl::string_view raw) {
  TALLY_RETURN_IF_ERROR(CheckPoint(raw));
  auto state = std::make_shared<State>();
  state->bytes = std::string(raw);
  state->id = Sha256(absl::StrCat(kSpkiPrefix, raw));
  state->key.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, AsBytes(raw), raw.size()));
  state->prepared.reset(EVP_MD_CTX_new());
  if (state->key == nullptr || state->prepared == nullptr ||
      EVP_DigestVerifyInit(state->prepared.get(), nullptr, nullptr, nullptr, state->key.get()) != 1 ||
      !CanCopy(state->prepared)) {
    return OpenSslFailed("prepare an Ed25519 public key");
  }
  return PublicKey(std::move(state));
}

absl::StatusOr<PublicKey> PublicKey::FromDer(absl::string_view der) {
  if (!absl::ConsumePrefix(&der, kSpkiPrefix)) {
    return absl::InvalidArgumentError("not an Ed25519 public key (SubjectPublicKeyInfo of RFC 8410)");
  }
  return FromBytes(der);
}

absl::StatusOr<PublicKey> PublicKey::FromPem(absl::string_view pem) {
  TALLY_ASSIGN_OR_RETURN(const std::string der, PemDecode(kPublicKeyLabel, pem));
  return FromDer(der);
}

absl::string_view PublicKey::bytes() const { return state_->bytes; }
std::string PublicKey::Der() const { return absl::StrCat(kSpkiPrefix, bytes()); }
std::string PublicKey::Pem() const { return PemEncode(kPublicKeyLabel, Der()); }
const Digest& PublicKey::id() const { return state_->id; }

bool PublicKey::Verify(absl::string_view message, absl::string_view signature) const {
  if (signature.size() != kEd25519SignatureSize) return false;
  const MdContextPtr context = CopyContext(state_->prepared);
  const bool good =
      EVP_DigestVerify(context.get(), AsBytes(signature), signature.size(), AsBytes(message), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

absl::StatusOr<PrivateKey> PrivateKey::FromSeed(absl::string_view seed) {
  if (seed.size() != kEd25519KeySize) {
    return absl::InvalidArgumentError(absl::StrCat("an Ed25519 private key has 32 bytes, not ", seed.size()));
  }
  auto state = std::make_shared<State>();
  state->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, AsBytes(seed), seed.size()));
  state->prepared.reset(EVP_MD_CTX_new());
  std::string raw(kEd25519KeySize, '\0');
  size_t size = raw.size();
  if (state->key == nullptr || state->prepared == nullptr ||
      EVP_DigestSignInit(state->prepared.get(), nullptr, nullptr, nullptr, state->key.get()) != 1 ||
      EVP_PKEY_get_raw_public_key(state->key.get(), reinterpret_cast<uint8_t*>(raw.data()), &size) != 1 ||
      !CanCopy(state->prepared)) {
    return OpenSslFailed("prepare an Ed25519 private key");
  }
  TALLY_ASSIGN_OR_RETURN(PublicKey public_key, PublicKey::FromBytes(raw));
  return PrivateKey(std::move(state), std::move(public_key));
}

absl::StatusOr<std::string> PrivateKey::Sign(absl::string_view message) const {
  const MdContextPtr context = CopyContext(state_->prepared);
  std::string signature(kEd25519SignatureSize, '\0');
  size_t size = signature.size();
  if (EVP_DigestSign(context.get(), reinterpret_cast<uint8_t*>(signature.data()), &size, AsBytes(message),
                     message.size()) != 1) {
    return OpenSslFailed("sign");
  }
  return signature;
}

std::string PrivateKey::SecretSeed() const {
  std::string seed(kEd25519KeySize, '\0');
  size_t size = seed.size();
  auto* out = reinterpret_cast<uint8_t*>(seed.data());
  if (EVP_PKEY_get_raw_private_key(state_->key.get(), out, &size) != 1) std::abort();  // only without memory
  return seed;
}

bool VerifyUnderSpki(absl::string_view spki, absl::string_view message, absl::string_view signature) {
  const absl::StatusOr<PublicKey> key = PublicKey::FromDer(spki);
  return key.ok() && key->Verify(message, signature);
}

}  // namespace tallystick
