#include "cli/exit_code.h"

#include "absl/strings/cord.h"

namespace tallystick {
namespace {

constexpr char kHint[] = "tallystick/hint";
constexpr char kUsageMark[] = "tallystick/usage";

}  // namespace

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.GetPayload(kUsageMark)) return kUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk: return kPassed;
    case absl::StatusCode::kNotFound: return kNotFound;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted: return kLocked;
    case absl::StatusCode::kDataLoss: return kVerificationFailed;
    case absl::StatusCode::kUnimplemented: return kIncomplete;
    default: return kFailed;
  }
}

absl::Status UsageError(absl::string_view problem) {
  absl::Status status = absl::InvalidArgumentError(problem);
  status.SetPayload(kUsageMark, absl::Cord());
  return status;
}

absl::Status WithHint(absl::Status status, absl::string_view hint) {
  if (!status.ok()) status.SetPayload(kHint, absl::Cord(hint));
  return status;
}

std::string HintOf(const absl::Status& status) {
  const auto hint = status.GetPayload(kHint);
  return hint ? std::string(*hint) : std::string();
}

}  // namespace tallystick
