#include "core/base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdlib>

#include "core/base/encoding.h"

namespace tallystick {
namespace {

// By-name look-ups cost four times the hash of a short input and do not scale over threads: fetched once.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// By character; 0xff: no lower-case hex digit.
constexpr std::array<uint8_t, 256> kHexValues = [] {
  std::array<uint8_t, 256> values{};
  values.fill(0xff);
  for (int i = 0; i < 16; ++i) values["0123456789abcdef"[i]] = static_cast<uint8_t>(i);
  return values;
}();

EVP_MD_CTX* AsContext(void* context) { return static_cast<EVP_MD_CTX*>(context); }

void Start(void* context) {
  if (EVP_DigestInit_ex2(AsContext(context), Algorithm(), nullptr) != 1) std::abort();  // only without memory
}

}  // namespace

std::string Digest::hex() const { return HexEncode(view()); }
std::string Digest::brief() const { return HexEncode(view().substr(0, 6)); }

// Without an allocation: ids are read by the million.
absl::StatusOr<Digest> Digest::FromHex(absl::string_view hex) {
  Digest digest;
  uint8_t seen = hex.size() == 2 * digest.bytes.size() ? 0 : 0xff;
  for (size_t i = 0; seen != 0xff && i < digest.bytes.size(); ++i) {
    const uint8_t high = kHexValues[static_cast<uint8_t>(hex[2 * i])];
    const uint8_t low = kHexValues[static_cast<uint8_t>(hex[2 * i + 1])];
    seen |= high | low;
    digest.bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  if (seen == 0xff) return absl::InvalidArgumentError("expected 64 lower-case hex digits");
  return digest;
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
  constexpr size_t kBlock = 64;
  // By OpenSSL's one-shot function this is looked up by name at every call, which costs several times the hashes.
  std::string block(key.size() > kBlock ? Sha256(key).view() : key);
  block.resize(kBlock, '\0');
  for (char& c : block) c ^= 0x36;
  thread_local Sha256Stream stream;
  const Digest inner = stream.Update(block).Update(data).Finish();
  for (char& c : block) c ^= 0x36 ^ 0x5c;
  return stream.Update(block).Update(inner.view()).Finish();
}

}  // namespace tallystick
