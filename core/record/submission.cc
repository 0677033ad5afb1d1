#include "core/record/submission.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/encoding.h"
#include "core/base/status.h"
#include "core/record/json.h"
#include "core/record/validate.h"

namespace tallystick {
namespace {

constexpr absl::string_view kLeafHeader = "tallystick-leaf-v1";
constexpr size_t kSignatureDigits = 88;  // 64 bytes in base64, which ends in "==" then

absl::Status In(absl::string_view where, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(where, ": ", status.message()));
}

absl::Status OtherBytes() { return absl::DataLossError("its bytes are not those of its hash"); }

// Slot `i` as messages call it: by its number when the kind has no such slot.
std::string NameIn(std::span<const SlotCase> order, size_t i) {
  if (i == 0) return "slot header";
  return absl::StrCat("slot ", i < order.size() ? std::string(SlotName(order[i])) : absl::StrCat(i));
}

// Decodes one record's slots and checks that they are those of its kind, in order.
absl::StatusOr<Record> DecodeRecord(const std::vector<StoredSlot>& slots, const Digest& head, int number) {
  if (slots.empty() || !slots[0].shown()) return absl::DataLossError("its header is missing (never withheld)");
  Record record;
  std::span<const SlotCase> order;
  for (size_t i = 0; i < slots.size(); ++i) {
    record.slots.emplace_back();
    if (!slots[i].shown()) continue;
    if (Sha256(slots[i].file) != slots[i].digest) return In(NameIn(order, i), OtherBytes());
    absl::StatusOr<v1::Slot> slot = DecodeSlot(slots[i].file);
    if (!slot.ok()) return In(NameIn(order, i), slot.status());
    if (i == 0) {
      record.header = slot->header();
      order = SlotsOf(record.header.kind());
    }
    if (i >= order.size() || slot->body_case() != order[i]) {
      return absl::InvalidArgumentError(absl::StrCat("slot ", i, " holds \"", SlotName(slot->body_case()),
                                                     "\", which is not the one that the kind \"",
                                                     KindName(record.header.kind()), "\" has there"));
    }
    record.slots.back() = *std::move(slot);
  }
  if (order.size() != slots.size()) {
    return absl::InvalidArgumentError(absl::StrCat("has ", slots.size(), " slots; its kind has ", order.size()));
  }
  if (record.header.in() != head.hex()) {
    return absl::InvalidArgumentError("its header names another submission (slot header, field \"in\")");
  }
  record.position.number = number;
  return record;
}

}  // namespace

std::string FormatBody(int number, std::span<const SlotCase> order, const std::vector<StoredSlot>& slots) {
  constexpr size_t kUsualLine = 64 + 2 + 32;
  std::string text;
  text.reserve(slots.size() * kUsualLine);
  for (size_t i = 0; i < slots.size(); ++i) {
    AppendManifestLine(slots[i].digest, SlotFile(number, static_cast<int>(i), SlotName(order[i])), &text);
  }
  return text;
}

absl::StatusOr<v1::Submission> DecodeHead(absl::string_view file) {
  absl::StatusOr<v1::Slot> head = DecodeSlot(file);
  if (!head.ok()) return In("submission head", head.status());
  if (!head->has_submission()) return absl::InvalidArgumentError("submission head: the slot is not a submission");
  if (head->submission().schema() == kSchema) return std::move(*head->mutable_submission());
  return absl::UnimplementedError(
      absl::StrCat("schema \"", head->submission().schema(), "\" is not known to this version"));
}

absl::Status CheckRecordCount(const StoredSubmission& stored) {
  if (!stored.records.empty() && stored.records.size() <= kMaxRecordsPerSubmission) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("a submission of ", stored.records.size(), " records; it holds 1 to ",
                                                 kMaxRecordsPerSubmission));
}

StoredSlot StoredSlot::Of(std::string bytes) {
  const Digest digest = Sha256(bytes);
  return {std::move(bytes), digest};
}

absl::StatusOr<OpenedSubmission> OpenUnverified(const StoredSubmission& stored, uint64_t index) {
  OpenedSubmission opened;
  TALLY_ASSIGN_OR_RETURN(opened.head, DecodeHead(stored.head));
  TALLY_RETURN_IF_ERROR(CheckRecordCount(stored));
  if (stored.about.shown()) {
    if (Sha256(stored.about.file) != stored.about.digest) return In("about.json", OtherBytes());
    const absl::StatusOr<v1::Slot> about = DecodeSlot(stored.about.file);
    if (!about.ok()) return In("about.json", about.status());
    if (!about->has_about()) return absl::InvalidArgumentError("about.json: the slot is not an about");
    opened.about = about->about();
  }
  SubmissionManifest manifest{Sha256(stored.head), stored.about.digest, {}};
  for (size_t n = 0; n < stored.records.size(); ++n) {
    absl::StatusOr<Record> record = DecodeRecord(stored.records[n], manifest.head, static_cast<int>(n));
    if (!record.ok()) return In(absl::StrCat("record ", n), record.status());
    opened.bodies.push_back(FormatBody(static_cast<int>(n), SlotsOf(record->kind()), stored.records[n]));
    record->id = Sha256(opened.bodies.back());
    record->position.submission = index;
    manifest.bodies.push_back(record->id);
    opened.records.push_back(*std::move(record));
  }
  opened.manifest = FormatSubmissionManifest(manifest);
  opened.id = Sha256(opened.manifest);
  return opened;
}

absl::StatusOr<Record> OpenRecordUnverified(absl::string_view head, const std::vector<StoredSlot>& slots,
                                            const Position& position) {
  absl::StatusOr<Record> record = DecodeRecord(slots, Sha256(head), position.number);
  if (!record.ok()) return In(absl::StrCat("submission ", position.submission, ", record ", position.number), record.status());
  record->position = position;
  record->id = Sha256(FormatBody(position.number, SlotsOf(record->kind()), slots));
  return record;
}

std::string FormatLeaf(const Digest& submission, const Digest& author_key, absl::string_view signature) {
  return absl::StrCat(kLeafHeader, "\n", submission.hex(), "\n", author_key.hex(), "\n", Base64Encode(signature), "\n");
}

absl::StatusOr<Leaf> ParseLeaf(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() != 5 || lines[0] != kLeafHeader || !lines[4].empty()) {
    return absl::InvalidArgumentError("not a tallystick-leaf-v1 entry");
  }
  TALLY_ASSIGN_OR_RETURN(const Digest submission, Digest::FromHex(lines[1]));
  TALLY_ASSIGN_OR_RETURN(const Digest author_key, Digest::FromHex(lines[2]));
  if (lines[3].size() != kSignatureDigits || !absl::EndsWith(lines[3], "==")) {
    return absl::InvalidArgumentError("the signature has not 64 bytes");
  }
  TALLY_ASSIGN_OR_RETURN(std::string signature, Base64Decode(lines[3]));
  return Leaf{submission, author_key, std::move(signature)};
}

absl::StatusOr<SubmissionBuilder> SubmissionBuilder::New(const Digest& log_key, const Digest& author_key,
                                                         const std::optional<Digest>& previous, SaltSource salts) {
  SubmissionBuilder builder(std::move(salts));
  v1::Slot head;
  head.mutable_submission()->set_schema(std::string(kSchema));
  head.mutable_submission()->set_log(log_key.hex());
  head.mutable_submission()->set_author(author_key.hex());
  if (previous) head.mutable_submission()->set_previous(previous->hex());
  TALLY_ASSIGN_OR_RETURN(builder.stored_.head, EncodeSlot(head, builder.salts_()));
  builder.opened_.head = std::move(*head.mutable_submission());
  builder.head_digest_ = Sha256(builder.stored_.head);
  return builder;
}

absl::StatusOr<Digest> SubmissionBuilder::Add(const RecordDraft& draft) {
  if (size() == kMaxRecordsPerSubmission) return absl::FailedPreconditionError("the submission is full");
  TALLY_RETURN_IF_ERROR(Validate(draft));
  std::vector<StoredSlot> slots;
  Record record;
  const std::span<const SlotCase> order = SlotsOf(draft.kind);
  for (SlotCase which : order) {
    v1::Slot slot = draft.Get(which);
    if (which == v1::Slot::kHeader) {
      slot.mutable_header()->set_kind(draft.kind);
      slot.mutable_header()->set_in(head_digest_.hex());
      for (const Digest& id : draft.replaces) slot.mutable_header()->add_replaces(id.hex());
    } else if (slot.body_case() == v1::Slot::BODY_NOT_SET) {
      const auto* field = v1::Slot::descriptor()->FindFieldByNumber(which);
      v1::Slot::GetReflection()->MutableMessage(&slot, field);  // present and empty
    }
    const std::string salt = salts_();
    TALLY_ASSIGN_OR_RETURN(std::string file, EncodeSlot(slot, salt));
    slot.set_salt(Base64UrlEncode(salt));
    slots.push_back(StoredSlot::Of(std::move(file)));
    record.slots.push_back(std::move(slot));
  }
  record.header = record.slots[0]->header();
  record.position.number = size();
  opened_.bodies.push_back(FormatBody(size(), order, slots));
  record.id = Sha256(opened_.bodies.back());
  bodies_.push_back(record.id);
  opened_.records.push_back(std::move(record));
  stored_.records.push_back(std::move(slots));
  return bodies_.back();
}

absl::StatusOr<SubmissionBuilder::Unsigned> SubmissionBuilder::Finish(absl::string_view recorded_at,
                                                                      absl::string_view message) {
  if (stored_.records.empty()) return absl::FailedPreconditionError("a submission holds a record or more");
  v1::Slot about;
  about.mutable_about()->set_recorded_at(std::string(recorded_at));
  about.mutable_about()->set_message(std::string(message));
  TALLY_ASSIGN_OR_RETURN(std::string file, EncodeSlot(about, salts_()));
  stored_.about = StoredSlot::Of(std::move(file));
  std::string manifest = FormatSubmissionManifest({head_digest_, stored_.about.digest, bodies_});
  opened_.id = Sha256(manifest);
  opened_.manifest = manifest;
  opened_.about = std::move(*about.mutable_about());
  const Digest id = opened_.id;
  return Unsigned{std::move(stored_), std::move(manifest), id, std::move(opened_)};
}

}  // namespace tallystick
