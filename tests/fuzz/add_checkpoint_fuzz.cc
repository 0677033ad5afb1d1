// A request to a witness that is read is written again as the same bytes, and what is made up is never cosigned.
#include "core/sign/witness.h"
#include "tests/core/sign/keys.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view body = Input(data, size);
  const absl::StatusOr<AddCheckpointRequest> request = ParseAddCheckpointUnverified(body);
  if (!request.ok()) return 0;
  Require(FormatAddCheckpoint(*request) == body, "an accepted request is written again as the same bytes");
  Require(request->proof.size() <= kMaxConsistencyLines, "no more hashes than the specification has");
  static const PrivateKey* const key = new PrivateKey(TestKey('w'));
  static const Cosigner* const cosigner =
      new Cosigner{TestNoteKey("witness.example", 'w', SignatureType::kCosignatureV1), key};
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(request->checkpoint.text);
  Require(checkpoint.ok(), "an accepted request has a checkpoint");
  const absl::StatusOr<NoteKey> log =
      NoteKey::New(checkpoint->origin, SignatureType::kEd25519, TestKey('n').public_key());
  const std::vector<NoteKey> logs = log.ok() ? std::vector<NoteKey>{*log} : std::vector<NoteKey>{};
  const absl::StatusOr<WitnessAnswer> answer = AnswerAddCheckpoint(*request, logs, std::nullopt, *cosigner, 1);
  Require(answer.ok() && answer->status != 200 && !answer->record, "nobody signed this for the log");
  return 0;
}
