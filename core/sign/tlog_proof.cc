#include "core/sign/tlog_proof.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/sign/lines.h"

namespace tallystick {
namespace {

constexpr absl::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr absl::string_view kExtraPrefix = "extra ";
constexpr absl::string_view kIndexPrefix = "index ";
constexpr size_t kMaxHashes = 64;  // an index has 64 bits

}  // namespace

absl::StatusOr<TlogProof> ParseTlogProofUnverified(absl::string_view text) {
  TlogProof proof;
  LineReader lines(text);
  TALLY_ASSIGN_OR_RETURN(absl::string_view line, lines.Next(kFirstLine));
  if (line != kFirstLine) return lines.Refuse(absl::StrCat("a proof begins with \"", kFirstLine, "\""));

  TALLY_ASSIGN_OR_RETURN(line, lines.Next("the index"));
  if (absl::ConsumePrefix(&line, kExtraPrefix)) {
    absl::StatusOr<std::string> extra = Base64Decode(line);
    if (!extra.ok() || extra->empty()) return lines.Refuse("the extra data is not strict base64 of a byte or more");
    proof.extra = *std::move(extra);
    TALLY_ASSIGN_OR_RETURN(line, lines.Next("the index"));
  }
  if (!absl::ConsumePrefix(&line, kIndexPrefix)) return lines.Refuse("should be \"index \" and the entry's number");
  const absl::StatusOr<uint64_t> index = ParseDecimal(line);
  if (!index.ok()) return lines.Refuse(absl::StrCat("the index is ", index.status().message()));
  proof.index = *index;

  while (true) {
    TALLY_ASSIGN_OR_RETURN(line, lines.Next("a hash, or an empty line before the checkpoint"));
    if (line.empty()) break;
    const absl::StatusOr<std::string> bytes = Base64Decode(line);
    if (!bytes.ok() || bytes->size() != sizeof(Digest::bytes)) {
      return lines.Refuse("not a hash in strict base64 of 32 bytes");
    }
    if (proof.hashes.size() == kMaxHashes) return lines.Refuse(absl::StrCat("more than ", kMaxHashes, " hashes"));
    TALLY_ASSIGN_OR_RETURN(const Digest hash, Digest::FromBytes(*bytes));
    proof.hashes.push_back(hash);
  }
  TALLY_ASSIGN_OR_RETURN(proof.checkpoint, ParseNoteUnverified(lines.rest()));
  return proof;
}

std::string FormatTlogProof(const TlogProof& proof) {
  std::string text = absl::StrCat(kFirstLine, "\n");
  if (!proof.extra.empty()) absl::StrAppend(&text, kExtraPrefix, Base64Encode(proof.extra), "\n");
  absl::StrAppend(&text, kIndexPrefix, proof.index, "\n");
  for (const Digest& hash : proof.hashes) absl::StrAppend(&text, Base64Encode(hash.view()), "\n");
  return absl::StrCat(text, "\n", FormatNote(proof.checkpoint));
}

TlogProofCheck VerifyTlogProof(const TlogProof& proof, const Digest& leaf, const NoteKey& log) {
  TlogProofCheck check{OpenCheckpoint(proof.checkpoint, log)};
  if (check.checkpoint.ok()) {
    check.inclusion = VerifyInclusion(leaf, proof.index, check.checkpoint->size, check.checkpoint->root, proof.hashes);
  }
  return check;
}

}  // namespace tallystick
