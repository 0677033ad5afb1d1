// A time-stamp reply that is read gives its own token again, and nothing made up is a sound token of a text.
#include "core/sign/timestamp.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view bytes = Input(data, size);
  (void)ReadTimestampRequest(bytes);
  const absl::StatusOr<Timestamp> read = ReadTimestampReplyUnverified(bytes);
  if (!read.ok()) return 0;
  Require(bytes.size() >= read->token.size() && bytes.substr(bytes.size() - read->token.size()) == read->token,
          "the token is the end of the reply");
  const absl::StatusOr<Timestamp> again = ReadTimestampReplyUnverified(read->token);
  Require(again.ok() && again->token == read->token && again->time == read->time, "a token alone reads the same");
  Require(read->earliest() <= read->latest(), "an interval does not end before it begins");
  const TimestampCheck check = VerifyTimestamp(*read, "no text of any token", nullptr, "12345678");
  Require(!check.imprint && !check.sound() && !check.proven(), "a token does not hold for another text");
  return 0;
}
