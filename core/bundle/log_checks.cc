#include "core/bundle/log_checks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/sign/tlog_proof.h"

namespace tallystick {
namespace {

// Null when the proof is good, or the code and the reason.
struct Refusal {
  absl::string_view code;
  std::string why;
};
std::optional<Refusal> WhyNotIncluded(const FileViews& files, uint64_t index, absl::string_view checkpoint,
                                      const Checkpoint& head) {
  const auto leaf = files.find(kLeafFile), text = files.find(kProofFile);
  if (leaf == files.end() || text == files.end()) return Refusal{"missing-file", "there is no leaf or no proof"};
  const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(text->second);
  if (!proof.ok()) return Refusal{"proof-form", std::string(proof.status().message())};
  if (proof->index != index) return Refusal{"proof-index", absl::StrCat("is the proof of entry ", proof->index)};
  if (FormatNote(proof->checkpoint) != checkpoint) {
    return Refusal{"proof-checkpoint", "is a proof for another checkpoint than the bundle's"};
  }
  const ProofCheck check = VerifyInclusion(HashLeaf(leaf->second), index, head.size, head.root, proof->hashes);
  if (check == ProofCheck::kHolds) return std::nullopt;
  return Refusal{"inclusion", std::string(Describe(check))};
}

}  // namespace

std::optional<Checkpoint> CheckCheckpoint(const BundleLayout& layout, const KeyFiles& keys, const LogKeyRecord& record,
                                          const std::vector<Digest>& trusted, Checks* checks) {
  const std::string file = CheckpointFile(layout.log);
  const auto fail = [&](absl::string_view code, absl::string_view why) {
    checks->Fail(kSigned, "checkpoint", file, code, std::string(why));
    return std::nullopt;
  };
  const auto key = keys.find(layout.log);
  if (key == keys.end()) return fail("key-missing", "the key of the log is not here");
  const absl::StatusOr<Note> note = ParseNoteUnverified(layout.checkpoint);
  if (!note.ok()) return fail("checkpoint-form", note.status().message());
  const absl::StatusOr<NoteKey> log = NoteKey::New(absl::string_view(note->text).substr(0, note->text.find('\n')),
                                                   SignatureType::kEd25519, key->second);
  if (!log.ok()) return fail("checkpoint-form", log.status().message());
  const absl::StatusOr<Checkpoint> checkpoint = OpenCheckpoint(*note, *log);
  if (!checkpoint.ok()) return fail("checkpoint-signature", checkpoint.status().message());

  const bool given = std::find(trusted.begin(), trusted.end(), layout.log) != trusted.end();
  if (!record.found && !given) {
    fail("log-key", "no key record shown gives the log this key, and you did not give it");
  } else if (record.found && !record.name.empty() && record.name != checkpoint->origin) {
    fail("log-origin", absl::StrCat("the key record names the log ", record.name, ", not ", checkpoint->origin));
  } else {
    checks->Pass(kSigned, "checkpoint", file,
                 absl::StrCat(checkpoint->origin, " at ", checkpoint->size, " entries, signed by its key"));
  }
  return *checkpoint;
}

void CheckInclusion(const BundleLayout& layout, const Checkpoint& head, Checks* checks) {
  for (const auto& [index, files] : layout.submissions) {
    const std::string target = absl::StrCat(SubmissionFolder(layout.log, index), kProofFile);
    if (const auto refusal = WhyNotIncluded(files, index, layout.checkpoint, head)) {
      checks->Fail(kUnchanged, "inclusion", target, refusal->code, refusal->why);
    } else {
      checks->Pass(kUnchanged, "inclusion", target, absl::StrCat("entry ", index, " of the ", head.size));
    }
  }
}

}  // namespace tallystick
