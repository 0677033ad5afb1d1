#include "store/audit_tree.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

bool IsDamage(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsResourceExhausted(status);
}

}  // namespace

TreeAudit::TreeAudit(const PublishedReader& reader, uint64_t size, std::optional<uint64_t> mark, EntryAudit* entries)
    : reader_(reader), size_(size), mark_(mark), entries_(entries) {
  Mark(&entries_right_);
}

absl::Status TreeAudit::Run() {
  const uint64_t whole = size_ / kTileWidth;
  for (uint64_t index = 0; index < whole + (size_ % kTileWidth != 0 ? 1 : 0); ++index) {
    const int width = WidthAt(index);
    TALLY_ASSIGN_OR_RETURN(std::optional<Leaves> bundle, ReadBundle(index, width));
    TALLY_ASSIGN_OR_RETURN(std::optional<Leaves> tile, ReadTile({0, index, width}));
    if (!bundle && !tile) {
      gap_ = index * kTileWidth;
      return absl::OkStatus();
    }
    Append(bundle ? *bundle : *tile, tile ? *tile : *bundle);
    TALLY_RETURN_IF_ERROR(CompareHigherTiles(full_by_entries_, agree() ? full_by_entries_ : full_by_tiles_));
    full_by_entries_.clear();
    full_by_tiles_.clear();
  }
  return CompareHigherTiles(entries_right_.stream.Partials(), tiles_right().stream.Partials());
}

absl::StatusOr<std::optional<TreeAudit::Found>> TreeAudit::Find(const std::string& path, const std::string& full_path,
                                                                int width) {
  absl::StatusOr<std::string> bytes = reader_(path);
  if (absl::IsNotFound(bytes.status()) && path != full_path) {
    // The log has grown meanwhile: a partial file may go once the full one is there (tlog-tiles, "Partial Tiles").
    absl::StatusOr<std::string> full = reader_(full_path);
    if (full.ok()) return Found{full_path, *std::move(full), kTileWidth};
    if (!absl::IsNotFound(full.status()) && !IsDamage(full.status())) return full.status();
  }
  if (bytes.ok()) return Found{path, *std::move(bytes), width};
  if (!absl::IsNotFound(bytes.status()) && !IsDamage(bytes.status())) return bytes.status();
  sure_.Add(path, absl::IsNotFound(bytes.status()) ? "is missing" : std::string(bytes.status().message()));
  return std::nullopt;
}

absl::StatusOr<std::optional<TreeAudit::Leaves>> TreeAudit::ReadTile(const TileAddress& address) {
  const TileAddress full = {address.level, address.index, kTileWidth};
  TALLY_ASSIGN_OR_RETURN(const std::optional<Found> found, Find(TilePath(address), TilePath(full), address.width));
  if (!found) return std::nullopt;
  absl::StatusOr<std::vector<Digest>> hashes = ParseTile(found->bytes, found->width);
  if (!hashes.ok()) {
    sure_.Add(found->file, std::string(hashes.status().message()));
    return std::nullopt;
  }
  hashes->resize(static_cast<size_t>(address.width));
  ++tiles_;
  return Leaves{found->file, *std::move(hashes)};
}

absl::StatusOr<std::optional<TreeAudit::Leaves>> TreeAudit::ReadBundle(uint64_t index, int width) {
  TALLY_ASSIGN_OR_RETURN(const std::optional<Found> found,
                         Find(BundlePath(index, width), BundlePath(index, kTileWidth), width));
  if (!found) return std::nullopt;
  absl::StatusOr<std::vector<absl::string_view>> entries = ParseBundle(found->bytes, found->width);
  if (!entries.ok()) {
    sure_.Add(found->file, std::string(entries.status().message()));
    return std::nullopt;
  }
  Leaves leaves{found->file, {}};
  for (int i = 0; i < width; ++i) {
    const absl::string_view entry = (*entries)[static_cast<size_t>(i)];
    leaves.hashes.push_back(HashLeaf(entry));
    entries_->Add(index * kTileWidth + static_cast<uint64_t>(i), entry);
  }
  ++bundles_;
  return leaves;
}

void TreeAudit::Append(const Leaves& from_entries, const Leaves& from_tile) {
  const auto differ = std::mismatch(from_entries.hashes.begin(), from_entries.hashes.end(), from_tile.hashes.begin());
  if (differ.first != from_entries.hashes.end()) {
    if (!tiles_right_) tiles_right_ = entries_right_;
    const uint64_t place = static_cast<uint64_t>(differ.first - from_entries.hashes.begin());
    const uint64_t entry = entries_right_.stream.size() + place;
    entries_right_.problems.Add(from_tile.file, absl::StrCat("hash ", place, " is not that of entry ", entry));
    tiles_right_->problems.Add(from_entries.file, absl::StrCat("entry ", entry, " is not the one that was logged"));
  }
  for (size_t i = 0; i < from_entries.hashes.size(); ++i) {
    entries_right_.stream.Append(from_entries.hashes[i], &full_by_entries_);
    Mark(&entries_right_);
    if (!tiles_right_) continue;
    tiles_right_->stream.Append(from_tile.hashes[i], &full_by_tiles_);
    Mark(&*tiles_right_);
  }
}

absl::Status TreeAudit::CompareHigherTiles(const std::vector<Tile>& by_entries, const std::vector<Tile>& by_tiles) {
  for (size_t i = 0; i < by_entries.size(); ++i) {
    const TileAddress& address = by_entries[i].address;
    if (address.level == 0) continue;  // compared as leaves
    TALLY_ASSIGN_OR_RETURN(const std::optional<Leaves> tile, ReadTile(address));
    if (!tile) continue;
    const std::string what = absl::StrCat("is not what the tiles of level ", address.level - 1, " give");
    if (tile->hashes != by_entries[i].hashes) entries_right_.problems.Add(tile->file, what);
    if (tiles_right_ && tile->hashes != by_tiles[i].hashes) tiles_right_->problems.Add(tile->file, what);
  }
  return absl::OkStatus();
}

void TreeAudit::Mark(Supposition* supposition) const {
  if (mark_ == supposition->stream.size()) supposition->root_at_mark = supposition->stream.Root();
}

int TreeAudit::WidthAt(uint64_t bundle) const {
  return bundle < size_ / kTileWidth ? kTileWidth : static_cast<int>(size_ % kTileWidth);
}

std::string TreeAudit::BundleOf(uint64_t index) const {
  return BundlePath(index / kTileWidth, WidthAt(index / kTileWidth));
}

absl::StatusOr<std::string> TreeAudit::ReadEntry(uint64_t index) {
  const uint64_t bundle = index / kTileWidth;
  int width = WidthAt(bundle);
  if (cached_ != bundle) {
    absl::StatusOr<std::string> bytes = reader_(BundleOf(index));
    if (absl::IsNotFound(bytes.status())) bytes = reader_(BundlePath(bundle, kTileWidth));
    TALLY_RETURN_IF_ERROR(bytes.status());
    cached_bytes_ = *std::move(bytes);
    cached_ = bundle;
  }
  absl::StatusOr<std::vector<absl::string_view>> entries = ParseBundle(cached_bytes_, width);
  if (!entries.ok()) entries = ParseBundle(cached_bytes_, kTileWidth);
  TALLY_RETURN_IF_ERROR(entries.status());
  return std::string((*entries)[index % kTileWidth]);
}

}  // namespace tallystick
