// Reads the bundles and tiles of a published log, recomputes each tile from what lies below it, and compares. Part of
// AuditLog (store/audit.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/merkle/tiles.h"
#include "store/audit.h"
#include "store/audit_entries.h"
#include "store/audit_problems.h"

namespace tallystick {

// A tree over the published leaves, and what does not fit to it.
struct Supposition {
  TileStream stream;
  ProblemList problems;
  std::optional<Digest> root_at_mark;
};

// Not thread-safe.
class TreeAudit {
 public:
  // `mark`: a size whose root is wanted. The reader and `entries` must outlive it.
  TreeAudit(const PublishedReader& reader, uint64_t size, std::optional<uint64_t> mark, EntryAudit* entries);

  // An error of the reader; damage is in the lists below.
  absl::Status Run();

  // Where a bundle and its tile differ, either may be wrong: two trees go on from there.
  Supposition& entries_right() { return entries_right_; }
  Supposition& tiles_right() { return tiles_right_ ? *tiles_right_ : entries_right_; }
  bool agree() const { return !tiles_right_; }
  ProblemList& sure() { return sure_; }  // files that are missing or malformed

  // Bundle and tile were both unusable for the entries from here on: the rest was not read.
  std::optional<uint64_t> gap() const { return gap_; }
  uint64_t bundles() const { return bundles_; }
  uint64_t tiles() const { return tiles_; }

  // The entry as published, for a second look. Errors of the reader; kInvalidArgument for a malformed bundle.
  absl::StatusOr<std::string> ReadEntry(uint64_t index);
  std::string BundleOf(uint64_t index) const;

 private:
  struct Found {
    std::string file, bytes;
    int width;
  };
  struct Leaves {
    std::string file;
    std::vector<Digest> hashes;
  };
  absl::StatusOr<std::optional<Found>> Find(const std::string& path, const std::string& full_path, int width);
  absl::StatusOr<std::optional<Leaves>> ReadTile(const TileAddress& address);
  absl::StatusOr<std::optional<Leaves>> ReadBundle(uint64_t index, int width);
  void Append(const Leaves& from_entries, const Leaves& from_tile);
  absl::Status CompareHigherTiles(const std::vector<Tile>& by_entries, const std::vector<Tile>& by_tiles);
  void Mark(Supposition* supposition) const;
  int WidthAt(uint64_t bundle) const;

  const PublishedReader& reader_;
  const uint64_t size_;
  const std::optional<uint64_t> mark_;
  EntryAudit* const entries_;
  Supposition entries_right_;
  std::optional<Supposition> tiles_right_;
  ProblemList sure_;
  std::vector<Tile> full_by_entries_, full_by_tiles_;  // since the last comparison
  std::optional<uint64_t> gap_;
  uint64_t bundles_ = 0, tiles_ = 0;
  std::optional<uint64_t> cached_;  // ReadEntry's
  std::string cached_bytes_;
};

}  // namespace tallystick
