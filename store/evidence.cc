#include "store/evidence.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "store/files.h"

namespace tallystick {
namespace {

int CountFiles(const std::string& folder) {
  std::error_code error;
  int count = 0;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) ++count;
  return count;
}

}  // namespace

absl::StatusOr<std::string> KeepEvidence(const std::string& folder, absl::string_view kind, absl::string_view in_words,
                                         const Testimony& ours, const Testimony& theirs) {
  std::string text = absl::StrCat("tallystick-evidence-v1\n", in_words, "\n");
  // The length tells where a text ends, whatever stands in it.
  for (const Testimony* s : {&ours, &theirs}) {
    absl::StrAppend(&text, "\n==== ", s->who, " (", s->text.size(), " bytes)\n", s->text);
  }
  const std::string path = absl::StrCat(folder, "/", kind, "-", Sha256(text).hex().substr(0, 32), ".txt");
  if (FileExists(path)) return path;
  TALLY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
  if (CountFiles(folder) >= kMaxEvidenceFiles) {
    return absl::ResourceExhaustedError(absl::StrCat(folder, " holds ", kMaxEvidenceFiles, " files already"));
  }
  const absl::Status written = WriteFileDurably(path, text, 0600, /*replace=*/false);
  if (!written.ok() && !absl::IsAlreadyExists(written)) return written;
  return path;
}

}  // namespace tallystick
