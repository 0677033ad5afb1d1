// A time-stamp authority for tests: a root, a signer's certificate and replies at any time. New keys on every run.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace tallystick {

// Dates as OpenSSL reads them: "20200101000000Z".
struct AuthorityOptions {
  std::string name = "Test Time Authority";
  std::string not_before = "20200101000000Z", not_after = "20210101000000Z";  // of the signer's certificate
  std::string root_not_before = "20100101000000Z", root_not_after = "20400101000000Z";
  std::string key_usage = "critical,timeStamping";  // extended; "" for none
  bool self_signed = false;                         // the signer's certificate is its own root
  bool with_chain = true;                           // the root goes into the tokens too
  bool names_itself = true;                         // the token's tsa field
  bool ess_sha1 = false;                            // the old form of the attribute that names the certificate
  bool ess = true;                                  // that attribute is there at all
  bool says_time_stamp = true;                      // in the signed attribute for the content's type
  const char* digest = "SHA256";                    // over which it signs
  int accuracy_seconds = 1, accuracy_millis = 500;  // 0 and 0: none
};

class TimeAuthority {
 public:
  explicit TimeAuthority(AuthorityOptions options = {});
  ~TimeAuthority();
  TimeAuthority(const TimeAuthority&) = delete;
  TimeAuthority& operator=(const TimeAuthority&) = delete;

  std::string root_pem() const;
  std::string signer_pem() const;
  // The TimeStampResp to a request, made at `seconds` since 1970. A request it does not take gives a rejection.
  std::string Reply(absl::string_view request, int64_t seconds) const;
  // A request as some other program makes it; the digest's name in OpenSSL's words.
  static std::string RequestBy(const char* digest, absl::string_view text, bool with_certificates);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tallystick
