// A log of 15 entries published as C2SP tlog-tiles, with a signed checkpoint at every size.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/merkle/proof.h"
#include "core/merkle/tiles.h"
#include "core/sign/checkpoint.h"
#include "tests/conformance/vectors.h"
#include "tests/core/merkle/memory_tree.h"

namespace tallystick::vectors {
namespace {

constexpr char kFolder[] = "tiles/tessera-log";
constexpr uint64_t kEntries = 15;
// The public key of the test log, as its publisher's build script names it.
constexpr char kLogKey[] = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

// An entry bundle: each entry after its length in two bytes, big-endian.
std::vector<std::string> ReadEntries(uint64_t size) {
  const std::string bundle = ReadFile(absl::StrCat(kFolder, "/tile/entries/000.p/", size));
  std::vector<std::string> entries;
  for (size_t at = 0; at + 2 <= bundle.size();) {
    const size_t length = static_cast<uint8_t>(bundle[at]) << 8 | static_cast<uint8_t>(bundle[at + 1]);
    entries.push_back(bundle.substr(at + 2, length));
    at += 2 + length;
  }
  return entries;
}

class TilesTest : public VectorsTest {
 protected:
  void SetUp() override {
    VectorsTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const NoteKey key = *NoteKey::Parse(kLogKey);
    for (uint64_t size = 0; size <= kEntries; ++size) {
      const absl::StatusOr<Note> note = ParseNoteUnverified(ReadFile(absl::StrCat(kFolder, "/checkpoint.", size)));
      ASSERT_TRUE(note.ok()) << note.status();
      const absl::StatusOr<Checkpoint> checkpoint = OpenCheckpoint(*note, key);
      ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
      ASSERT_EQ(checkpoint->size, size);
      checkpoints_.push_back(*checkpoint);
    }
  }

  std::vector<Checkpoint> checkpoints_;  // by size
};

TEST_F(TilesTest, RootsComeFromEntriesAndFromLevelZeroTiles) {
  int count = 0;
  for (uint64_t size = 0; size <= kEntries; ++size) {
    const std::vector<std::string> entries = size == 0 ? std::vector<std::string>() : ReadEntries(size);
    ASSERT_EQ(entries.size(), size);
    EXPECT_EQ(MemoryTree(entries).frontier().Root(), checkpoints_[size].root) << "size " << size;

    const std::string tile = size == 0 ? "" : ReadFile(absl::StrCat(kFolder, "/tile/0/000.p/", size));
    ASSERT_EQ(tile.size(), size * sizeof(Digest::bytes));
    Frontier frontier;
    for (uint64_t i = 0; i < size; ++i) {
      frontier.Append(*Digest::FromBytes(absl::string_view(tile).substr(i * sizeof(Digest::bytes), 32)), nullptr);
    }
    EXPECT_EQ(frontier.Root(), checkpoints_[size].root) << "size " << size;
    ++count;
  }
  Report("tile log checkpoints", count);
}

TEST_F(TilesTest, EveryCheckpointIsConsistentWithEveryLaterOne) {
  const MemoryTree tree(ReadEntries(kEntries));
  int count = 0;
  for (uint64_t size2 = 0; size2 <= kEntries; ++size2) {
    for (uint64_t size1 = 0; size1 <= size2; ++size1) {
      const absl::StatusOr<std::vector<Digest>> proof = ConsistencyProof(size1, size2, tree.reader());
      ASSERT_TRUE(proof.ok()) << proof.status();
      EXPECT_EQ(VerifyConsistency(size1, checkpoints_[size1].root, size2, checkpoints_[size2].root, *proof),
                ProofCheck::kHolds)
          << size1 << " to " << size2;
      ++count;
    }
  }
  Report("tile log consistency", count);
}

TEST_F(TilesTest, EveryEntryIsIncludedInEveryLaterCheckpoint) {
  const std::vector<std::string> entries = ReadEntries(kEntries);
  const MemoryTree tree(entries);
  int count = 0;
  for (uint64_t size = 1; size <= kEntries; ++size) {
    for (uint64_t index = 0; index < size; ++index) {
      const absl::StatusOr<std::vector<Digest>> proof = InclusionProof(index, size, tree.reader());
      ASSERT_TRUE(proof.ok()) << proof.status();
      EXPECT_EQ(VerifyInclusion(HashLeaf(entries[index]), index, size, checkpoints_[size].root, *proof),
                ProofCheck::kHolds)
          << index << " of " << size;
      ++count;
    }
  }
  Report("tile log inclusion", count);
}

// What is written for a log of that size, against what another program wrote.
TEST_F(TilesTest, TilesAndBundlesAreWrittenAsTheSameBytes) {
  const std::vector<std::string> entries = ReadEntries(kEntries);
  int count = 0;
  for (uint64_t size = 1; size <= kEntries; ++size) {
    TileStream stream;
    std::vector<Tile> full;
    std::string bundle;
    for (uint64_t i = 0; i < size; ++i) {
      stream.Append(HashLeaf(entries[i]), &full);
      ASSERT_TRUE(AppendToBundle(entries[i], &bundle).ok());
    }
    ASSERT_TRUE(full.empty());
    const std::vector<Tile> tiles = stream.Partials();
    ASSERT_EQ(tiles.size(), 1);
    EXPECT_EQ(FormatTile(tiles[0].hashes), ReadFile(absl::StrCat(kFolder, "/", TilePath(tiles[0].address))));
    const int width = static_cast<int>(size);
    const std::string published = ReadFile(absl::StrCat(kFolder, "/", BundlePath(0, width)));
    EXPECT_EQ(bundle, published);
    const absl::StatusOr<std::vector<absl::string_view>> parsed = ParseBundle(published, width);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_TRUE(std::equal(parsed->begin(), parsed->end(), entries.begin(), entries.begin() + width));
    ++count;
  }
  Report("tiles and bundles", count);
}

TEST_F(TilesTest, TheHeadIsTheLastCheckpoint) {
  EXPECT_EQ(ReadFile(absl::StrCat(kFolder, "/checkpoint")), ReadFile(absl::StrCat(kFolder, "/checkpoint.", kEntries)));
}

}  // namespace
}  // namespace tallystick::vectors
