#include "store/audit.h"

#include <sys/stat.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/merkle/tiles.h"
#include "core/record/submission.h"
#include "store/audit_tree.h"
#include "store/files.h"

namespace tallystick {
namespace {

constexpr off_t kMaxPublishedFile = off_t{64} << 20;  // a bundle of 256 entries of 64 KiB has 17

std::string Entries(uint64_t count) { return absl::StrCat(count, count == 1 ? " entry" : " entries"); }

std::string Root(const Digest& root) { return Base64Encode(root.view()); }

class Auditor {
 public:
  Auditor(const PublishedReader& reader, const AuditOptions& options) : reader_(reader), options_(options) {}

  absl::StatusOr<AuditReport> Run() {
    TALLY_ASSIGN_OR_RETURN(report_.checkpoint, reader_(std::string(kCheckpointPath)));
    TALLY_RETURN_IF_ERROR(ReadHead());
    TALLY_RETURN_IF_ERROR(ReadFrom());
    if (report_.head && !report_.failed()) {
      CheckNotShorter();
      TALLY_RETURN_IF_ERROR(CheckTree());
    } else {
      NotChecked("the entries and the tree, because of the checkpoint");
    }
    if (!options_.from) {
      report_.remarks.push_back(
          "You gave no earlier checkpoint (--from). A log that was cut short, or rewritten and signed again, looks "
          "like "
          "any other to who sees it for the first time.");
    }
    return std::move(report_);
  }

 private:
  // What is wrong with the log as a whole stands in the list also when single files have filled it.
  void Problem(std::string file, std::string what) {
    if (report_.problems.size() == kMaxAuditProblems) {
      report_.problems.pop_back();
      ++report_.problems_left_out;
    }
    report_.problems.push_back({std::move(file), std::move(what)});
  }
  void NotChecked(std::string what) { report_.not_checked.push_back(std::move(what)); }
  void HeadProblem(const absl::Status& status) { Problem(std::string(kCheckpointPath), std::string(status.message())); }

  // With the key, only what it signed is a checkpoint; without, any text of that form.
  absl::StatusOr<Checkpoint> Open(const Note& note) const {
    if (!options_.key) return ParseCheckpointUnverified(note.text);
    const std::string name = options_.key_name.empty() ? note.text.substr(0, note.text.find('\n')) : options_.key_name;
    TALLY_ASSIGN_OR_RETURN(const NoteKey key, NoteKey::New(name, SignatureType::kEd25519, *options_.key));
    return OpenCheckpoint(note, key);
  }

  absl::Status ReadHead() {
    const absl::StatusOr<Note> note = ParseNoteUnverified(report_.checkpoint);
    if (!note.ok()) {
      HeadProblem(note.status());
      return absl::OkStatus();
    }
    const absl::StatusOr<Checkpoint> head = Open(*note);
    if (!head.ok()) {
      HeadProblem(head.status());
      return absl::OkStatus();
    }
    report_.head = *head;
    report_.signature_good = options_.key.has_value();
    if (!options_.key) NotChecked("who signed the checkpoint: give the log's key, known by another way (--key)");
    const size_t others = note->signatures.size() - (options_.key ? 1 : 0);
    if (others > 0) {
      report_.remarks.push_back(absl::StrCat(others, others == 1 ? " signature line" : " signature lines",
                                             " of the checkpoint, perhaps of witnesses, ", others == 1 ? "was" : "were",
                                             " not looked at."));
    }
    return absl::OkStatus();
  }

  absl::Status ReadFrom() {
    if (!options_.from) return absl::OkStatus();
    const absl::StatusOr<Note> note = ParseNoteUnverified(*options_.from);
    absl::StatusOr<Checkpoint> from = note.ok() ? Open(*note) : note.status();
    if (from.ok() && report_.head && report_.head->origin != from->origin) {
      from = absl::InvalidArgumentError(
          absl::StrCat("is of the log ", from->origin, ", and what is published is of ", report_.head->origin));
    }
    if (!from.ok()) {
      return absl::Status(from.status().code(),
                          absl::StrCat("the checkpoint that you kept: ", from.status().message()));
    }
    report_.from = *std::move(from);
    return absl::OkStatus();
  }

  void Contradiction(std::string what) {
    report_.contradiction = what;
    Problem(std::string(kCheckpointPath), std::move(what));
  }

  void CheckNotShorter() {
    if (!report_.from || report_.from->size <= report_.head->size) return;
    Contradiction(absl::StrCat("what is published has only ", Entries(report_.head->size),
                               "; the checkpoint that you kept has ", Entries(report_.from->size),
                               ": the log was rolled back"));
  }

  absl::Status CheckTree() {
    EntryAudit entries;
    const std::optional<uint64_t> mark = report_.from ? std::optional<uint64_t>(report_.from->size) : std::nullopt;
    TreeAudit tree(reader_, report_.head->size, mark, &entries);
    TALLY_RETURN_IF_ERROR(tree.Run());
    report_.entries = tree.gap() ? *tree.gap() : report_.head->size;
    report_.bundles = tree.bundles();
    report_.tiles = tree.tiles();
    report_.authors = entries.authors();
    tree.sure().MoveInto(&report_);
    if (const Supposition* right = Decide(&tree)) CheckContinues(*right);
    report_.not_understood = entries.not_understood();
    if (entries.not_understood() > 0) {
      NotChecked(absl::StrCat("what ", Entries(entries.not_understood()), " of the ", report_.entries,
                              entries.not_understood() == 1 ? " says" : " say", " (the first is entry ",
                              entries.first_not_understood(), "): not of the form tallystick-leaf-v1, not understood"));
    }
    return FindRepeats(&tree, &entries);
  }

  // Which of the two trees is the signed one; null when none is.
  const Supposition* Decide(TreeAudit* tree) {
    const auto leads = [&](const Supposition& s) { return !tree->gap() && s.stream.Root() == report_.head->root; };
    for (Supposition* supposition : {&tree->entries_right(), &tree->tiles_right()}) {
      if (!leads(*supposition)) continue;
      supposition->problems.MoveInto(&report_);
      return supposition;
    }
    tree->entries_right().problems.MoveInto(&report_);
    if (!tree->agree()) tree->tiles_right().problems.MoveInto(&report_);
    if (tree->gap()) {
      NotChecked(absl::StrCat("the entries from ", *tree->gap(),
                              " on, and the root: neither bundle nor tile could be read there"));
    } else {
      Problem(std::string(kCheckpointPath),
              absl::StrCat("its root ", Root(report_.head->root), " is not that of the ", Entries(report_.head->size),
                           " published, ", Root(tree->entries_right().stream.Root())));
    }
    if (report_.from && report_.contradiction.empty()) {
      NotChecked("whether the log continues the checkpoint that you kept");
    }
    return nullptr;
  }

  void CheckContinues(const Supposition& tree) {
    if (!report_.from || !tree.root_at_mark) return;
    report_.continues_from = *tree.root_at_mark == report_.from->root;
    if (report_.continues_from) return;
    Contradiction(absl::StrCat("what is published has at ", Entries(report_.from->size), " the root ",
                               Root(*tree.root_at_mark), "; the checkpoint that you kept has ",
                               Root(report_.from->root), ": one is a fork of the other"));
  }

  absl::Status FindRepeats(TreeAudit* tree, EntryAudit* entries) {
    ProblemList repeats;
    for (const std::vector<uint64_t>& group : entries->LikelyRepeats()) {
      std::map<Digest, uint64_t> first;
      for (const uint64_t index : group) {
        const absl::StatusOr<std::string> entry = tree->ReadEntry(index);
        TALLY_RETURN_IF_ERROR(entry.status());
        const absl::StatusOr<Leaf> leaf = ParseLeaf(*entry);
        if (!leaf.ok()) continue;
        const auto [it, is_new] = first.emplace(leaf->submission, index);
        if (is_new) continue;
        repeats.Add(tree->BundleOf(index),
                    absl::StrCat("entry ", index, " logs the submission ", leaf->submission.hex(),
                                 " again, which entry ", it->second, " has logged"));
      }
    }
    repeats.MoveInto(&report_);
    return absl::OkStatus();
  }

  const PublishedReader& reader_;
  const AuditOptions& options_;
  AuditReport report_;
};

}  // namespace

PublishedReader FolderReader(std::string folder) {
  return [folder = std::move(folder)](const std::string& path) -> absl::StatusOr<std::string> {
    const std::string name = absl::StrCat(folder, "/", path);
    struct stat info;
    if (::stat(name.c_str(), &info) != 0) {
      return errno == ENOTDIR ? absl::NotFoundError(absl::StrCat(name, ": no such file")) : ReadFile(name);
    }
    // Opening a pipe would wait for a writer.
    if (!S_ISREG(info.st_mode)) return absl::InvalidArgumentError("is not a file");
    if (info.st_size > kMaxPublishedFile) return absl::ResourceExhaustedError("is too large to be a published file");
    return ReadFile(name);
  };
}

absl::StatusOr<AuditReport> AuditLog(const PublishedReader& reader, const AuditOptions& options) {
  return Auditor(reader, options).Run();
}

}  // namespace tallystick
