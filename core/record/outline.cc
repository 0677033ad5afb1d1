#include "core/record/outline.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/encoding.h"
#include "core/base/status.h"

namespace tallystick {
namespace {

constexpr size_t kDigits = 64;

absl::Status Within(absl::string_view where, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(where, ": ", status.message()));
}

// The two readers below know the one canonical text that heads and headers nearly always have, and leave every other
// text to DecodeSlot. What they take, it takes with the same meaning.

bool TakeSalt(absl::string_view* file) {
  constexpr size_t kSaltDigits = 22;
  if (!absl::ConsumePrefix(file, "{\"salt\":\"") || file->size() < kSaltDigits) return false;
  if (!Base64UrlDecode(file->substr(0, kSaltDigits)).ok()) return false;
  file->remove_prefix(kSaltDigits);
  return true;
}

// A field that holds an id.
bool TakeId(absl::string_view name, absl::string_view* text, std::string* id) {
  if (!absl::ConsumePrefix(text, name) || text->size() < kDigits) return false;
  *id = std::string(text->substr(0, kDigits));
  text->remove_prefix(kDigits);
  return Digest::FromHex(*id).ok();
}

bool ReadHead(absl::string_view file, v1::Submission* head) {
  if (!TakeSalt(&file) || !absl::ConsumePrefix(&file, "\",\"submission\":{\"schema\":\"tallystick-v1\"")) return false;
  if (!TakeId(",\"log\":\"", &file, head->mutable_log())) return false;
  if (!TakeId("\",\"author\":\"", &file, head->mutable_author())) return false;
  if (file != "\"}}\n" && !TakeId("\",\"previous\":\"", &file, head->mutable_previous())) return false;
  head->set_schema(std::string(kSchema));
  return file == "\"}}\n";
}

// A header that replaces nothing. kind_unstated when it is anything else.
Kind ReadHeader(absl::string_view file, absl::string_view head) {
  if (!TakeSalt(&file) || !absl::ConsumePrefix(&file, "\",\"header\":{\"kind\":\"")) return v1::Header::kind_unstated;
  const absl::string_view name = file.substr(0, file.find('"'));
  const std::optional<Kind> kind = KindByName(name);
  file.remove_prefix(name.size());
  const bool rest = absl::ConsumePrefix(&file, "\",\"in\":\"") && absl::ConsumePrefix(&file, head) && file == "\"}}\n";
  return kind && rest ? *kind : v1::Header::kind_unstated;
}

absl::StatusOr<Kind> KindOf(const std::vector<StoredSlot>& slots, absl::string_view head) {
  if (slots.empty() || !slots[0].shown()) return absl::DataLossError("its header is missing (never withheld)");
  Kind kind = ReadHeader(slots[0].file, head);
  if (kind == v1::Header::kind_unstated) {
    const absl::StatusOr<v1::Slot> slot = DecodeSlot(slots[0].file);
    if (!slot.ok()) return Within("slot header", slot.status());
    if (!slot->has_header()) return absl::InvalidArgumentError("slot header: the slot is not a header");
    if (slot->header().in() != head) {
      return absl::InvalidArgumentError("its header names another submission (slot header, field \"in\")");
    }
    kind = slot->header().kind();
  }
  const size_t expected = SlotsOf(kind).size();
  if (slots.size() == expected) return kind;
  return absl::InvalidArgumentError(absl::StrCat("has ", slots.size(), " slots; its kind has ", expected));
}

}  // namespace

absl::StatusOr<SubmissionOutline> OutlineUnverified(const StoredSubmission& stored) {
  SubmissionOutline outline;
  if (!ReadHead(stored.head, &outline.head)) {
    TALLY_ASSIGN_OR_RETURN(outline.head, DecodeHead(stored.head));
  }
  TALLY_RETURN_IF_ERROR(CheckRecordCount(stored));
  SubmissionManifest manifest{Sha256(stored.head), stored.about.digest, {}};
  const std::string head = manifest.head.hex();
  for (size_t n = 0; n < stored.records.size(); ++n) {
    const absl::StatusOr<Kind> kind = KindOf(stored.records[n], head);
    if (!kind.ok()) return Within(absl::StrCat("record ", n), kind.status());
    outline.kinds.push_back(*kind);
    manifest.bodies.push_back(Sha256(FormatBody(static_cast<int>(n), SlotsOf(*kind), stored.records[n])));
  }
  outline.manifest = FormatSubmissionManifest(manifest);
  outline.id = Sha256(outline.manifest);
  return outline;
}

}  // namespace tallystick
