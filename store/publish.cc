#include "store/publish.h"

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/merkle/tiles.h"
#include "core/record/submission.h"

namespace tallystick {
namespace {

std::string HeadText(const Checkpoint& head) {
  return absl::StrCat(head.size, head.size == 1 ? " entry" : " entries", " with the root ",
                      Base64Encode(head.root.view()));
}

absl::Status LeafDiffers(uint64_t index) {
  return absl::DataLossError(absl::StrCat("submission ", index, " is not the one that the log's tree holds"));
}

class Publisher {
 public:
  Publisher(const LogToPublish& log, const NoteKey& key, const PublishOptions& options, PublishTarget* target)
      : log_(log), key_(key), options_(options), target_(target) {}

  absl::StatusOr<PublishReport> Run() {
    TALLY_ASSIGN_OR_RETURN(const Note note, ParseNoteUnverified(log_.checkpoint));
    TALLY_ASSIGN_OR_RETURN(report_.head, OpenCheckpoint(note, key_));
    TALLY_RETURN_IF_ERROR(ReadPublished());
    begin_ = options_.all ? 0 : report_.published_before / kTileWidth * kTileWidth;
    TALLY_RETURN_IF_ERROR(CheckTree());
    TALLY_RETURN_IF_ERROR(WriteTiles());
    // From here on everything that the checkpoint stands for is there. A process that ends before leaves files that no
    // checkpoint speaks of yet; the next run finds them right and goes on.
    if (!options_.dry_run) TALLY_RETURN_IF_ERROR(target_->Flush());
    return WriteCheckpoint();
  }

 private:
  absl::Status ReadPublished() {
    absl::StatusOr<std::string> bytes = target_->Read(std::string(kCheckpointPath));
    if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
    TALLY_RETURN_IF_ERROR(bytes.status());
    published_note_ = *std::move(bytes);
    const absl::StatusOr<Note> note = ParseNoteUnverified(*published_note_);
    if (!note.ok()) return absl::DataLossError(absl::StrCat("checkpoint: it is damaged: ", note.status().message()));
    const absl::StatusOr<Checkpoint> published = OpenCheckpoint(*note, key_);
    if (!published.ok()) {
      const std::string why = absl::StrCat("checkpoint: ", published.status().message());
      // Whoever changed a byte of it did not change its origin; another log has another.
      const bool other = note->text.substr(0, note->text.find('\n')) != key_.name();
      return other ? absl::FailedPreconditionError(absl::StrCat(why, "; another log is published there"))
                   : absl::DataLossError(why);
    }
    published_ = *published;
    report_.published_before = published_->size;
    if (published_->size > report_.head.size) {
      return absl::DataLossError(absl::StrCat("checkpoint: what is published there has ", HeadText(*published_),
                                              ", but the casebook only ", HeadText(report_.head),
                                              ": the casebook was rolled back, or the folder is not its own"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckPublishedRoot(const Digest& root) const {
    if (root == published_->root) return absl::OkStatus();
    Checkpoint own = *published_;
    own.root = root;
    return absl::DataLossError(absl::StrCat("checkpoint: what is published there has ", HeadText(*published_),
                                            ", but the casebook's log of that size has ", HeadText(own),
                                            ": one of them is a fork of the other"));
  }

  // Whether the leaf hashes as stored lead to the signed root, by way of the published one.
  absl::Status CheckTree() {
    TALLY_ASSIGN_OR_RETURN(Frontier frontier, Frontier::Load(begin_, log_.nodes));
    while (true) {
      if (published_ && frontier.size() == published_->size) TALLY_RETURN_IF_ERROR(CheckPublishedRoot(frontier.Root()));
      if (frontier.size() == report_.head.size) break;
      TALLY_ASSIGN_OR_RETURN(const Digest leaf, log_.nodes({0, frontier.size()}));
      frontier.Append(leaf, nullptr);
    }
    if (frontier.Root() == report_.head.root) return absl::OkStatus();
    return absl::DataLossError(
        "the casebook's tree is not the one that its newest checkpoint signs; nothing was written");
  }

  absl::Status WriteTiles() {
    TALLY_ASSIGN_OR_RETURN(stream_, TileStream::Load(begin_, log_.nodes));
    // Nothing new: the partial files were written before the checkpoint that is there.
    if (begin_ == report_.head.size || (!options_.all && published_ && published_->size == report_.head.size)) {
      return absl::OkStatus();
    }
    TALLY_RETURN_IF_ERROR(log_.entries(
        begin_, report_.head.size, [this](uint64_t index, absl::string_view entry) { return AddEntry(index, entry); }));
    if (stream_.size() != report_.head.size || stream_.Root() != report_.head.root) {
      return absl::DataLossError("the casebook's submissions are not those that its newest checkpoint signs");
    }
    for (const Tile& tile : stream_.Partials()) TALLY_RETURN_IF_ERROR(PutTile(tile));
    return bundle_.empty() ? absl::OkStatus() : PutBundle(static_cast<int>(stream_.size() % kTileWidth));
  }

  absl::Status AddEntry(uint64_t index, absl::string_view entry) {
    const Digest leaf = HashLeaf(entry);
    TALLY_ASSIGN_OR_RETURN(const Digest stored, log_.nodes({0, index}));
    if (leaf != stored || index != stream_.size()) return LeafDiffers(index);
    TALLY_RETURN_IF_ERROR(AppendToBundle(entry, &bundle_));
    std::vector<Tile> full;
    stream_.Append(leaf, &full);
    for (const Tile& tile : full) TALLY_RETURN_IF_ERROR(PutTile(tile));
    return full.empty() ? absl::OkStatus() : PutBundle(kTileWidth);
  }

  absl::Status PutTile(const Tile& tile) {
    return Put(TilePath(tile.address), FormatTile(tile.hashes), &report_.tiles_written);
  }

  // The bundle that ends where the stream stands.
  absl::Status PutBundle(int width) {
    const absl::Status put =
        Put(BundlePath((stream_.size() - 1) / kTileWidth, width), bundle_, &report_.bundles_written);
    bundle_.clear();
    return put;
  }

  absl::Status Put(const std::string& path, absl::string_view bytes, uint64_t* written) {
    const absl::StatusOr<std::string> present = target_->Read(path);
    if (present.ok()) {
      if (*present != bytes) {
        return absl::DataLossError(absl::StrCat(path, ": the file that is there differs from the casebook's log"));
      }
      ++report_.files_present;
      return absl::OkStatus();
    }
    if (!absl::IsNotFound(present.status())) return present.status();
    ++*written;
    return options_.dry_run ? absl::OkStatus() : target_->Write(path, bytes);
  }

  // Another note for the same tree replaces it too: it has more cosignatures.
  absl::StatusOr<PublishReport> WriteCheckpoint() {
    report_.checkpoint_written = published_note_ != log_.checkpoint;
    if (report_.checkpoint_written && !options_.dry_run) {
      TALLY_RETURN_IF_ERROR(target_->Write(std::string(kCheckpointPath), log_.checkpoint));
      TALLY_RETURN_IF_ERROR(target_->Flush());
    }
    return report_;
  }

  const LogToPublish& log_;
  const NoteKey& key_;
  const PublishOptions options_;
  PublishTarget* const target_;
  PublishReport report_;
  std::optional<std::string> published_note_;
  std::optional<Checkpoint> published_;
  uint64_t begin_ = 0;  // where the work begins: at the start of a tile
  TileStream stream_;
  std::string bundle_;  // the entries since the last full tile
};

}  // namespace

absl::StatusOr<LogToPublish> LogOf(const Snapshot& snapshot) {
  TALLY_ASSIGN_OR_RETURN(std::string checkpoint, LatestCheckpoint(snapshot));
  EntryScan entries = [&snapshot](uint64_t begin, uint64_t end, const auto& visit) {
    return snapshot.ScanSubmissions(begin, end, [&visit](uint64_t index, StoredSubmission stored) -> absl::Status {
      const absl::StatusOr<OpenedSubmission> opened = OpenUnverified(stored, index);
      if (!opened.ok()) {
        return absl::Status(opened.status().code(),
                            absl::StrCat("submission ", index, ": ", opened.status().message()));
      }
      const absl::StatusOr<Digest> author = Digest::FromHex(opened->head.author());
      return author.ok() ? visit(index, FormatLeaf(opened->id, *author, stored.signature)) : LeafDiffers(index);
    });
  };
  return LogToPublish{std::move(checkpoint), NodesOf(snapshot), std::move(entries)};
}

absl::StatusOr<PublishReport> PublishLog(const LogToPublish& log, const NoteKey& key, const PublishOptions& options,
                                         PublishTarget* target) {
  return Publisher(log, key, options, target).Run();
}

}  // namespace tallystick
