#include "core/merkle/tiles.h"

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

constexpr size_t kLengthBytes = 2;

// "x001/x234/067.p/112".
std::string NumberPath(uint64_t index, int width) {
  std::string path = absl::StrCat(absl::Dec(index % 1000, absl::kZeroPad3));
  for (uint64_t rest = index / 1000; rest != 0; rest /= 1000) {
    path = absl::StrCat("x", absl::Dec(rest % 1000, absl::kZeroPad3), "/", path);
  }
  if (width != kTileWidth) absl::StrAppend(&path, ".p/", width);
  return path;
}

}  // namespace

std::string TilePath(const TileAddress& address) {
  return absl::StrCat("tile/", address.level, "/", NumberPath(address.index, address.width));
}

std::string BundlePath(uint64_t index, int width) { return absl::StrCat("tile/entries/", NumberPath(index, width)); }

std::vector<LevelTiles> TilesOf(uint64_t size) {
  std::vector<LevelTiles> levels;
  for (uint64_t hashes = size; hashes != 0; hashes /= kTileWidth) {
    levels.push_back({static_cast<int>(levels.size()), hashes / kTileWidth, static_cast<int>(hashes % kTileWidth)});
  }
  return levels;
}

std::string FormatTile(std::span<const Digest> hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * sizeof(Digest::bytes));
  for (const Digest& hash : hashes) bytes.append(hash.view().data(), hash.view().size());
  return bytes;
}

absl::StatusOr<std::vector<Digest>> ParseTile(absl::string_view bytes, int width) {
  const size_t expected = static_cast<size_t>(width) * sizeof(Digest::bytes);
  if (bytes.size() != expected) {
    return absl::InvalidArgumentError(absl::StrCat("has ", bytes.size(), " bytes; a tile of ", width,
                                                   width == 1 ? " hash" : " hashes", " has ", expected));
  }
  std::vector<Digest> hashes(static_cast<size_t>(width));
  for (Digest& hash : hashes) {
    hash = *Digest::FromBytes(bytes.substr(0, sizeof(Digest::bytes)));
    bytes.remove_prefix(sizeof(Digest::bytes));
  }
  return hashes;
}

absl::Status AppendToBundle(absl::string_view entry, std::string* bundle) {
  if (entry.size() > kMaxEntryBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("an entry of ", entry.size(), " bytes; a bundle takes ", kMaxEntryBytes));
  }
  bundle->push_back(static_cast<char>(entry.size() >> 8));
  bundle->push_back(static_cast<char>(entry.size() & 0xff));
  bundle->append(entry.data(), entry.size());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<absl::string_view>> ParseBundle(absl::string_view bytes, int width) {
  std::vector<absl::string_view> entries;
  size_t at = 0;
  while (static_cast<int>(entries.size()) < width) {
    const size_t rest = bytes.size() - at;
    if (rest == 0) {
      return absl::InvalidArgumentError(absl::StrCat("ends after ", entries.size(), " of ", width, " entries"));
    }
    const auto byte = [&](size_t i) { return static_cast<size_t>(static_cast<unsigned char>(bytes[at + i])); };
    const size_t length = rest < kLengthBytes ? 0 : byte(0) << 8 | byte(1);
    if (rest < kLengthBytes || rest - kLengthBytes < length) {
      return absl::InvalidArgumentError(absl::StrCat("ends within the entry that begins at byte ", at, ", the ",
                                                     entries.size(), "-th from 0 of ", width));
    }
    entries.push_back(bytes.substr(at + kLengthBytes, length));
    at += kLengthBytes + length;
  }
  if (at != bytes.size()) {
    return absl::InvalidArgumentError(absl::StrCat("has ", bytes.size() - at, " bytes behind its ", width,
                                                   width == 1 ? " entry" : " entries", ", from byte ", at));
  }
  return entries;
}

absl::StatusOr<TileStream> TileStream::Load(uint64_t size, const NodeReader& reader) {
  TileStream stream;
  TALLY_ASSIGN_OR_RETURN(stream.frontier_, Frontier::Load(size, reader));
  for (const LevelTiles& tiles : TilesOf(size)) {
    std::vector<Digest>& hashes = stream.edge_.emplace_back();
    const uint64_t begin = tiles.full * kTileWidth;
    for (uint64_t i = begin; i < begin + static_cast<uint64_t>(tiles.partial); ++i) {
      TALLY_ASSIGN_OR_RETURN(const Digest hash, reader({tiles.level * kTileHeight, i}));
      hashes.push_back(hash);
    }
  }
  return stream;
}

void TileStream::Append(const Digest& leaf, std::vector<Tile>* full) {
  completed_.clear();
  frontier_.Append(leaf, &completed_);
  for (const Node& node : completed_) {
    if (node.address.level % kTileHeight != 0) continue;
    const size_t level = static_cast<size_t>(node.address.level / kTileHeight);
    if (level == edge_.size()) edge_.emplace_back();
    edge_[level].push_back(node.hash);
    if (edge_[level].size() < kTileWidth) continue;
    full->push_back({{static_cast<int>(level), node.address.index / kTileWidth, kTileWidth}, std::move(edge_[level])});
    edge_[level].clear();
  }
}

std::vector<Tile> TileStream::Partials() const {
  std::vector<Tile> tiles;
  for (const LevelTiles& level : TilesOf(size())) {
    if (level.partial == 0) continue;
    tiles.push_back({{level.level, level.full, level.partial}, edge_[static_cast<size_t>(level.level)]});
  }
  return tiles;
}

}  // namespace tallystick
