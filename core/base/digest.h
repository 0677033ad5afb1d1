// SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104) over OpenSSL. Thread-safe.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// A SHA-256 value; also every id of ours: slot, record, submission, key, bundle.
struct Digest {
  std::array<uint8_t, 32> bytes{};

  auto operator<=>(const Digest&) const = default;
  bool operator==(const Digest& other) const { return std::memcmp(bytes.data(), other.bytes.data(), bytes.size()) == 0; }
  absl::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
  // 64 lower-case hex digits.
  std::string hex() const;
  // The first 12 hex digits, as ids are shown to people.
  std::string brief() const;
  // kInvalidArgument unless `hex` is exactly 64 lower-case hex digits.
  static absl::StatusOr<Digest> FromHex(absl::string_view hex);
  // kInvalidArgument unless `raw` is 32 bytes.
  static absl::StatusOr<Digest> FromBytes(absl::string_view raw);

  template <typename H>
  friend H AbslHashValue(H h, const Digest& d) {
    return H::combine(std::move(h), d.bytes);
  }
};

Digest Sha256(absl::string_view data);
Digest HmacSha256(absl::string_view key, absl::string_view data);

// Hashes a stream. Not thread-safe; Finish() ends it and leaves it ready for the next stream.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;
  Sha256Stream& Update(absl::string_view data);
  Digest Finish();

 private:
  void* context_;
};

}  // namespace tallystick

template <>
struct std::hash<tallystick::Digest> {
  size_t operator()(const tallystick::Digest& d) const noexcept {
    size_t h;
    std::memcpy(&h, d.bytes.data(), sizeof h);
    return h;
  }
};
