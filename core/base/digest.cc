#include "core/base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

#include "core/base/encoding.h"

namespace tallystick {
namespace {

// By-name look-ups cost four times the hash of a short input and do not scale over threads: fetched once.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

EVP_MD_CTX* AsContext(void* context) { return static_cast<EVP_MD_CTX*>(context); }

void Start(void* context) {
  if (EVP_DigestInit_ex2(AsContext(context), Algorithm(), nullptr) != 1) std::abort();  // only without memory
}

}  // namespace

std::string Digest::hex() const { return HexEncode(view()); }
std::string Digest::brief() const { return HexEncode(view().substr(0, 6)); }

absl::StatusOr<Digest> Digest::FromHex(absl::string_view hex) {
  absl::StatusOr<std::string> raw = HexDecode(hex);
  if (!raw.ok() || raw->size() != 32) {
    return absl::InvalidArgumentError("expected 64 lower-case hex digits");
  }
  return FromBytes(*raw);
}

absl::StatusOr<Digest> Digest::FromBytes(absl::string_view raw) {
  Digest digest;
  if (raw.size() != digest.bytes.size()) return absl::InvalidArgumentError("expected 32 bytes");
  std::memcpy(digest.bytes.data(), raw.data(), raw.size());
  return digest;
}

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) { Start(context_); }
Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(AsContext(context_)); }

Sha256Stream& Sha256Stream::Update(absl::string_view data) {
  if (EVP_DigestUpdate(AsContext(context_), data.data(), data.size()) != 1) std::abort();
  return *this;
}

Digest Sha256Stream::Finish() {
  Digest digest;
  unsigned size = 0;
  if (EVP_DigestFinal_ex(AsContext(context_), digest.bytes.data(), &size) != 1) std::abort();
  Start(context_);
  return digest;
}

Digest Sha256(absl::string_view data) {
  thread_local Sha256Stream stream;
  return stream.Update(data).Finish();
}

Digest HmacSha256(absl::string_view key, absl::string_view data) {
  Digest digest;
  unsigned size = 0;
  // OpenSSL takes an empty key, but fails on a null one.
  const char* const key_bytes = key.empty() ? "" : key.data();
  if (HMAC(Algorithm(), key_bytes, static_cast<int>(key.size()), reinterpret_cast<const uint8_t*>(data.data()),
           data.size(), digest.bytes.data(), &size) == nullptr) {
    std::abort();  // only without memory
  }
  return digest;
}

}  // namespace tallystick
