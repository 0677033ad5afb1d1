#include "store/cosignatures.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tallystick {

absl::StatusOr<std::string> WithCosignatures(const std::string& note, const std::vector<NoteSignature>& lines) {
  absl::StatusOr<Note> merged = ParseNoteUnverified(note);
  if (!merged.ok())
    return absl::DataLossError(absl::StrCat("a stored checkpoint is no note: ", merged.status().message()));
  for (const NoteSignature& line : lines) {
    const auto by_this_key = [&line](const NoteSignature& s) {
      return s.name == line.name && s.key_hash == line.key_hash;
    };
    if (std::none_of(merged->signatures.begin(), merged->signatures.end(), by_this_key))
      merged->signatures.push_back(line);
  }
  if (merged->signatures.size() > kMaxNoteSignatures) {
    return absl::ResourceExhaustedError(absl::StrCat("a note holds at most ", kMaxNoteSignatures, " signatures"));
  }
  return FormatNote(*merged);
}

bool IsEarlierForm(absl::string_view offered, absl::string_view stored) {
  if (offered == stored) return true;
  // Lines are only ever added at the end; so the earlier note is the beginning, up to a line's end, of a longer one.
  if (!absl::StartsWith(stored, offered)) return false;
  const absl::StatusOr<Note> before = ParseNoteUnverified(offered), now = ParseNoteUnverified(stored);
  return before.ok() && now.ok() && before->text == now->text;
}

}  // namespace tallystick
