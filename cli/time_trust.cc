#include "cli/time_trust.h"

#include "absl/strings/str_cat.h"
#include "cli/session.h"
#include "core/base/status.h"
#include "core/sign/policy.h"

namespace tallystick {
namespace {

absl::Status About(const char* option, absl::string_view what, const absl::Status& wrong) {
  return absl::Status(wrong.code(), absl::StrCat(option, ": ", what, what.empty() ? "" : ": ", wrong.message()));
}

absl::Status AddPolicy(const Context& context, TimeTrust* trust) {
  const std::string name = context.arguments.Get(kTimePolicyOption.name);
  if (name.empty()) return absl::OkStatus();
  TALLY_ASSIGN_OR_RETURN(const std::string text, ReadInput(context, name));
  const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(text);
  if (!policy.ok()) return About(kTimePolicyOption.name, name, policy.status());
  for (const PolicyWitness& witness : policy->witnesses) {
    if (witness.key.key) trust->witnesses.push_back(*witness.key.key);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TimeTrust> ReadTimeTrust(const Context& context) {
  TimeTrust trust;
  if (const std::string name = context.arguments.Get(kAuthoritiesOption.name); !name.empty()) {
    TALLY_ASSIGN_OR_RETURN(const std::string pem, ReadInput(context, name));
    absl::StatusOr<TimestampRoots> roots = TimestampRoots::FromPem(pem);
    if (!roots.ok()) return About(kAuthoritiesOption.name, name, roots.status());
    trust.authorities = *std::move(roots);
  }
  TALLY_RETURN_IF_ERROR(AddPolicy(context, &trust));
  for (const std::string& vkey : context.arguments.All(kWitnessOption.name)) {
    absl::StatusOr<NoteKey> key = NoteKey::Parse(vkey);
    if (!key.ok()) return About(kWitnessOption.name, "", key.status());
    if (key->type() != SignatureType::kCosignatureV1) {
      return WithHint(absl::InvalidArgumentError(absl::StrCat("--witness: ", key->name(), " is no witness's key")),
                      "only keys of type 0x04 sign a time");
    }
    trust.witnesses.push_back(*std::move(key));
  }
  return trust;
}

}  // namespace tallystick
