#include "core/sign/checkpoint.h"

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/sign/lines.h"

namespace tallystick {

absl::StatusOr<Checkpoint> ParseCheckpointUnverified(absl::string_view text) {
  Checkpoint checkpoint;
  LineReader lines(text);
  TALLY_ASSIGN_OR_RETURN(const absl::string_view origin, lines.Next("the log's origin"));
  if (origin.empty()) return lines.Refuse("the log's origin is empty");
  checkpoint.origin = std::string(origin);

  TALLY_ASSIGN_OR_RETURN(const absl::string_view size, lines.Next("the tree size"));
  const absl::StatusOr<uint64_t> number = ParseDecimal(size);
  if (!number.ok()) return lines.Refuse(absl::StrCat("the tree size is ", number.status().message()));
  checkpoint.size = *number;

  TALLY_ASSIGN_OR_RETURN(const absl::string_view root, lines.Next("the root hash"));
  const absl::StatusOr<std::string> bytes = Base64Decode(root);
  if (!bytes.ok() || bytes->size() != sizeof(Digest::bytes)) {
    return lines.Refuse("the root hash is not strict base64 of 32 bytes");
  }
  TALLY_ASSIGN_OR_RETURN(checkpoint.root, Digest::FromBytes(*bytes));

  while (!lines.done()) {
    TALLY_ASSIGN_OR_RETURN(const absl::string_view extension, lines.Next("an extension line"));
    if (extension.empty()) return lines.Refuse("an extension line is empty");
    checkpoint.extensions.emplace_back(extension);
  }
  return checkpoint;
}

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  std::string text =
      absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n", Base64Encode(checkpoint.root.view()), "\n");
  for (const std::string& extension : checkpoint.extensions) absl::StrAppend(&text, extension, "\n");
  return text;
}

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint, const NoteKey& key, const Signer& signer) {
  if (checkpoint.origin != key.name()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the key of ", key.name(), " does not sign checkpoints of ", checkpoint.origin));
  }
  Note note{FormatCheckpoint(checkpoint)};
  const absl::StatusOr<Checkpoint> again = ParseCheckpointUnverified(note.text);
  if (!again.ok() || *again != checkpoint) {
    return absl::InvalidArgumentError("an extension line of the checkpoint is empty or has a line feed");
  }
  TALLY_ASSIGN_OR_RETURN(NoteSignature signature, SignNote(note.text, key, signer));
  note.signatures.push_back(std::move(signature));
  return FormatNote(note);
}

absl::StatusOr<Checkpoint> OpenCheckpoint(const Note& note, const NoteKey& log) {
  switch (VerifyNote(note, log)) {
    case SignatureState::kAbsent:
      return absl::UnauthenticatedError(absl::StrCat("the checkpoint has no signature by the key of ", log.name()));
    case SignatureState::kBad:
      return absl::UnauthenticatedError(absl::StrCat("the checkpoint's signature by ", log.name(), " is not valid"));
    case SignatureState::kGood:
      break;
  }
  TALLY_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpointUnverified(note.text));
  if (checkpoint.origin != log.name()) {
    return absl::UnauthenticatedError(
        absl::StrCat("the key of ", log.name(), " signed a checkpoint of another log, ", checkpoint.origin));
  }
  return checkpoint;
}

}  // namespace tallystick
