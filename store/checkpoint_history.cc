#include "store/checkpoint_history.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/merkle/proof.h"

namespace tallystick {

absl::StatusOr<CheckpointHistory> CheckpointHistory::Load(const Snapshot& snapshot, const LogIdentity& identity) {
  CheckpointHistory history;
  TALLY_RETURN_IF_ERROR(snapshot.ScanCheckpoints([&history](uint64_t size, const std::string& text) {
    absl::StatusOr<Note> note = ParseNoteUnverified(text);
    if (!note.ok() || !ParseCheckpointUnverified(note->text).ok()) {
      return absl::DataLossError(absl::StrCat("checkpoint of size ", size, ": it is no signed checkpoint"));
    }
    history.notes_.push_back(*std::move(note));
    return absl::OkStatus();
  }));
  if (history.notes_.empty()) return absl::NotFoundError("the casebook has no checkpoint yet");
  TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(identity.origin, SignatureType::kEd25519, identity.key));
  absl::StatusOr<Checkpoint> newest = OpenCheckpoint(history.newest(), key);
  if (!newest.ok()) return absl::DataLossError(absl::StrCat("the newest checkpoint: ", newest.status().message()));
  history.newest_checkpoint_ = *std::move(newest);
  return history;
}

const Note* CheckpointHistory::Find(uint64_t size) const {
  for (const Note& note : notes_) {
    if (SizeOf(note) == size) return &note;
  }
  return nullptr;
}

const Note* CheckpointHistory::LastCosignedBy(const NoteKey& witness) const {
  for (auto note = notes_.rbegin(); note != notes_.rend(); ++note) {
    if (VerifyCosignature(*note, witness).state == SignatureState::kGood) return &*note;
  }
  return nullptr;
}

const Note* CheckpointHistory::CosignedWith(const NoteSignature& line, const NoteKey& witness) const {
  for (auto note = notes_.rbegin(); note != notes_.rend(); ++note) {
    if (VerifyCosignature({note->text, {line}}, witness).state == SignatureState::kGood) return &*note;
  }
  return nullptr;
}

uint64_t SizeOf(const Note& checkpoint) { return ParseCheckpointUnverified(checkpoint.text)->size; }

absl::StatusOr<AddCheckpointRequest> RequestCosignature(const Snapshot& snapshot, const CheckpointHistory& history,
                                                        uint64_t old_size) {
  const Checkpoint& newest = history.newest_checkpoint();
  if (old_size > newest.size) {
    return absl::InvalidArgumentError(
        absl::StrCat("the newest checkpoint has size ", newest.size, "; there is nothing from ", old_size, " on"));
  }
  const NodeReader nodes = NodesOf(snapshot);
  TALLY_ASSIGN_OR_RETURN(const Frontier old, Frontier::Load(old_size, nodes));
  TALLY_ASSIGN_OR_RETURN(std::vector<Digest> proof, ConsistencyProof(old_size, newest.size, nodes));
  if (VerifyConsistency(old_size, old.Root(), newest.size, newest.root, proof) != ProofCheck::kHolds) {
    return absl::DataLossError("the stored tree does not lead to the newest checkpoint (tally check says where)");
  }
  return AddCheckpointRequest{old_size, std::move(proof), history.newest()};
}

}  // namespace tallystick
