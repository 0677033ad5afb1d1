#include "store/derived.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/base/fold.h"
#include "core/query/text_query.h"
#include "core/record/fields.h"
#include "core/record/json.h"

namespace tallystick {
namespace {

using S = v1::Slot;
constexpr absl::string_view kNul("\0", 1);

std::vector<std::string> NamesOf(const Record& r) {
  std::vector<std::string> names;
  for (const v1::Name& name : r.Get(S::kIdentity).identity().names()) names.push_back(name.text());
  for (const v1::Name& name : r.Get(S::kNames).names().names()) names.push_back(name.text());
  if (const std::string& title = r.Get(S::kOrigin).origin().title(); !title.empty()) names.push_back(title);
  if (const std::string& label = r.Get(S::kNote).note().label(); !label.empty()) names.push_back(label);
  return names;
}

void AddKeyRow(const Record& r, const std::string& at, std::vector<Row>* rows) {
  const v1::Key& key = r.Get(S::kKey).key();
  const auto spki = Base64Decode(key.public_key());
  if (r.kind() != v1::Header::key || !spki.ok() || spki->empty()) return;
  const auto recovery = Digest::FromHex(key.recovery());
  rows->push_back({"keys", absl::StrCat(Sha256(*spki).view(), at),
                   absl::StrCat(std::string(1, static_cast<char>(key.event())), std::string(1, static_cast<char>(key.role())),
                                recovery.ok() ? recovery->view() : std::string(32, '\0'), *spki)});
}

void AddRecordRows(const std::vector<StoredSlot>& stored, const Record& r, std::vector<Row>* rows) {
  const std::string at = EncodePosition(r.position);
  const std::string kind(1, static_cast<char>(r.kind()));
  rows->push_back({"ids", absl::StrCat(r.id.view().substr(0, 8), at), ""});
  std::string prints(r.id.view());
  for (const StoredSlot& slot : stored) absl::StrAppend(&prints, DigestPrint(slot.digest));
  rows->push_back({"records", at, std::move(prints)});
  rows->push_back({"kinds", absl::StrCat(kind, at), ""});
  if (r.kind() == v1::Header::claim) {
    rows->push_back({"claims", at, absl::StrCat(r.Get(S::kProposition).proposition().predicate(), kNul,
                                                r.Get(S::kQuantity).quantity().words())});
  }
  if (r.kind() == v1::Header::source) {
    const v1::Identity& identity = r.Get(S::kIdentity).identity();
    rows->push_back({"sources", at, absl::StrCat(v1::Identity::Kind_Name(identity.kind()), kNul,
                                                 identity.names_size() > 0 ? identity.names(0).text() : "")});
  }
  std::set<std::string> folded;  // "GSIM" and "Gsim" are one row
  for (const std::string& name : NamesOf(r)) folded.insert(Fold(name));
  for (const std::string& name : folded) rows->push_back({"names", absl::StrCat(name, kNul, at), kind});
  std::set<std::string> edges;
  for (size_t i = 0; i < r.slots.size(); ++i) {
    if (!r.slots[i]) continue;
    VisitMarked(*r.slots[i], Mark::kRecord, [&](const std::string& path, const std::string& value) {
      const auto target = Digest::FromHex(value);
      if (target.ok() && edges.insert(value).second) rows->push_back({"edges", absl::StrCat(target->view(), at), path});
      return absl::OkStatus();
    }).IgnoreError();  // the visitor has no errors
  }
  AddKeyRow(r, at, rows);
}

// A slot as it stands in UnsaltedContent: its file without the salt, "{}" when it says nothing.
absl::string_view OrNothing(absl::string_view body, SlotCase which) {
  return body == absl::StrCat("\"", SlotName(which), "\":{}}") ? "}" : body;
}

// UnsaltedContent of a stored record. A file is canonical: what follows its salt is what EncodeJson writes without one.
std::string UnsaltedContentOf(const std::vector<StoredSlot>& stored, const Record& r) {
  std::string content(KindName(r.kind()));
  for (const std::string& id : r.header.replaces()) absl::StrAppend(&content, "\n", id);
  const std::span<const SlotCase> order = SlotsOf(r.kind());
  for (size_t i = 0; i < order.size(); ++i) {
    absl::string_view body = "}";
    if (i > 0 && r.slots[i]) {
      constexpr absl::string_view kBeforeSalt = "{\"salt\":\"", kAfterSalt = "\",";
      body = stored[i].file;
      body.remove_prefix(kBeforeSalt.size() + r.slots[i]->salt().size() + kAfterSalt.size());
      body.remove_suffix(1);
      body = OrNothing(body, order[i]);
    }
    absl::StrAppend(&content, "\n{", body);
  }
  return content;
}

}  // namespace

std::string DerivedVersion() { return absl::StrCat("derived-2/", FoldVersion()); }

std::string DigestPrint(const Digest& digest) {
  std::string print(4, '\0');
  for (size_t i = 0; i < digest.bytes.size(); ++i) print[i % 4] = static_cast<char>(print[i % 4] ^ digest.bytes[i]);
  return print;
}

std::optional<RowPlace> PlaceOfRows(absl::string_view table) {
  static const std::map<absl::string_view, RowPlace>* const places = new std::map<absl::string_view, RowPlace>{
      {"ids", RowPlace::kPosition},      {"records", RowPlace::kPosition}, {"submissions", RowPlace::kIndex},
      {"kinds", RowPlace::kPosition},    {"claims", RowPlace::kPosition},  {"sources", RowPlace::kPosition},
      {"names", RowPlace::kPosition},    {"edges", RowPlace::kPosition},   {"text", RowPlace::kIndex},
      {"contents", RowPlace::kPosition}, {"authors", RowPlace::kIndex},    {"keys", RowPlace::kPosition},
      {kVersionTable, RowPlace::kWhole}};
  const auto it = places->find(table);
  return it == places->end() ? std::nullopt : std::optional<RowPlace>(it->second);
}

std::string EncodeIndex(uint64_t index) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, index >>= 8) bytes[i] = static_cast<char>(index & 0xFF);
  return bytes;
}

std::string EncodePosition(const Position& position) {
  return absl::StrCat(EncodeIndex(position.submission), std::string(1, static_cast<char>(position.number)));
}

uint64_t DecodeIndex(absl::string_view bytes) {
  uint64_t index = 0;
  if (bytes.size() < 8) return index;
  for (char c : bytes.substr(bytes.size() - 8)) index = index << 8 | static_cast<uint8_t>(c);
  return index;
}

Position DecodePosition(absl::string_view bytes) {
  if (bytes.size() < 9) return {};
  return {DecodeIndex(bytes.substr(0, bytes.size() - 1)), static_cast<uint8_t>(bytes.back())};
}

std::string UnsaltedContent(const RecordDraft& draft) {
  std::string content(KindName(draft.kind));
  for (const Digest& id : draft.replaces) absl::StrAppend(&content, "\n", id.hex());
  for (SlotCase which : SlotsOf(draft.kind)) {
    const std::string json = EncodeJson(draft.Get(which));  // a draft's slots have no salt yet
    absl::StrAppend(&content, "\n{", OrNothing(absl::string_view(json).substr(1), which));
  }
  return content;
}

std::string ContentKey(absl::string_view secret, const Digest& author_key, absl::string_view unsalted_content) {
  return std::string(HmacSha256(secret, absl::StrCat(author_key.view(), unsalted_content)).view());
}

std::vector<Row> DerivedRows(const StoredSubmission& stored, const OpenedSubmission& opened, absl::string_view secret) {
  std::vector<Row> rows;
  std::map<std::string, std::string> words;  // word → record numbers
  const auto author = Digest::FromHex(opened.head.author());
  const uint64_t index = opened.records.empty() ? 0 : opened.records[0].position.submission;
  for (size_t n = 0; n < opened.records.size(); ++n) {
    const Record& r = opened.records[n];
    AddRecordRows(stored.records[n], r, &rows);
    if (author.ok()) {
      const std::string key = ContentKey(secret, *author, UnsaltedContentOf(stored.records[n], r));
      rows.push_back({"contents", absl::StrCat(key, EncodePosition(r.position)), ""});
    }
    for (const std::string& text : SearchableTexts(r)) {
      const std::string folded = Fold(text);
      for (absl::string_view word : FoldedWords(folded)) {
        std::string& numbers = words[std::string(word)];
        if (numbers.empty() || static_cast<uint8_t>(numbers.back()) != n) numbers.push_back(static_cast<char>(n));
      }
    }
  }
  for (auto& [word, numbers] : words) {
    rows.push_back({"text", absl::StrCat(word, kNul, EncodeIndex(index)), std::move(numbers)});
  }
  rows.push_back({"submissions", EncodeIndex(index),
                  absl::StrCat(opened.id.view(), DigestPrint(Sha256(stored.head)), DigestPrint(stored.about.digest),
                               DigestPrint(Sha256(stored.signature)))});
  if (author.ok()) {
    rows.push_back({"authors", absl::StrCat(author->view(), EncodeIndex(index)), std::string(opened.id.view())});
  }
  return rows;
}

}  // namespace tallystick
