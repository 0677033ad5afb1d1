// Logs published as C2SP tlog-tiles by other programs: each folder with a tile/ in it, of any size, with any number of
// checkpoints beside it (checkpoint, checkpoint.7). Tiles, entries and checkpoints are compared with one another and
// with what this program makes of the same leaves.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/merkle/proof.h"
#include "core/merkle/tiles.h"
#include "core/sign/checkpoint.h"
#include "tests/conformance/known_keys.h"
#include "tests/conformance/vectors.h"
#include "tests/core/merkle/memory_tree.h"

namespace tallystick::vectors {
namespace {

constexpr size_t kMostTried = 20;  // of checkpoints or entries, when all with all would be too many

// Where a file of a tile log stands: "0/x001/067.p/12", "entries/000". nullopt for any other path.
struct TilePlace {
  bool is_bundle = false;
  TileAddress address;
};
std::optional<TilePlace> ParsePlace(absl::string_view path) {
  std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  TilePlace place;
  if (parts.size() < 2) return std::nullopt;
  place.is_bundle = parts[0] == "entries";
  if (!place.is_bundle && !absl::SimpleAtoi(parts[0], &place.address.level)) return std::nullopt;
  if (absl::ConsumeSuffix(&parts[parts.size() - 2], ".p")) {
    if (!absl::SimpleAtoi(parts.back(), &place.address.width)) return std::nullopt;
    parts.pop_back();
  }
  for (absl::string_view part : absl::MakeSpan(parts).subspan(1)) {
    absl::ConsumePrefix(&part, "x");
    uint64_t digits;
    if (!absl::SimpleAtoi(part, &digits) || digits > 999) return std::nullopt;
    place.address.index = place.address.index * 1000 + digits;
  }
  // The one right way to write it.
  const std::string again =
      place.is_bundle ? BundlePath(place.address.index, place.address.width) : TilePath(place.address);
  return again == absl::StrCat("tile/", path) ? std::optional<TilePlace>(place) : std::nullopt;
}

// Up to kMostTried numbers below `count`, the first and the last among them.
std::vector<size_t> Some(size_t count) {
  std::vector<size_t> some;
  for (size_t i = 0; i < count; i += std::max<size_t>(1, count / kMostTried)) some.push_back(i);
  if (count > 0 && some.back() != count - 1) some.push_back(count - 1);
  return some;
}

class TileLog {
 public:
  explicit TileLog(std::string folder) : folder_(std::move(folder)) {
    for (const std::string& path : AllFiles()) {
      absl::string_view rest = path;
      if (!absl::ConsumePrefix(&rest, folder_)) continue;
      if (absl::ConsumePrefix(&rest, "tile/")) {
        if (const auto place = ParsePlace(rest)) (place->is_bundle ? bundles_ : tiles_)[place->address] = path;
      } else if (rest == "checkpoint" || absl::StartsWith(rest, "checkpoint.")) {
        heads_.push_back(path);
      } else if (absl::StartsWith(rest, ".state/")) {
        state_.push_back(path);
      }
    }
  }

  void Check() {
    ReadEntries();
    ReadLeaves();
    if (leaves_.empty() && !heads_.empty())
      CheckedInPart(folder_ + "checkpoint", "the log has neither tiles nor entries");
    CompareTiles();
    ReadCheckpoints();
    CompareWhatIsWritten();
    TryProofs();
    ReadState();
  }

  size_t checkpoints() const { return checkpoints_.size(); }

 private:
  // Puts the values of one file, the first of which is number `at`, behind those that are there; those that are there
  // already must be the same.
  template <typename T>
  void Place(const std::string& path, uint64_t at, const std::vector<T>& values, std::vector<T>* all) {
    if (at > all->size()) return CheckedInPart(path, "what stands before it is not here");
    for (size_t i = 0; i < values.size(); ++i) {
      if (at + i == all->size()) all->push_back(values[i]);
      EXPECT_EQ((*all)[at + i], values[i]) << path << ": differs from another file in number " << at + i;
    }
  }

  void ReadEntries() {
    for (const auto& [address, path] : bundles_) {
      const std::string bytes = ReadFile(path);
      const absl::StatusOr<std::vector<absl::string_view>> parsed = ParseBundle(bytes, address.width);
      EXPECT_TRUE(parsed.ok()) << path << ": " << parsed.status();
      if (!parsed.ok()) continue;
      std::string again;
      for (absl::string_view entry : *parsed) EXPECT_TRUE(AppendToBundle(entry, &again).ok());
      EXPECT_EQ(again, bytes) << path;
      Place(path, address.index * kTileWidth, std::vector<std::string>(parsed->begin(), parsed->end()), &entries_);
    }
  }

  void ReadLeaves() {
    for (const std::string& entry : entries_) leaves_.push_back(HashLeaf(entry));
    for (const auto& [address, path] : tiles_) {
      if (address.level != 0) continue;
      const absl::StatusOr<std::vector<Digest>> tile = ParseTile(ReadFile(path), address.width);
      EXPECT_TRUE(tile.ok()) << path << ": " << tile.status();
      if (tile.ok()) Place(path, address.index * kTileWidth, *tile, &leaves_);
    }
    if (entries_.size() < leaves_.size()) {
      CheckedInPart(folder_ + "tile/0",
                    absl::StrCat("only ", entries_.size(), " of ", leaves_.size(), " entries are here"));
    }
    std::vector<Node> completed;
    for (const Digest& leaf : leaves_) frontier_.Append(leaf, &completed);
    for (const Node& node : completed) nodes_[node.address] = node.hash;
  }

  NodeReader reader() const {
    return [this](NodeAddress address) -> absl::StatusOr<Digest> {
      const auto found = nodes_.find(address);
      if (found != nodes_.end()) return found->second;
      return absl::NotFoundError("no such node");
    };
  }

  // Every tile above the leaves, from the leaves.
  void CompareTiles() {
    for (const auto& [address, path] : tiles_) {
      if (address.level == 0) continue;
      std::vector<Digest> hashes;
      for (uint64_t i = 0; i < static_cast<uint64_t>(address.width); ++i) {
        const auto node = nodes_.find({address.level * kTileHeight, address.index * kTileWidth + i});
        if (node != nodes_.end()) hashes.push_back(node->second);
      }
      EXPECT_EQ(FormatTile(hashes), ReadFile(path)) << path;
    }
  }

  void ReadCheckpoints() {
    for (const std::string& path : heads_) {
      const std::string bytes = ReadFile(path);
      const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
      EXPECT_TRUE(note.ok()) << path << ": " << note.status();
      if (!note.ok()) continue;
      EXPECT_EQ(FormatNote(*note), bytes) << path;
      CheckSignaturesOf(*note, path);
      const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpointUnverified(note->text);
      EXPECT_TRUE(checkpoint.ok()) << path << ": " << checkpoint.status();
      if (!checkpoint.ok()) continue;
      absl::string_view suffix = path;
      absl::ConsumePrefix(&suffix, folder_);
      uint64_t named;
      if (absl::ConsumePrefix(&suffix, "checkpoint.") && absl::SimpleAtoi(suffix, &named)) {
        EXPECT_EQ(checkpoint->size, named) << path;
      }
      if (checkpoint->size > leaves_.size()) {
        CheckedInPart(path, absl::StrCat("only ", leaves_.size(), " of its ", checkpoint->size, " leaves are here"));
        continue;
      }
      EXPECT_EQ(RootAt(checkpoint->size), checkpoint->root) << path;
      checkpoints_.emplace(checkpoint->size, *checkpoint);
    }
    const auto head = checkpoints_.rbegin();
    if (head != checkpoints_.rend() && Exists(folder_ + "checkpoint")) {
      const absl::StatusOr<Note> note = ParseNoteUnverified(PeekFile(folder_ + "checkpoint"));
      EXPECT_EQ(FormatCheckpoint(head->second), note.ok() ? note->text : "") << "the head is the largest checkpoint";
    }
  }

  Digest RootAt(uint64_t size) const {
    if (size == 0) return EmptyRoot();
    const absl::StatusOr<Frontier> frontier = Frontier::Load(size, reader());
    EXPECT_TRUE(frontier.ok()) << frontier.status();
    return frontier.ok() ? frontier->Root() : Digest();
  }

  // What this program writes for the same leaves at each checkpoint, where the other wrote such a file too.
  void CompareWhatIsWritten() {
    TileStream stream;
    for (uint64_t size = 0; size <= leaves_.size(); ++size) {
      if (checkpoints_.count(size) > 0) {
        for (const Tile& tile : stream.Partials()) Compare(tile);
      }
      if (size == leaves_.size()) break;
      std::vector<Tile> full;
      stream.Append(leaves_[size], &full);
      for (const Tile& tile : full) Compare(tile);
    }
  }

  void Compare(const Tile& tile) {
    const std::string path = folder_ + TilePath(tile.address);
    if (!Exists(path)) return;
    EXPECT_EQ(FormatTile(tile.hashes), ReadFile(path)) << path;
  }

  void TryProofs() {
    std::vector<Checkpoint> heads;
    for (const auto& [size, checkpoint] : checkpoints_) heads.push_back(checkpoint);
    for (size_t second : Some(heads.size())) {
      for (size_t first : Some(second + 1)) {
        const absl::StatusOr<std::vector<Digest>> proof =
            ConsistencyProof(heads[first].size, heads[second].size, reader());
        ASSERT_TRUE(proof.ok()) << proof.status();
        EXPECT_EQ(
            VerifyConsistency(heads[first].size, heads[first].root, heads[second].size, heads[second].root, *proof),
            ProofCheck::kHolds)
            << folder_ << ": " << heads[first].size << " to " << heads[second].size;
      }
      for (size_t index : Some(heads[second].size)) {
        const absl::StatusOr<std::vector<Digest>> proof = InclusionProof(index, heads[second].size, reader());
        ASSERT_TRUE(proof.ok()) << proof.status();
        EXPECT_EQ(VerifyInclusion(leaves_[index], index, heads[second].size, heads[second].root, *proof),
                  ProofCheck::kHolds)
            << folder_ << ": " << index << " of " << heads[second].size;
      }
    }
  }

  // What the program that wrote the tiles keeps for itself: a tree head at most.
  void ReadState() {
    const std::vector<std::string> with_heads = JsonFilesWith({"size", "root"});
    for (const std::string& path : state_) {
      const std::string bytes = ReadFile(path);
      if (std::find(with_heads.begin(), with_heads.end(), path) == with_heads.end()) {
        EXPECT_LE(bytes.size(), 1) << path << ": holds something that no test understands";
        CheckedInPart(path, "nothing in it can be checked");
        continue;
      }
      const TreeHead head = ReadTreeHead(path);
      EXPECT_LE(head.size, leaves_.size()) << path;
      EXPECT_EQ(head.root, RootAt(std::min<uint64_t>(head.size, leaves_.size()))) << path;
    }
  }

  const std::string folder_;  // with '/' at its end, unless it is the folder of vectors itself
  std::map<TileAddress, std::string> tiles_, bundles_;
  std::vector<std::string> heads_, state_;
  std::vector<std::string> entries_;
  std::vector<Digest> leaves_;
  Frontier frontier_;
  std::map<NodeAddress, Digest> nodes_;
  std::map<uint64_t, Checkpoint> checkpoints_;  // by size
};

}  // namespace

void CheckTileLogs() {
  std::set<std::string> folders;
  for (const std::string& path : AllFiles()) {
    const std::string rooted = "/" + path;
    const size_t at = rooted.find("/tile/");
    if (at != std::string::npos) folders.insert(path.substr(0, at));
  }
  int count = 0;
  for (const std::string& folder : folders) {
    TileLog log(folder);
    log.Check();
    count += static_cast<int>(log.checkpoints());
  }
  Report("checkpoints of tile logs", count);
}

namespace {

TEST_F(VectorsTest, TileLogs) { CheckTileLogs(); }

}  // namespace
}  // namespace tallystick::vectors
