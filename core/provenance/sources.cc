#include "core/provenance/sources.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/provenance/connected.h"

namespace tallystick {
namespace {

constexpr v1::Link::Type kSame[] = {v1::Link::same};

bool Intersect(const std::vector<Digest>& a, const std::vector<Digest>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const Digest& x) { return std::binary_search(b.begin(), b.end(), x); });
}

bool IsDisputed(const RecordSet& records, const std::vector<Digest>& members) {
  for (const Digest& member : members) {
    for (const Digest& other : LinkedBy(records, member, v1::Link::different)) {
      if (std::binary_search(members.begin(), members.end(), other)) return true;
    }
  }
  return false;
}

}  // namespace

SourceResolver::Class& SourceResolver::Resolve(const Digest& id) {
  if (const auto it = class_of_.find(id); it != class_of_.end()) return *it->second;
  Class& found = classes_.emplace_back();
  found.members = ConnectedBy(records_, id, kSame);
  if (found.members.size() > 1 && IsDisputed(records_, found.members)) {
    found.disputed = Sha256(absl::StrCat("disputed ", found.members.front().hex()));
    found.members = ConnectedBy(records_, id, {});
  }
  found.representative = records_.CurrentVersion(found.members.front());
  if (found.members.size() == 1) return *(class_of_[id] = &found);
  for (const Digest& member : found.members) {
    const Record* record = records_.Find(member);
    if (record == nullptr || !records_.IsCurrent(*record)) continue;
    found.representative = member;
    break;
  }
  for (const Digest& member : found.members) class_of_[member] = &found;
  return found;
}

const std::vector<Digest>& SourceResolver::RunBy(Class& of) {
  if (of.run_by) return *of.run_by;
  std::set<Digest> above;
  for (const Digest& member : of.members) {
    const Record* record = records_.Find(member);
    if (record == nullptr || (!records_.IsCurrent(*record) && member != of.representative)) continue;
    const v1::Identity& identity = record->Get(v1::Slot::kIdentity).identity();
    for (const std::string* hex : {&identity.controller(), &identity.actor()}) {
      if (hex->empty()) continue;
      if (const auto id = Digest::FromHex(*hex); id.ok()) above.insert(ClassOf(*id));
    }
  }
  above.erase(of.representative);
  return of.run_by.emplace(above.begin(), above.end());
}

std::vector<LinkEnd> SourceResolver::LinksFrom(const Digest& id, v1::Link::Type type) {
  const Class& of = Resolve(id);
  std::vector<LinkEnd> ends;
  for (const Digest& member : of.members) {
    if (records_.CurrentVersion(member) != member) continue;  // the links of all versions are found from any
    for (LinkEnd& end : records_.LinksFrom(member, type)) {
      end.other = ClassOf(end.other);
      if (end.other != of.representative) ends.push_back(end);
    }
  }
  return ends;
}

const std::vector<Digest>& SourceResolver::RunBy(const Digest& source) { return RunBy(Resolve(source)); }

const Control& SourceResolver::ControlOf(const Digest& source) {
  Class& of = Resolve(source);
  if (!of.control) FindControl(of);
  return *of.control;
}

bool SourceResolver::IsStatement(const Digest& source) {
  const Class& of = Resolve(source);
  return std::any_of(of.members.begin(), of.members.end(), [this](const Digest& member) {
    const Record* record = records_.Find(member);
    return record != nullptr && record->Get(v1::Slot::kIdentity).identity().kind() == v1::Identity::statement;
  });
}

bool SourceResolver::MayBeAnyone(const Digest& root) {
  Class& of = Resolve(root);
  if (of.may_be_anyone) return *of.may_be_anyone;
  of.may_be_anyone = std::none_of(of.members.begin(), of.members.end(), [this, &of](const Digest& member) {
    const Record* record = records_.Find(member);
    if (record == nullptr) return false;
    if (record->kind() == v1::Header::entity) return !record->IsWithheld(v1::Slot::kNames);
    switch (record->Get(v1::Slot::kIdentity).identity().kind()) {
      case v1::Identity::kind_unstated:
      case v1::Identity::unnamed:
        return false;
      case v1::Identity::statement:
      case v1::Identity::account:
        return !RunBy(of).empty();
      default:
        return true;
    }
  });
  return *of.may_be_anyone;
}

const std::set<Digest>& SourceResolver::KnownDifferent(const Digest& root) {
  Class& of = Resolve(root);
  if (of.different) return *of.different;
  std::set<Digest> different;
  for (const Digest& member : of.members) {
    for (const Digest& other : LinkedBy(records_, member, v1::Link::different)) {
      // Not being an outlet says nothing about an unnamed person who runs that outlet.
      for (const Digest& other_root : ControlOf(other).roots) {
        if (other_root == ClassOf(other) || !MayBeAnyone(other_root)) different.insert(other_root);
      }
    }
  }
  return of.different.emplace(std::move(different));
}

bool SourceResolver::IsShown(const Control& control) {
  return std::any_of(control.roots.begin(), control.roots.end(), [this](const Digest& r) { return !MayBeAnyone(r); });
}

bool SourceResolver::IsSeparated(const Control& a, const Control& b) {
  for (const Digest& root : a.roots) {
    if (!MayBeAnyone(root)) continue;
    for (const Digest& other : b.roots) {
      if (KnownDifferent(root).count(other) != 0) return true;
    }
  }
  return false;
}

bool SourceResolver::ShareControl(const Digest& a, const Digest& b) {
  return ShareControl(ControlOf(a), ControlOf(b));
}

bool SourceResolver::ShareControl(const Control& a, const Control& b) { return Intersect(a.roots, b.roots); }

bool SourceResolver::AreDistinct(const Digest& a, const Digest& b) {
  const Control &x = ControlOf(a), &y = ControlOf(b);
  if (Intersect(x.roots, y.roots) || Intersect(x.disputed, y.disputed)) return false;
  const bool x_shown = IsShown(x), y_shown = IsShown(y);
  // Of two who run a source together, one being nobody known does not hold the other apart.
  return (x_shown && y_shown) || (!x_shown && IsSeparated(x, y)) || (!y_shown && IsSeparated(y, x));
}

}  // namespace tallystick
