// The text of a .tlog-proof (https://c2sp.org/tlog-proof): that one entry is in a log, to be checked without the log.
//
//   c2sp.org/tlog-proof@v1
//   extra <base64>            optional, opaque, proven by nothing
//   index <ASCII decimal>
//   <base64>                  the inclusion proof, a hash a line, from the leaf's sibling upwards
//   <an empty line>
//   <the checkpoint, a signed note>
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/merkle/proof.h"
#include "core/sign/checkpoint.h"
#include "core/sign/note.h"

namespace tallystick {

struct TlogProof {
  std::string extra;  // the bytes; empty when there is no such line
  uint64_t index = 0;
  std::vector<Digest> hashes;
  Note checkpoint;  // with all its signatures

  bool operator==(const TlogProof&) const = default;
};

// Takes the text apart; nothing in it is to be believed before VerifyTlogProof. kInvalidArgument, with the place,
// unless it is exactly a proof: FormatTlogProof gives it back.
absl::StatusOr<TlogProof> ParseTlogProofUnverified(absl::string_view text);
std::string FormatTlogProof(const TlogProof& proof);

struct TlogProofCheck {
  // The checkpoint once the log's signature on it has verified; else why it is not to be believed (OpenCheckpoint).
  absl::StatusOr<Checkpoint> checkpoint;
  // Of the leaf in that checkpoint's tree; meaningless without one.
  ProofCheck inclusion = ProofCheck::kOutOfRange;

  [[nodiscard]] bool holds() const { return checkpoint.ok() && inclusion == ProofCheck::kHolds; }
};

// `leaf` is HashLeaf of the entry's bytes, and `log` the key that the reader trusts for that log. Witnesses are asked
// about with VerifyCosignature(proof.checkpoint, ...).
TlogProofCheck VerifyTlogProof(const TlogProof& proof, const Digest& leaf, const NoteKey& log);

}  // namespace tallystick
