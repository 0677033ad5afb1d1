// A .tlog-proof that is read is written again as the same bytes, and what is made up does not hold.
#include "core/sign/tlog_proof.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view text = Input(data, size);
  const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(text);
  if (!proof.ok()) return 0;
  Require(FormatTlogProof(*proof) == text, "an accepted proof is written again as the same bytes");
  const absl::StatusOr<Checkpoint> head = ParseCheckpointUnverified(proof->checkpoint.text);
  if (!head.ok()) return 0;
  Require(VerifyInclusion(HashLeaf("no entry of any log"), proof->index, head->size, head->root, proof->hashes) !=
              ProofCheck::kHolds,
          "a proof does not hold for another entry");
  return 0;
}
