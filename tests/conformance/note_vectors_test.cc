#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/merkle/proof.h"
#include "core/sign/note.h"
#include "core/sign/tlog_proof.h"
#include "tests/conformance/known_keys.h"
#include "tests/conformance/vectors.h"
#include "tests/core/merkle/memory_tree.h"

namespace tallystick::vectors {
namespace {

constexpr uint64_t kLargestTreeMadeAgain = 1 << 20;

std::vector<std::string> FilesEndingIn(absl::string_view ending) {
  std::vector<std::string> paths;
  for (const std::string& path : AllFiles()) {
    if (absl::EndsWith(path, ending)) paths.push_back(path);
  }
  return paths;
}

void CheckNote(const std::string& path, bool is_checkpoint) {
  const std::string bytes = ReadFile(path);
  const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
  if (!note.ok()) {
    ADD_FAILURE() << path << ": " << note.status();
    return;
  }
  EXPECT_EQ(FormatNote(*note), bytes) << path;
  if (is_checkpoint) {
    const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(note->text);
    EXPECT_TRUE(checkpoint.ok()) << path << ": " << checkpoint.status();
    EXPECT_EQ(checkpoint.ok() ? FormatCheckpoint(*checkpoint) : "", note->text) << path;
  }
  if (CheckSignaturesOf(*note, path) == 0) return;
  Note changed = *note;
  changed.text.insert(0, "x");
  for (const NoteKey& key : KnownKeys()) EXPECT_NE(VerifyNote(changed, key), SignatureState::kGood) << path;
}

// The entry that a proof is of: in a file of its own, or in the proof. nullopt when it is in neither.
std::optional<std::string> EntryOf(absl::string_view stem, const TlogProof& proof) {
  const std::string file = absl::StrCat(stem, ".leaf");
  if (Exists(file)) return ReadFile(file);
  // Other software puts other things into the line.
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(proof.checkpoint.text);
  if (proof.extra.empty() || !checkpoint.ok() ||
      VerifyInclusion(HashLeaf(proof.extra), proof.index, checkpoint->size, checkpoint->root, proof.hashes) !=
          ProofCheck::kHolds) {
    return std::nullopt;
  }
  return proof.extra;
}

// A log whose entries are "entry 0", "entry 1" and so on can be made again as a whole, and its proof with it.
void MakeAgain(const std::string& path, const TlogProof& proof, const Checkpoint& checkpoint) {
  MemoryTree tree;
  while (tree.frontier().size() < checkpoint.size) tree.Append(absl::StrCat("entry ", tree.frontier().size()));
  if (tree.frontier().Root() != checkpoint.root) {
    return CheckedInPart(path, "the entries of its log are not here, so no proof was made to compare it with");
  }
  const absl::StatusOr<std::vector<Digest>> made = InclusionProof(proof.index, checkpoint.size, tree.reader());
  ASSERT_TRUE(made.ok()) << path << ": " << made.status();
  EXPECT_EQ(*made, proof.hashes) << path;
}

void CheckTlogProof(const std::string& path) {
  const absl::string_view stem = absl::StripSuffix(path, ".tlog-proof");
  const std::string text = ReadFile(path);
  const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(text);
  ASSERT_TRUE(proof.ok()) << path << ": " << proof.status();
  EXPECT_EQ(FormatTlogProof(*proof), text) << path;
  if (const std::string file = absl::StrCat(stem, ".checkpoint"); Exists(file)) {
    EXPECT_EQ(FormatNote(proof->checkpoint), ReadFile(file)) << path;
  }
  CheckSignaturesOf(proof->checkpoint, path);
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(proof->checkpoint.text);
  ASSERT_TRUE(checkpoint.ok()) << path << ": " << checkpoint.status();
  const std::optional<std::string> entry = EntryOf(stem, *proof);
  if (!entry) return CheckedInPart(path, "its entry is not here, so what it proves was not tried");
  const auto check = [&](absl::string_view bytes) {
    return VerifyInclusion(HashLeaf(bytes), proof->index, checkpoint->size, checkpoint->root, proof->hashes);
  };
  EXPECT_EQ(check(*entry), ProofCheck::kHolds) << path;
  EXPECT_EQ(check(*entry + "\n"), ProofCheck::kWrongRoot) << path << ": the entry has no line feed more";
  if (*entry == absl::StrCat("entry ", proof->index) && checkpoint->size <= kLargestTreeMadeAgain) {
    MakeAgain(path, *proof, *checkpoint);
  }
}

}  // namespace

void CheckKeyFiles() {
  int count = 0;
  for (const std::string& path : FilesEndingIn(".vkey")) {
    const std::string file = ReadFile(path);
    const absl::string_view vkey = absl::StripSuffix(file, "\n");
    ++count;
    if (const absl::StatusOr<NoteKey> key = NoteKey::Parse(vkey); key.ok()) {
      EXPECT_EQ(key->Format(), vkey) << path;
      continue;
    }
    const absl::StatusOr<VerifierKeyText> text = ParseVerifierKeyText(vkey);
    EXPECT_TRUE(text.ok()) << path << ": " << text.status();
    if (!text.ok()) continue;
    EXPECT_NE(text->type, static_cast<uint8_t>(SignatureType::kEd25519))
        << path << ": " << NoteKey::Parse(vkey).status();
    EXPECT_NE(text->type, static_cast<uint8_t>(SignatureType::kCosignatureV1)) << path;
    CheckedInPart(path, absl::StrCat("a key of type ", static_cast<int>(text->type), ", which is not verified here"));
  }
  Report("verifier keys", count);
}

void CheckNotes() {
  int count = 0;
  for (const std::string& path : FilesEndingIn(".note")) CheckNote(path, /*is_checkpoint=*/false), ++count;
  Report("signed notes", count);
  count = 0;
  for (const std::string& path : FilesEndingIn(".checkpoint")) CheckNote(path, /*is_checkpoint=*/true), ++count;
  Report("checkpoints", count);
}

void CheckTlogProofs() {
  int count = 0;
  for (const std::string& path : FilesEndingIn(".tlog-proof")) CheckTlogProof(path), ++count;
  Report("tlog-proofs", count);
}

namespace {

TEST_F(VectorsTest, VerifierKeys) { CheckKeyFiles(); }
TEST_F(VectorsTest, SignedNotesAndCheckpoints) { CheckNotes(); }
TEST_F(VectorsTest, TlogProofs) { CheckTlogProofs(); }

}  // namespace
}  // namespace tallystick::vectors
