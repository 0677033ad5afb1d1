#include "cli/fetch.h"

#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/fetch/pipe.h"
#include "cli/process.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

constexpr char kProgram[] = "tally-fetch";

// A path when the program lies beside this one; else its name, which is looked up on PATH.
std::string FindProgram() {
  char self[4096];
  const ssize_t size = ::readlink("/proc/self/exe", self, sizeof self);
  if (size <= 0) return kProgram;
  const absl::string_view path(self, static_cast<size_t>(size));
  const std::string beside = absl::StrCat(path.substr(0, path.rfind('/')), "/", kProgram);
  return ::access(beside.c_str(), X_OK) == 0 ? beside : kProgram;
}

}  // namespace

absl::StatusOr<FetchReply> Fetch(const FetchRequest& request) {
  TALLY_RETURN_IF_ERROR(CheckFetchRequest(request));
  absl::StatusOr<ProcessResult> result = RunProcess(FindProgram(), {}, EncodeFetchRequest(request));
  if (absl::IsNotFound(result.status())) {
    return absl::FailedPreconditionError("the program tally-fetch is neither beside tally nor on PATH");
  }
  TALLY_RETURN_IF_ERROR(result.status());
  if (result->exit_code != 0) {
    return absl::InternalError(absl::StrCat("tally-fetch ended with ", result->exit_code, ": ", result->err));
  }
  return DecodeFetchReply(result->out);
}

}  // namespace tallystick
