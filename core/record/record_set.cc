#include "core/record/record_set.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

std::string FirstName(const google::protobuf::RepeatedPtrField<v1::Name>& names) {
  return names.empty() ? std::string() : names.Get(0).text();
}

}  // namespace

void RecordSet::Add(Record record) {
  if (!by_id_.insert({record.id, records_.size()}).second) return;
  records_.push_back(std::move(record));
  index_.reset();
}

const Record* RecordSet::Find(const Digest& id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : &records_[it->second];
}

const Record* RecordSet::Find(absl::string_view hex) const {
  const auto id = Digest::FromHex(hex);
  return id.ok() ? Find(*id) : nullptr;
}

bool RecordSet::IsAlone(const Digest& id) const { return by_id_.count(id) != 0 && Index().IsAlone(id); }

std::vector<Digest> RecordSet::VersionsOf(const Digest& id) const {
  const std::vector<Digest>* versions = Index().VersionsOf(id);
  return versions == nullptr ? std::vector<Digest>{id} : *versions;
}

std::vector<const Record*> RecordSet::At(const std::vector<size_t>* places) const {
  std::vector<const Record*> found;
  if (places == nullptr) return found;
  for (const size_t at : *places) found.push_back(&records_[at]);
  return found;
}

std::vector<const Record*> RecordSet::ReplacedBy(const Digest& id) const { return At(Index().ReplacedBy(id)); }
std::vector<const Record*> RecordSet::JudgementsOf(const Digest& id) const { return At(Index().JudgedBy(id)); }
std::vector<const Record*> RecordSet::RetractionsOf(const Digest& id) const { return At(Index().RetractedBy(id)); }

std::vector<LinkEnd> RecordSet::Pick(const std::vector<RecordIndex::End>* ends, v1::Link::Type type) const {
  std::vector<LinkEnd> found;
  if (ends == nullptr) return found;
  for (const RecordIndex::End& end : *ends) {
    if (end.type == type) found.push_back({&records_[end.link], end.other});
  }
  return found;
}

std::vector<LinkEnd> RecordSet::LinksFrom(const Digest& id, v1::Link::Type type) const {
  return Pick(Index().LinksFrom(id), type);
}

std::vector<LinkEnd> RecordSet::LinksTo(const Digest& id, v1::Link::Type type) const {
  return Pick(Index().LinksTo(id), type);
}

std::string RecordSet::DisplayName(absl::string_view hex) const {
  const Record* record = Find(hex);
  return record == nullptr ? absl::StrCat("(not here: ", hex.substr(0, 12), ")") : DisplayName(*record);
}

std::string RecordSet::DisplayName(const Record& record) const {
  using S = v1::Slot;
  std::string name = FirstName(record.Get(S::kIdentity).identity().names());
  if (name.empty()) name = FirstName(record.Get(S::kNames).names().names());
  if (name.empty()) name = record.Get(S::kOrigin).origin().title();
  if (name.empty()) name = record.Get(S::kNote).note().label();
  if (!name.empty()) return name;
  if (record.IsWithheld(S::kIdentity) || record.IsWithheld(S::kNames)) {
    return absl::StrCat("(withheld ", KindName(record.kind()), " ", record.id.brief(), ")");
  }
  return absl::StrCat(KindName(record.kind()), " ", record.id.brief());
}

}  // namespace tallystick
