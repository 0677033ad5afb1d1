#include "core/sign/witness.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/merkle/proof.h"
#include "core/sign/lines.h"

namespace tallystick {
namespace {

constexpr absl::string_view kOldPrefix = "old ";

int HttpStatusOf(WitnessVerdict verdict) {
  switch (verdict) {
    case WitnessVerdict::kMalformed:
      return 400;
    case WitnessVerdict::kUnknownLog:
      return 404;
    case WitnessVerdict::kNotByTheLog:
      return 403;
    case WitnessVerdict::kOldAboveNew:
      return 400;
    case WitnessVerdict::kOtherOldSize:
      return 409;
    case WitnessVerdict::kProofFails:
      return 422;
    case WitnessVerdict::kOtherRoot:
      return 409;
    case WitnessVerdict::kCosigned:
      return 200;
  }
  return 500;
}

WitnessAnswer Answer(WitnessVerdict verdict, absl::string_view body,
                     absl::string_view content_type = kPlainContentType) {
  WitnessAnswer answer{verdict, HttpStatusOf(verdict), std::string(content_type)};
  answer.body = absl::StrCat(body, "\n");
  return answer;
}

// The note with those signatures alone that trusted keys of its origin made. What else a stranger wrote below it is not
// kept, so that one checkpoint has one text.
Note SignedByTheLog(const Note& note, absl::string_view origin, std::span<const NoteKey> logs) {
  Note kept{note.text};
  for (const NoteKey& log : logs) {
    if (log.name() != origin || VerifyNote(note, log) != SignatureState::kGood) continue;
    const auto by_log = std::find_if(note.signatures.begin(), note.signatures.end(), [&log](const NoteSignature& s) {
      return s.name == log.name() && s.key_hash == log.key_hash();
    });
    kept.signatures.push_back(*by_log);
  }
  return kept;
}

// Decides on a request that was screened.
WitnessAnswer Compare(const AddCheckpointRequest& request, const Checkpoint& checkpoint,
                      const std::optional<LastCosigned>& last) {
  // Where nothing was cosigned, every log begins as the tree without entries.
  const uint64_t size = last ? last->checkpoint.size : 0;
  const Digest root = last ? last->checkpoint.root : EmptyRoot();
  if (request.old_size != size) {
    return Answer(WitnessVerdict::kOtherOldSize, absl::StrCat(size), kTreeSizeContentType);
  }
  const ProofCheck proof = VerifyConsistency(size, root, checkpoint.size, checkpoint.root, request.proof);
  if (proof == ProofCheck::kHolds) return Answer(WitnessVerdict::kCosigned, "");
  if (size == checkpoint.size && request.proof.empty()) {
    return Answer(WitnessVerdict::kOtherRoot, absl::StrCat("another root was cosigned for size ", size));
  }
  return Answer(WitnessVerdict::kProofFails, absl::StrCat("from size ", size, ": ", Describe(proof)));
}

}  // namespace

absl::StatusOr<AddCheckpointRequest> ParseAddCheckpointUnverified(absl::string_view body) {
  AddCheckpointRequest request;
  LineReader lines(body);
  TALLY_ASSIGN_OR_RETURN(absl::string_view line, lines.Next("the old size"));
  if (!absl::ConsumePrefix(&line, kOldPrefix)) return lines.Refuse("should be \"old \" and a size");
  const absl::StatusOr<uint64_t> size = ParseDecimal(line);
  if (!size.ok()) return lines.Refuse(absl::StrCat("the old size is ", size.status().message()));
  request.old_size = *size;
  while (true) {
    TALLY_ASSIGN_OR_RETURN(line, lines.Next("a hash, or an empty line before the checkpoint"));
    if (line.empty()) break;
    if (request.proof.size() == kMaxConsistencyLines) {
      return lines.Refuse(absl::StrCat("more than ", kMaxConsistencyLines, " hashes"));
    }
    const absl::StatusOr<std::string> bytes = Base64Decode(line);
    if (!bytes.ok() || bytes->size() != sizeof(Digest::bytes)) {
      return lines.Refuse("not a hash in strict base64 of 32 bytes");
    }
    TALLY_ASSIGN_OR_RETURN(const Digest hash, Digest::FromBytes(*bytes));
    request.proof.push_back(hash);
  }
  TALLY_ASSIGN_OR_RETURN(request.checkpoint, ParseNoteUnverified(lines.rest()));
  const absl::Status text = ParseCheckpointUnverified(request.checkpoint.text).status();
  if (!text.ok()) return absl::InvalidArgumentError(absl::StrCat("the checkpoint, ", text.message()));
  return request;
}

std::string FormatAddCheckpoint(const AddCheckpointRequest& request) {
  std::string body = absl::StrCat(kOldPrefix, request.old_size, "\n");
  for (const Digest& hash : request.proof) absl::StrAppend(&body, Base64Encode(hash.view()), "\n");
  return absl::StrCat(body, "\n", FormatNote(request.checkpoint));
}

WitnessAnswer RefuseMalformed(const absl::Status& problem) {
  return Answer(WitnessVerdict::kMalformed, problem.message());
}

std::optional<WitnessAnswer> ScreenAddCheckpoint(const AddCheckpointRequest& request, std::span<const NoteKey> logs) {
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(request.checkpoint.text);
  if (!checkpoint.ok()) return RefuseMalformed(checkpoint.status());
  if (std::none_of(logs.begin(), logs.end(), [&](const NoteKey& log) { return log.name() == checkpoint->origin; })) {
    return Answer(WitnessVerdict::kUnknownLog, "this witness does not know the log");
  }
  if (SignedByTheLog(request.checkpoint, checkpoint->origin, logs).signatures.empty()) {
    return Answer(WitnessVerdict::kNotByTheLog, "no key that this witness trusts for the log signed the checkpoint");
  }
  if (request.old_size > checkpoint->size) {
    return Answer(WitnessVerdict::kOldAboveNew,
                  absl::StrCat("the old size ", request.old_size, " is above the checkpoint's, ", checkpoint->size));
  }
  return std::nullopt;
}

absl::StatusOr<WitnessAnswer> AnswerAddCheckpoint(const AddCheckpointRequest& request, std::span<const NoteKey> logs,
                                                  const std::optional<LastCosigned>& last, const Cosigner& cosigner,
                                                  uint64_t now) {
  if (std::optional<WitnessAnswer> refused = ScreenAddCheckpoint(request, logs)) return *std::move(refused);
  TALLY_ASSIGN_OR_RETURN(const Checkpoint checkpoint, ParseCheckpointUnverified(request.checkpoint.text));
  if (last && last->checkpoint.origin != checkpoint.origin) {
    return absl::InternalError("what was cosigned last belongs to another log");
  }
  WitnessAnswer answer = Compare(request, checkpoint, last);
  Note by_log = SignedByTheLog(request.checkpoint, checkpoint.origin, logs);
  answer.fork = last && last->checkpoint.size == checkpoint.size && last->checkpoint.root != checkpoint.root;
  if (answer.fork || (last && answer.verdict == WitnessVerdict::kProofFails)) {
    answer.contradiction = std::move(by_log);
    return answer;
  }
  if (answer.verdict != WitnessVerdict::kCosigned) return answer;
  if (last && now < last->time) {
    return absl::FailedPreconditionError("the clock is behind the time of the last cosignature");
  }
  TALLY_ASSIGN_OR_RETURN(NoteSignature cosignature, Cosign(by_log.text, now, cosigner.key, *cosigner.signer));
  answer.body = absl::StrCat(cosignature.line, "\n");
  by_log.signatures.push_back(std::move(cosignature));
  answer.record = std::move(by_log);
  return answer;
}

absl::StatusOr<LastCosigned> OpenCosigned(const Note& note, const NoteKey& witness) {
  const CosignatureCheck check = VerifyCosignature(note, witness);
  if (check.state != SignatureState::kGood) {
    return absl::UnauthenticatedError(absl::StrCat("the checkpoint has no good cosignature by ", witness.name()));
  }
  TALLY_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpointUnverified(note.text));
  return LastCosigned{std::move(checkpoint), check.time};
}

}  // namespace tallystick
