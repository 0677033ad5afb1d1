#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/merkle/proof.h"
#include "core/sign/note.h"
#include "core/sign/tlog_proof.h"
#include "tests/conformance/vectors.h"
#include "tests/core/merkle/memory_tree.h"

namespace tallystick::vectors {
namespace {

TEST_F(VectorsTest, SignedNotes) {
  int count = 0;
  for (const std::string& path : FilesBelow("note")) {
    absl::string_view stem = path;
    if (!absl::ConsumeSuffix(&stem, ".note")) continue;
    const std::string bytes = ReadFile(path);
    const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
    ASSERT_TRUE(note.ok()) << path << ": " << note.status();
    EXPECT_EQ(FormatNote(*note), bytes) << path;

    const std::string file = ReadFile(absl::StrCat(stem, ".vkey"));
    const absl::string_view vkey = absl::StripSuffix(file, "\n");
    const absl::StatusOr<NoteKey> key = NoteKey::Parse(vkey);
    ASSERT_TRUE(key.ok()) << path << ": " << key.status();
    EXPECT_EQ(key->Format(), vkey);
    EXPECT_EQ(VerifyNote(*note, *key), SignatureState::kGood) << path;
    Note changed = *note;
    changed.text.insert(0, "x");
    EXPECT_EQ(VerifyNote(changed, *key), SignatureState::kBad) << path;
    ++count;
  }
  Report("signed notes", count);
}

// The folder has no key for these, so their signatures are read and kept, not verified.
TEST_F(VectorsTest, TlogProofs) {
  int count = 0;
  for (const std::string& path : FilesBelow("note")) {
    absl::string_view stem = path;
    if (!absl::ConsumeSuffix(&stem, ".tlog-proof")) continue;
    const std::string text = ReadFile(path);
    const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(text);
    ASSERT_TRUE(proof.ok()) << path << ": " << proof.status();
    EXPECT_EQ(FormatTlogProof(*proof), text) << path;
    EXPECT_EQ(FormatNote(proof->checkpoint), ReadFile(absl::StrCat(stem, ".checkpoint"))) << path;

    const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(proof->checkpoint.text);
    ASSERT_TRUE(checkpoint.ok()) << path << ": " << checkpoint.status();
    EXPECT_EQ(FormatCheckpoint(*checkpoint), proof->checkpoint.text) << path;
    const std::string leaf = ReadFile(absl::StrCat(stem, ".leaf"));
    auto check = [&](absl::string_view entry) {
      return VerifyInclusion(HashLeaf(entry), proof->index, checkpoint->size, checkpoint->root, proof->hashes);
    };
    EXPECT_EQ(check(leaf), ProofCheck::kHolds) << path;
    EXPECT_EQ(check(leaf + "\n"), ProofCheck::kWrongRoot) << path << ": the entry has no line feed at its end";
    ++count;
  }
  Report("tlog-proofs", count);
}

// That log's entries are "entry 0" to "entry 69999": the whole of it can be made again.
TEST_F(VectorsTest, TheLogOf70000EntriesGrowsToItsPublishedRootAndProof) {
  const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(ReadFile("note/own-70000.tlog-proof"));
  ASSERT_TRUE(proof.ok()) << proof.status();
  const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(proof->checkpoint.text);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  MemoryTree tree;
  while (tree.frontier().size() < checkpoint->size) tree.Append(absl::StrCat("entry ", tree.frontier().size()));
  EXPECT_EQ(tree.frontier().Root(), checkpoint->root);
  const absl::StatusOr<std::vector<Digest>> made = InclusionProof(proof->index, checkpoint->size, tree.reader());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(*made, proof->hashes);
}

}  // namespace
}  // namespace tallystick::vectors
