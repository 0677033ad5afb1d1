// Time stamps of RFC 3161: what an authority is asked, what it answers, and what that answer proves. No network, no
// clock: an authority's certificate is judged at the time its token states. Thread-safe.
//
// A token says: somebody who held this key saw this hash at this time. It is made over a checkpoint's text
// (Note::text), so that cosignatures which the note gets later do not break it.
//
// Not looked at: whether a certificate was revoked. Who judges must know that of the authority by another way.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/civil_time.h"

namespace tallystick {

inline constexpr size_t kMaxTimestampSize = 1 << 18;  // limits of ours
inline constexpr size_t kMinNonceSize = 8, kMaxNonceSize = 32;

// The DER of a TimeStampReq (RFC 3161 §2.4.1): SHA-256 of `text`, the certificates asked for, `nonce` as a positive
// number. The nonce is the caller's: random, new for each request. kInvalidArgument for one that is too short, too long
// or zero.
absl::StatusOr<std::string> MakeTimestampRequest(absl::string_view text, absl::string_view nonce);

struct TimestampRequest {
  std::string imprint;  // the 32 bytes
  std::string nonce;    // without leading zero bytes; "" when there is none
};
// kInvalidArgument unless `der` is a request with a SHA-256 imprint and nothing after it.
absl::StatusOr<TimestampRequest> ReadTimestampRequest(absl::string_view der);

// What a token states. Nobody has verified it.
struct Timestamp {
  std::string token;                // its DER: what is kept, and all that VerifyTimestamp looks at
  Seconds time = 0;                 // genTime, UTC
  int32_t micros = 0;               // its fraction of a second, rounded up
  std::optional<int64_t> accuracy;  // in microseconds, either way; nothing when the authority states none
  std::string hash;                 // "SHA256", "SHA384", "SHA512"; the OID of any other
  std::string imprint;              // bytes
  std::string policy;               // OID under which the authority made it
  std::string serial;               // hex
  std::string nonce;                // as in TimestampRequest
  std::string authority;            // subject of the signer's certificate (RFC 4514); "" when that is not in the token
  std::string key;                  // hex of the SHA-256 of that certificate; "" likewise
  int certificates = 0;             // that the token brings along

  // The whole seconds between which the authority says that it was made, its accuracy taken as far as it goes.
  Seconds earliest() const;
  Seconds latest() const;
};

// Reads a TimeStampResp (§2.4.2) or a bare token. kInvalidArgument, with the reason, unless it is exactly one;
// kFailedPrecondition when the authority answered without a token, with its words.
absl::StatusOr<Timestamp> ReadTimestampReplyUnverified(absl::string_view der);

// Whether the token's imprint is that of `text`, by a hash that is not weak (SHA-2 of 256 bits or more).
bool IsOfText(const Timestamp& timestamp, absl::string_view text);

// Certificates at which a chain may end, because the reader says so. Immutable.
class TimestampRoots {
 public:
  // "BEGIN CERTIFICATE" blocks; what stands between them is passed over. kInvalidArgument when there is none or one
  // cannot be read.
  static absl::StatusOr<TimestampRoots> FromPem(absl::string_view pem);
  size_t size() const;

 private:
  friend class TimestampJudge;
  struct State;
  explicit TimestampRoots(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

enum class Judgement { kNotAsked, kHolds, kFails };

struct TimestampCheck {
  bool imprint = false;    // of the text
  bool signature = false;  // by the key of the certificate in the token, which the token names (RFC 5035), over SHA-2
  bool purpose = false;    // that certificate is for time stamps alone, critically (RFC 3161 §2.3), and bears the name
  Judgement nonce = Judgement::kNotAsked;
  // From that certificate to one of the reader's roots, all of it valid at the token's own time, without weak keys or
  // hashes.
  Judgement chain = Judgement::kNotAsked;
  std::string root;                   // if the chain holds: the subject of the root
  std::vector<std::string> problems;  // what does not hold, a sentence each, without full stop

  // Nothing contradicts the token; whether its maker is an authority is another question.
  [[nodiscard]] bool sound() const { return imprint && signature && purpose && nonce != Judgement::kFails; }
  // And it comes from an authority that the reader trusts.
  [[nodiscard]] bool proven() const { return sound() && chain == Judgement::kHolds; }
};

// Negative verdicts are data. Without `roots` the chain is not judged, without `nonce` (as in TimestampRequest) that is
// not compared.
TimestampCheck VerifyTimestamp(const Timestamp& timestamp, absl::string_view text, const TimestampRoots* roots,
                               std::optional<absl::string_view> nonce);

}  // namespace tallystick
