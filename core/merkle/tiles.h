// A log as static files (https://c2sp.org/tlog-tiles): tiles of 256 hashes, bundles of 256 entries, and their paths.
//
// Tile n of level l holds the roots of the subtrees over 256^l entries each, from the (256 n)-th on; level 0 holds the
// hashes of the entries. The last tile of a level may be partial, and so may the last bundle. Thread-safe, but for
// TileStream.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/merkle/tree.h"

namespace tallystick {

inline constexpr int kTileHeight = 8;
inline constexpr int kTileWidth = 1 << kTileHeight;
inline constexpr size_t kMaxEntryBytes = 0xffff;
inline constexpr absl::string_view kCheckpointPath = "checkpoint";

struct TileAddress {
  int level = 0;
  uint64_t index = 0;
  int width = kTileWidth;  // 1 to 256; below that a partial tile

  auto operator<=>(const TileAddress&) const = default;
};

// "tile/1/x001/x234/067", "tile/0/273.p/112".
std::string TilePath(const TileAddress& address);
// "tile/entries/x001/x234/067", "tile/entries/273.p/112".
std::string BundlePath(uint64_t index, int width);

struct LevelTiles {
  int level = 0;
  uint64_t full = 0;  // how many full tiles; their indices are 0 and on
  int partial = 0;    // width of the partial tile behind them; 0: there is none

  auto operator<=>(const LevelTiles&) const = default;
};
// The tiles of a tree of `size` leaves, level by level, from 0. The bundles are as the tiles of level 0.
std::vector<LevelTiles> TilesOf(uint64_t size);

std::string FormatTile(std::span<const Digest> hashes);
// kInvalidArgument unless the bytes are exactly `width` hashes.
absl::StatusOr<std::vector<Digest>> ParseTile(absl::string_view bytes, int width);

// Each entry after its length in two bytes, big-endian. kInvalidArgument for an entry beyond kMaxEntryBytes.
absl::Status AppendToBundle(absl::string_view entry, std::string* bundle);
// Views into `bytes`. kInvalidArgument, with the entry and the byte, unless they are exactly `width` entries.
absl::StatusOr<std::vector<absl::string_view>> ParseBundle(absl::string_view bytes, int width);

struct Tile {
  TileAddress address;
  std::vector<Digest> hashes;  // as many as the address is wide

  bool operator==(const Tile&) const = default;
};

// The tiles of a growing tree, each as it becomes full. Keeps the right edge only. Copyable. Not thread-safe.
class TileStream {
 public:
  TileStream() = default;
  // Goes on behind the first `size` leaves, whose complete nodes `reader` gives: 256 a level and fewer are read.
  static absl::StatusOr<TileStream> Load(uint64_t size, const NodeReader& reader);

  // Adds a leaf; the tiles that it fills, lowest level first, are added to `*full`.
  void Append(const Digest& leaf, std::vector<Tile>* full);

  // The partial tiles of the tree as it stands, lowest level first.
  std::vector<Tile> Partials() const;
  uint64_t size() const { return frontier_.size(); }
  Digest Root() const { return frontier_.Root(); }

 private:
  Frontier frontier_;
  std::vector<std::vector<Digest>> edge_;  // by level: the hashes of the tile that is not full yet
  std::vector<Node> completed_;            // room that is used again for each leaf
};

}  // namespace tallystick
