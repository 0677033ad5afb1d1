#include "store/check_alone.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/record/outline.h"
#include "store/derived.h"

namespace tallystick {
namespace {

bool HasKeys(const std::vector<Record>& records) {
  return std::any_of(records.begin(), records.end(), [](const Record& r) { return r.kind() == v1::Header::key; });
}

// Quotes need no more, and records that wait to be taken are many.
bool IsForQuotes(const std::optional<v1::Slot>& slot) { return slot && (slot->has_content() || slot->has_quote()); }

void KeepForQuotes(std::vector<Record> records, std::vector<Record>* kept) {
  for (Record& record : records) {
    if (record.kind() != v1::Header::claim && record.kind() != v1::Header::capture) continue;
    for (std::optional<v1::Slot>& slot : record.slots) {
      if (!IsForQuotes(slot)) slot.reset();
    }
    kept->push_back(std::move(record));
  }
}

void CountSlots(const StoredSubmission& stored, CheckedSubmission* checked) {
  checked->record_count = stored.records.size();
  for (const std::vector<StoredSlot>& slots : stored.records) {
    for (const StoredSlot& slot : slots) ++(slot.shown() ? checked->slots_shown : checked->slots_withheld);
  }
}

}  // namespace

absl::Status LoneChecker::Open(const StoredSubmission& stored, CheckedSubmission* checked, std::string* manifest,
                               RowSums* rows) const {
  TALLY_ASSIGN_OR_RETURN(OpenedSubmission opened, OpenUnverified(stored, checked->index));
  checked->id = opened.id;
  checked->log = opened.head.log();
  checked->previous = opened.head.previous();
  *manifest = opened.manifest;
  const absl::StatusOr<Digest> author = Digest::FromHex(opened.head.author());
  if (!author.ok()) return absl::DataLossError("its author is not a key id");
  checked->author = *author;
  if (contents_) {
    for (const Row& row : DerivedRows(stored, opened, identity_.secret)) rows->Add(row.table, row.key, row.value);
  }
  if (HasKeys(opened.records)) checked->keys = opened;
  if (contents_) KeepForQuotes(std::move(opened.records), &checked->records);
  return absl::OkStatus();
}

absl::Status LoneChecker::Outline(const StoredSubmission& stored, CheckedSubmission* checked,
                                  std::string* manifest) const {
  TALLY_ASSIGN_OR_RETURN(SubmissionOutline outline, OutlineUnverified(stored));
  if (std::count(outline.kinds.begin(), outline.kinds.end(), v1::Header::key) > 0) {
    return Open(stored, checked, manifest, nullptr);
  }
  checked->id = outline.id;
  checked->log = std::move(*outline.head.mutable_log());
  checked->previous = std::move(*outline.head.mutable_previous());
  *manifest = std::move(outline.manifest);
  const absl::StatusOr<Digest> author = Digest::FromHex(outline.head.author());
  if (!author.ok()) return absl::DataLossError("its author is not a key id");
  checked->author = *author;
  return absl::OkStatus();
}

CheckedSubmission LoneChecker::CheckOne(uint64_t index, const StoredSubmission& stored, RowSums* rows) const {
  CheckedSubmission checked;
  checked.index = index;
  std::string manifest;
  checked.opened = contents_ ? Open(stored, &checked, &manifest, rows) : Outline(stored, &checked, &manifest);
  if (!checked.opened.ok()) return checked;
  CountSlots(stored, &checked);
  checked.leaf = HashLeaf(FormatLeaf(checked.id, checked.author, stored.signature));
  const auto key = keys_.find(checked.author);
  if (key != keys_.end()) {
    checked.signature = key->second.Verify(manifest, stored.signature) ? CheckedSubmission::Signature::kGood
                                                                       : CheckedSubmission::Signature::kBad;
  }
  return checked;
}

void LoneChecker::CheckNotes(const Snapshot& snapshot, uint64_t begin, uint64_t end, CheckedStretch* stretch) const {
  const absl::StatusOr<NoteKey> key = NoteKey::New(identity_.origin, SignatureType::kEd25519, identity_.key);
  const auto open = [&key](const std::string& text) -> absl::StatusOr<Checkpoint> {
    TALLY_RETURN_IF_ERROR(key.status());
    TALLY_ASSIGN_OR_RETURN(const Note note, ParseNoteUnverified(text));
    return OpenCheckpoint(note, *key);
  };
  const absl::Status scanned = snapshot.ScanCheckpointsIn(begin, end, [&](uint64_t size, const std::string& text) {
    stretch->notes.push_back({size, open(text)});
    return absl::OkStatus();
  });
  if (scanned.ok()) return;
  for (uint64_t size = begin; size < end; ++size) {
    const absl::Status read = snapshot.ReadCheckpoint(size).status();
    if (absl::IsDataLoss(read)) stretch->lost_notes.push_back(read);
  }
  if (stretch->lost_notes.empty()) stretch->lost_notes.push_back(scanned);
}

// What cannot be read here is read again, one by one, by whoever compares.
void LoneChecker::ReadNodes(const Snapshot& snapshot, uint64_t begin, uint64_t end, CheckedStretch* stretch) {
  for (int level = 0; (begin >> level) < (end >> level); ++level) {
    snapshot.ScanNodes(level, begin >> level, end >> level, [&](uint64_t index, const Digest& hash) {
      stretch->nodes.push_back({{level, index}, hash});
    }).IgnoreError();
  }
}

CheckedStretch LoneChecker::Check(const Snapshot& snapshot, uint64_t begin, uint64_t end) const {
  CheckedStretch stretch;
  for (uint64_t index = begin; index < end;) {
    const absl::Status scanned = snapshot.ScanSubmissions(index, end, [&](uint64_t at, const StoredSubmission& stored) {
      index = at + 1;
      stretch.submissions.push_back(CheckOne(at, stored, &stretch.rows));
      return absl::OkStatus();
    });
    if (scanned.ok()) break;
    CheckedSubmission& lost = stretch.submissions.emplace_back();
    lost.index = index++;
    lost.read = scanned;
    if (!absl::IsDataLoss(scanned)) break;
  }
  CheckNotes(snapshot, begin + 1, end + 1, &stretch);
  ReadNodes(snapshot, begin, end, &stretch);
  return stretch;
}

std::map<Digest, PublicKey> OfferedKeys(const Snapshot& snapshot) {
  constexpr size_t kBeforeSpki = 34;
  std::map<Digest, PublicKey> keys;
  snapshot
      .ScanRows("keys", "", "",
                [&keys](absl::string_view, absl::string_view value) {
                  if (value.size() <= kBeforeSpki) return true;
                  const absl::StatusOr<PublicKey> key = PublicKey::FromDer(value.substr(kBeforeSpki));
                  if (key.ok()) keys.insert({key->id(), *key});
                  return true;
                })
      .IgnoreError();  // what is not offered is taken from the key records
  return keys;
}

}  // namespace tallystick
