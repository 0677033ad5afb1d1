// A policy that is read is written as one that reads as equal, and no checkpoint without good signatures holds by one
// that asks for any.
#include "core/sign/policy.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(Input(data, size));
  if (!policy.ok()) return 0;
  const absl::StatusOr<TlogPolicy> back = ParseTlogPolicy(FormatTlogPolicy(*policy));
  Require(back.ok() && *back == *policy, "a policy that is written reads back as equal");
  const Note unsigned_note{"log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"};
  const PolicyCheck check = CheckPolicy(*policy, unsigned_note);
  Require(check.log == LogState::kUnknownLog || check.log == LogState::kNotSigned, "nobody has signed");
  Require((check.quorum == QuorumState::kMet) == (policy->quorum == "none"), "no quorum but none is met by nobody");
  Require(!check.holds(), "a checkpoint that nobody signed does not hold");
  return 0;
}
