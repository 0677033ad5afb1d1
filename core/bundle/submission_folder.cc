#include "core/bundle/submission_folder.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "core/record/manifest.h"
#include "core/record/slot.h"
#include "core/record/submission.h"

namespace tallystick {
namespace {

class FolderReader {
 public:
  FolderReader(const BundleLayout& layout, uint64_t index, const KeyFiles& keys, Checks* checks)
      : log_(layout.log), files_(layout.submissions.at(index)), keys_(keys), checks_(checks) {
    opened_.index = index;
    opened_.path = SubmissionFolder(log_, index);
  }

  OpenedFolder Read() && {
    if (!CheckSignature()) return std::move(opened_);
    opened_.signature_good = true;
    const absl::StatusOr<SubmissionManifest> manifest = ParseSubmissionManifest(files_.find(kManifestFile)->second);
    if (!manifest.ok()) {
      Fail(kManifestFile, "grammar", std::string(manifest.status().message()));
      return std::move(opened_);
    }
    opened_.read = true;
    const bool understood = ReadHead(manifest->head);
    ReadAbout(manifest->about, understood);
    opened_.listed = static_cast<int>(manifest->bodies.size());
    for (int n = 0; n < opened_.listed; ++n) ReadRecord(n, *manifest, understood);
    CheckNothingElse();
    if (clean_) {
      checks_->Pass(kUnchanged, "signed lists", opened_.path,
                    absl::StrCat(listed_.size(), " files as signed, ", opened_.bodies, " of ", opened_.listed,
                                 " records shown, ", opened_.missing.size(), " slots not"));
    }
    return std::move(opened_);
  }

 private:
  void Fail(absl::string_view file, absl::string_view code, std::string explanation) {
    clean_ = false;
    checks_->Fail(kUnchanged, "signed lists", absl::StrCat(opened_.path, file), code, std::move(explanation));
  }
  bool FailSignature(absl::string_view file, absl::string_view code, std::string explanation) {
    checks_->Fail(kSigned, "signature", absl::StrCat(opened_.path, file), code, std::move(explanation));
    return false;
  }

  // The leaf says which key; nothing else is taken apart before that key's signature is found good.
  bool CheckSignature() {
    for (absl::string_view file : {kLeafFile, kProofFile, kManifestFile, kSignatureFile}) {
      if (files_.find(file) == files_.end()) {
        Fail(file, "missing-file", "every submission has this file");
        return false;
      }
      listed_.insert(std::string(file));
    }
    const absl::string_view manifest = files_.find(kManifestFile)->second;
    const absl::string_view signature = files_.find(kSignatureFile)->second;
    opened_.id = Sha256(manifest);
    const absl::StatusOr<Leaf> leaf = ParseLeaf(files_.find(kLeafFile)->second);
    if (!leaf.ok()) return FailSignature(kLeafFile, "leaf", std::string(leaf.status().message()));
    if (leaf->submission != opened_.id || leaf->signature != signature) {
      return FailSignature(kLeafFile, "leaf", "is the entry of another submission, or of another signature");
    }
    const auto key = keys_.find(leaf->author_key);
    if (key == keys_.end()) {
      return FailSignature(kLeafFile, "key-missing", absl::StrCat("the key ", leaf->author_key.hex(), " is not here"));
    }
    if (!key->second.Verify(manifest, signature)) {
      return FailSignature(kSignatureFile, "signature", absl::StrCat("is no signature by ", leaf->author_key.hex()));
    }
    opened_.author = leaf->author_key;
    checks_->Pass(kSigned, "signature", opened_.path, absl::StrCat("good, by the key ", leaf->author_key.hex()));
    return true;
  }

  enum class Shown { kYes, kNo, kChanged };
  // Whether a signed file is here with the bytes that were signed.
  Shown Find(const std::string& file, const Digest& digest, absl::string_view* data) {
    listed_.insert(file);
    const auto found = files_.find(file);
    if (found == files_.end()) return Shown::kNo;
    *data = found->second;
    if (Sha256(*data) == digest) return Shown::kYes;
    Fail(file, "slot-hash", "its bytes are not those that were signed");
    return Shown::kChanged;
  }

  // Whether the slots of this submission can be read by this version.
  bool ReadHead(const Digest& digest) {
    head_ = digest;
    absl::string_view data;
    const Shown shown = Find(std::string(kSubmissionHeadFile), digest, &data);
    if (shown == Shown::kNo) Fail(kSubmissionHeadFile, "missing-file", "line 1 of a submission is never withheld");
    if (shown != Shown::kYes) return false;
    const absl::StatusOr<v1::Slot> slot = DecodeSlot(data);
    if (!slot.ok() || !slot->has_submission()) {
      Fail(kSubmissionHeadFile, "slot-form", slot.ok() ? "is not a submission" : std::string(slot.status().message()));
      return false;
    }
    const v1::Submission& head = slot->submission();
    if (head.log() != log_.hex()) Fail(kSubmissionHeadFile, "wrong-log", "was made for another log");
    if (head.author() != opened_.author.hex()) {
      Fail(kSubmissionHeadFile, "wrong-author", "names another author than the key that signed");
    }
    if (head.schema() == kSchema) return true;
    checks_->Unknown(
        kUnchanged, "schema", absl::StrCat(opened_.path, kSubmissionHeadFile), "not-understood",
        absl::StrCat("verified, not understood: this version does not know the schema \"", head.schema(), "\""));
    return false;
  }

  void ReadAbout(const Digest& digest, bool understood) {
    absl::string_view data;
    const Shown shown = Find(std::string(kAboutFile), digest, &data);
    if (shown == Shown::kNo) opened_.missing.push_back({absl::StrCat(opened_.path, kAboutFile), opened_.id, "about"});
    if (shown != Shown::kYes || !understood) return;
    const absl::StatusOr<v1::Slot> slot = DecodeSlot(data);
    if (!slot.ok() || !slot->has_about()) {
      return Fail(kAboutFile, "slot-form", slot.ok() ? "is not an about" : std::string(slot.status().message()));
    }
    opened_.about = slot->about();
  }

  void ReadRecord(int number, const SubmissionManifest& manifest, bool understood) {
    const std::string file = BodyFile(number);
    absl::string_view text;
    if (Find(file, manifest.bodies[number], &text) != Shown::kYes) return;
    ++opened_.bodies;
    const absl::StatusOr<std::vector<ManifestLine>> lines = ParseBody(text, number);
    if (!lines.ok()) return Fail(file, "grammar", std::string(lines.status().message()));
    Record record;
    record.id = manifest.bodies[number];
    record.position = {opened_.index, number};
    bool whole = understood;
    for (size_t i = 0; i < lines->size(); ++i) {
      whole = ReadSlot((*lines)[i], i, understood, &record) && whole;
    }
    if (!whole) return;
    if (SlotsOf(record.kind()).size() != lines->size()) {
      return Fail(file, "slot-form", "has more or fewer slots than its kind");
    }
    opened_.records.push_back(std::move(record));
  }

  // Adds slot `i` of a record to it. False when that record is not to be used.
  bool ReadSlot(const ManifestLine& line, size_t i, bool understood, Record* record) {
    const size_t dash = line.name.rfind('-');
    const std::string slot_name = line.name.substr(dash + 1, line.name.rfind('.') - dash - 1);
    absl::string_view data;
    record->slots.emplace_back();
    const Shown shown = Find(line.name, line.digest, &data);
    if (shown == Shown::kNo && i == 0) {
      Fail(line.name, "header-missing", "the header of a record that is shown is never withheld");
    } else if (shown == Shown::kNo) {
      opened_.missing.push_back({absl::StrCat(opened_.path, line.name), record->id, slot_name});
    }
    if (shown == Shown::kChanged || (i == 0 && shown != Shown::kYes)) return false;
    if (!understood) return false;
    if (shown == Shown::kYes) {
      absl::StatusOr<v1::Slot> slot = DecodeSlot(data);
      if (!slot.ok() || SlotName(slot->body_case()) != slot_name) {
        Fail(line.name, "slot-form",
             slot.ok() ? "holds another slot than its name says" : std::string(slot.status().message()));
        return false;
      }
      record->slots.back() = *std::move(slot);
    }
    if (i == 0) {
      record->header = record->slots[0]->header();
      if (record->header.in() != head_.hex()) {
        Fail(line.name, "wrong-submission", "is the header of a record of another submission (field \"in\")");
        return false;
      }
    }
    const std::span<const SlotCase> order = SlotsOf(record->kind());
    if (i < order.size() && SlotName(order[i]) == slot_name) return true;
    Fail(line.name, "slot-form", absl::StrCat("a ", KindName(record->kind()), " has no such slot there"));
    return false;
  }

  void CheckNothingElse() {
    for (const auto& [path, data] : files_) {
      if (listed_.count(path) == 0) Fail(path, "unsigned-file", "no signed list names it");
    }
  }

  const Digest log_;
  const FileViews& files_;
  const KeyFiles& keys_;
  Checks* const checks_;
  OpenedFolder opened_;
  Digest head_;
  std::set<std::string> listed_;
  bool clean_ = true;
};

}  // namespace

OpenedFolder OpenSubmissionFolder(const BundleLayout& layout, uint64_t index, const KeyFiles& keys, Checks* checks) {
  return FolderReader(layout, index, keys, checks).Read();
}

}  // namespace tallystick
