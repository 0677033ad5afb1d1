#include "core/merkle/tiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/merkle/memory_tree.h"
#include "tests/core/merkle/reference.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> SomeEntries(uint64_t size) {
  std::vector<std::string> entries;
  for (uint64_t i = 0; i < size; ++i) entries.push_back(absl::StrCat("entry ", i));
  return entries;
}

// Every tile of a tree, full and partial, as c2sp.org/tlog-tiles defines them: hash i of tile n at level l is
// MTH(D[(n*256+i) * 256**l : (n*256+i+1) * 256**l]).
std::vector<Tile> ReferenceTiles(const std::vector<std::string>& d) {
  std::vector<Tile> tiles;
  uint64_t span = 1;
  for (int l = 0; span <= d.size(); ++l, span *= 256) {
    for (uint64_t k = 0; (k + 1) * span <= d.size(); ++k) {
      if (k % 256 == 0) tiles.push_back({{l, k / 256, 0}, {}});
      tiles.back().hashes.push_back(reference::Mth(reference::Entries(d).subspan(k * span, span)));
      ++tiles.back().address.width;
    }
  }
  return tiles;
}

std::vector<Tile> Sorted(std::vector<Tile> tiles) {
  std::sort(tiles.begin(), tiles.end(), [](const Tile& a, const Tile& b) { return a.address < b.address; });
  return tiles;
}

TEST(TilesTest, PathsAreThoseOfTheSpecification) {
  EXPECT_EQ(TilePath({0, 0, 256}), "tile/0/000");
  EXPECT_EQ(TilePath({0, 0, 1}), "tile/0/000.p/1");
  EXPECT_EQ(TilePath({1, 999, 255}), "tile/1/999.p/255");
  EXPECT_EQ(TilePath({2, 1000, 256}), "tile/2/x001/000");
  EXPECT_EQ(TilePath({63, 1234067, 256}), "tile/63/x001/x234/067");
  EXPECT_EQ(TilePath({0, UINT64_MAX, 7}), "tile/0/x018/x446/x744/x073/x709/x551/615.p/7");
  EXPECT_EQ(BundlePath(1234067, 256), "tile/entries/x001/x234/067");
  EXPECT_EQ(BundlePath(273, 112), "tile/entries/273.p/112");
}

TEST(TilesTest, ATreeHasTheTilesOfTheSpecificationsExamples) {
  EXPECT_THAT(TilesOf(0), IsEmpty());
  EXPECT_THAT(TilesOf(1), ElementsAre(LevelTiles{0, 0, 1}));
  EXPECT_THAT(TilesOf(255), ElementsAre(LevelTiles{0, 0, 255}));
  EXPECT_THAT(TilesOf(256), ElementsAre(LevelTiles{0, 1, 0}, LevelTiles{1, 0, 1}));
  EXPECT_THAT(TilesOf(257), ElementsAre(LevelTiles{0, 1, 1}, LevelTiles{1, 0, 1}));
  EXPECT_THAT(TilesOf(70000), ElementsAre(LevelTiles{0, 273, 112}, LevelTiles{1, 1, 17}, LevelTiles{2, 0, 1}));
  EXPECT_EQ(TilesOf(UINT64_MAX).size(), 8);
}

// The tiles by the definition, against those of a stream: begun at nothing, and begun in the middle.
TEST(TilesTest, TilesAreThoseOfTheDefinition) {
  for (const uint64_t size : {0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1000, 65535, 65536, 65537, 66000}) {
    const std::vector<std::string> entries = SomeEntries(size);
    const std::vector<Tile> expected = ReferenceTiles(entries);
    MemoryTree tree;
    std::vector<Tile> tiles;
    TileStream stream;
    for (const std::string& entry : entries) {
      tree.Append(entry);
      stream.Append(HashLeaf(entry), &tiles);
    }
    for (const Tile& tile : stream.Partials()) tiles.push_back(tile);
    EXPECT_EQ(Sorted(tiles), expected) << size;
    EXPECT_EQ(stream.Root(), tree.frontier().Root()) << size;

    for (const uint64_t begin : {size, size / 2, size / 256 * 256, size - size % 2}) {
      absl::StatusOr<TileStream> later = TileStream::Load(begin, tree.reader());
      ASSERT_TRUE(later.ok()) << later.status();
      std::vector<Tile> rest;
      for (uint64_t i = begin; i < size; ++i) later->Append(HashLeaf(entries[i]), &rest);
      for (const Tile& tile : later->Partials()) rest.push_back(tile);
      for (const Tile& tile : rest) EXPECT_THAT(expected, testing::Contains(tile)) << size << " from " << begin;
      EXPECT_EQ(later->Root(), stream.Root()) << size << " from " << begin;
      // What is not among them was full when it began.
      size_t full_before = 0;
      for (const LevelTiles& level : TilesOf(begin)) full_before += level.full;
      EXPECT_EQ(rest.size() + full_before, expected.size()) << size << " from " << begin;
    }
  }
}

TEST(TilesTest, TilesOfCountsWhatTheDefinitionGives) {
  for (uint64_t size = 0; size < 1100; ++size) {
    std::vector<LevelTiles> levels;
    for (const Tile& tile : ReferenceTiles(SomeEntries(size))) {
      if (tile.address.index == 0) levels.push_back({tile.address.level, 0, 0});
      if (tile.address.width == 256) ++levels.back().full;
      if (tile.address.width < 256) levels.back().partial = tile.address.width;
    }
    ASSERT_EQ(TilesOf(size), levels) << size;
  }
}

TEST(TilesTest, LoadPassesOnTheReadersError) {
  const NodeReader broken = [](NodeAddress) -> absl::StatusOr<Digest> { return absl::DataLossError("gone"); };
  EXPECT_EQ(TileStream::Load(300, broken).status(), absl::DataLossError("gone"));
}

TEST(TilesTest, ATileIsItsHashesAndNothingElse) {
  const std::vector<Digest> hashes = {Sha256("a"), Sha256("b")};
  const std::string bytes = FormatTile(hashes);
  EXPECT_EQ(bytes, absl::StrCat(Sha256("a").view(), Sha256("b").view()));
  EXPECT_EQ(*ParseTile(bytes, 2), hashes);
  for (const int width : {1, 3, 256}) {
    EXPECT_EQ(ParseTile(bytes, width).status().code(), absl::StatusCode::kInvalidArgument) << width;
  }
  EXPECT_FALSE(ParseTile(bytes.substr(1), 2).ok());
  EXPECT_FALSE(ParseTile(bytes + "x", 2).ok());
  EXPECT_FALSE(ParseTile("", 1).ok());
}

TEST(TilesTest, ABundleIsItsEntriesAfterTheirLengths) {
  std::string bundle;
  const std::string longest(kMaxEntryBytes, 'x');
  for (const std::string& entry : {std::string("abc"), std::string(), std::string(258, 'y'), longest}) {
    ASSERT_TRUE(AppendToBundle(entry, &bundle).ok());
  }
  EXPECT_EQ(bundle.substr(0, 9), std::string("\0\3abc\0\0\1\2", 9));
  EXPECT_THAT(*ParseBundle(bundle, 4), ElementsAre("abc", "", std::string(258, 'y'), longest));
  const std::string before = bundle;
  EXPECT_FALSE(AppendToBundle(longest + "x", &bundle).ok());
  EXPECT_EQ(bundle, before);
}

TEST(TilesTest, ABundleCutAtAnyByteOrGoingOnIsRefused) {
  std::string bundle;
  for (const char* entry : {"abc", "", "de"}) ASSERT_TRUE(AppendToBundle(entry, &bundle).ok());
  ASSERT_TRUE(ParseBundle(bundle, 3).ok());
  for (size_t length = 0; length < bundle.size(); ++length) {
    EXPECT_EQ(ParseBundle(absl::string_view(bundle).substr(0, length), 3).status().code(),
              absl::StatusCode::kInvalidArgument)
        << length;
  }
  EXPECT_FALSE(ParseBundle(bundle, 2).ok());
  EXPECT_FALSE(ParseBundle(bundle, 4).ok());
  EXPECT_FALSE(ParseBundle(bundle + std::string(1, '\0'), 3).ok());
  EXPECT_THAT(std::string(ParseBundle(bundle.substr(0, 8), 3).status().message()), HasSubstr("begins at byte 7"));
}

}  // namespace
}  // namespace tallystick
