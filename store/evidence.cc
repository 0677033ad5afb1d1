#include "store/evidence.h"

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "store/files.h"

namespace tallystick {

std::string FormatEvidence(const Evidence& evidence) {
  std::string text = absl::StrCat(evidence.what, "\n");
  for (const auto& [whose, note] : evidence.notes) absl::StrAppend(&text, "\n==== ", whose, "\n", note);
  return text;
}

absl::StatusOr<std::string> KeepEvidence(const std::string& folder, const Evidence& evidence) {
  const std::string text = FormatEvidence(evidence), kept = absl::StrCat(folder, "/evidence");
  const std::string path = absl::StrCat(kept, "/", Sha256(text).hex().substr(0, 16), ".txt");
  TALLY_RETURN_IF_ERROR(MakeFolders(kept, 0700));
  const absl::Status written = WriteFileDurably(path, text, 0400, /*replace=*/false);
  if (!written.ok() && !absl::IsAlreadyExists(written)) return written;
  return path;
}

}  // namespace tallystick
