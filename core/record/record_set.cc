#include "core/record/record_set.h"

#include "absl/strings/str_cat.h"

namespace tallystick {
namespace {

std::string FirstName(const google::protobuf::RepeatedPtrField<v1::Name>& names) {
  return names.empty() ? std::string() : names.Get(0).text();
}

}  // namespace

void RecordSet::Add(Record record) {
  const size_t at = records_.size();
  const Digest& added = record.id;
  const bool named = replaced_by_.count(added) + retracted_by_.count(added) + links_from_.count(added) +
                         links_to_.count(added) > 0;
  if (!by_id_.insert({added, {at, !named && record.header.replaces().empty()}}).second) return;
  const auto note = [this](auto& index, absl::string_view hex, auto value) {
    const auto id = Digest::FromHex(hex);
    if (!id.ok()) return;
    index[*id].push_back(value);
    if (const auto it = by_id_.find(*id); it != by_id_.end()) it->second.alone = false;
  };
  for (const std::string& id : record.header.replaces()) note(replaced_by_, id, at);
  if (record.kind() == v1::Header::judgement &&
      record.Get(v1::Slot::kVerdict).verdict().status() == v1::Verdict::retracted) {
    for (const std::string& id : record.Get(v1::Slot::kSubject).subject().records()) note(retracted_by_, id, at);
  }
  if (record.kind() == v1::Header::link) {
    const v1::Link& link = record.Get(v1::Slot::kLink).link();
    note(links_from_, link.from(), LinkEnd{at, link.type()});
    for (const std::string& to : link.to()) note(links_to_, to, LinkEnd{at, link.type()});
  }
  records_.push_back(std::move(record));
}

const Record* RecordSet::Find(const Digest& id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : &records_[it->second.at];
}

bool RecordSet::IsAlone(const Digest& id) const {
  const auto it = by_id_.find(id);
  return it != by_id_.end() && it->second.alone;
}

const Record* RecordSet::Find(absl::string_view hex) const {
  const auto id = Digest::FromHex(hex);
  return id.ok() ? Find(*id) : nullptr;
}

std::vector<const Record*> RecordSet::ReplacedBy(const Digest& id) const {
  std::vector<const Record*> found;
  const auto it = replaced_by_.find(id);
  if (it == replaced_by_.end()) return found;
  for (size_t at : it->second) found.push_back(&records_[at]);
  return found;
}

bool RecordSet::IsCurrent(const Record& record) const {
  return replaced_by_.count(record.id) == 0 && retracted_by_.count(record.id) == 0;
}

std::vector<const Record*> RecordSet::Pick(const DigestTable<std::vector<LinkEnd>>& index, const Digest& id,
                                           v1::Link::Type type) const {
  std::vector<const Record*> found;
  const auto it = index.find(id);
  if (it == index.end()) return found;
  for (const LinkEnd& end : it->second) {
    if (end.type == type && IsCurrent(records_[end.at])) found.push_back(&records_[end.at]);
  }
  return found;
}

std::vector<const Record*> RecordSet::LinksFrom(const Digest& id, v1::Link::Type type) const {
  return Pick(links_from_, id, type);
}

std::vector<const Record*> RecordSet::LinksTo(const Digest& id, v1::Link::Type type) const {
  return Pick(links_to_, id, type);
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
