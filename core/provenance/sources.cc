#include "core/provenance/sources.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/provenance/circles.h"
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

const SourceResolver::Class& SourceResolver::Resolve(const Digest& id) {
  if (const auto it = classes_.find(id); it != classes_.end()) return it->second;
  Class found;
  found.members = ConnectedBy(records_, id, kSame);
  if (found.members.size() > 1 && IsDisputed(records_, found.members)) {
    found.disputed = Sha256(absl::StrCat("disputed ", found.members.front().hex()));
    found.members = ConnectedBy(records_, id, {});
  }
  found.representative = found.members.front();
  for (const Digest& member : found.members) {
    const Record* record = records_.Find(member);
    if (record == nullptr || !records_.IsCurrent(*record)) continue;
    found.representative = member;
    break;
  }
  for (const Digest& member : found.members) classes_[member] = found;
  return classes_.at(id);
}

std::vector<Digest> SourceResolver::RunBy(const Digest& source) {
  const Class of = Resolve(source);
  std::set<Digest> above;
  for (const Digest& member : of.members) {
    const Record* record = records_.Find(member);
    if (record == nullptr || (!records_.IsCurrent(*record) && member != of.representative)) continue;
    const v1::Identity& identity = record->Get(v1::Slot::kIdentity).identity();
    for (const std::string& hex : {identity.controller(), identity.actor()}) {
      if (const auto id = Digest::FromHex(hex); id.ok()) above.insert(ClassOf(*id));
    }
  }
  above.erase(of.representative);
  return {above.begin(), above.end()};
}

const Control& SourceResolver::ControlOf(const Digest& source) {
  const Digest id = ClassOf(source);
  if (const auto it = controls_.find(id); it != controls_.end()) return it->second;
  CitationGraph above = {{id, {}}};
  std::vector<Digest> open = {id};
  std::set<Digest> roots, disputed;
  bool ends = false, alike = true;
  while (!open.empty()) {
    const Digest at = open.back();
    open.pop_back();
    if (const auto known = controls_.find(at); known != controls_.end()) {
      roots.insert(known->second.roots.begin(), known->second.roots.end());
      disputed.insert(known->second.disputed.begin(), known->second.disputed.end());
      ends = ends || !known->second.circular;
      continue;
    }
    const std::vector<Digest> next = RunBy(at);
    above[at].insert(next.begin(), next.end());
    if (next.empty()) roots.insert(at);
    if (const auto& mark = Resolve(at).disputed) disputed.insert(*mark);
    ends = ends || next.empty();
    alike = alike && next.size() <= 1;
    for (const Digest& each : next) {
      if (above.insert({each, {}}).second) open.push_back(each);
    }
  }
  if (roots.empty()) roots = NodesOnCircles(above);
  const Control control = {{roots.begin(), roots.end()}, {disputed.begin(), disputed.end()}, !ends};
  // Along a line without forks the answer is one for all, which keeps long lines from being walked again and again.
  if (alike && disputed.empty()) {
    for (const auto& [each, next] : above) controls_.insert({each, control});
  }
  controls_[id] = control;
  return controls_.at(id);
}

bool SourceResolver::IsStatement(const Digest& source) {
  const Class& of = Resolve(source);
  return std::any_of(of.members.begin(), of.members.end(), [this](const Digest& member) {
    const Record* record = records_.Find(member);
    return record != nullptr && record->Get(v1::Slot::kIdentity).identity().kind() == v1::Identity::statement;
  });
}

bool SourceResolver::MayBeAnyone(const Digest& root) {
  const Class& of = Resolve(root);
  return std::none_of(of.members.begin(), of.members.end(), [this](const Digest& member) {
    const Record* record = records_.Find(member);
    if (record == nullptr) return false;
    if (record->kind() == v1::Header::entity) return !record->IsWithheld(v1::Slot::kNames);
    switch (record->Get(v1::Slot::kIdentity).identity().kind()) {
      case v1::Identity::kind_unstated:
      case v1::Identity::unnamed:
        return false;
      case v1::Identity::statement:
      case v1::Identity::account:
        return !RunBy(member).empty();
      default:
        return true;
    }
  });
}

const std::set<Digest>& SourceResolver::KnownDifferent(const Digest& root) {
  const Digest id = ClassOf(root);
  if (const auto it = different_.find(id); it != different_.end()) return it->second;
  std::set<Digest> different;
  const std::vector<Digest> members = Resolve(id).members;
  for (const Digest& member : members) {
    for (const Digest& other : LinkedBy(records_, member, v1::Link::different)) {
      // Not being an outlet says nothing about an unnamed person who runs that outlet.
      for (const Digest& other_root : ControlOf(other).roots) {
        if (other_root == ClassOf(other) || !MayBeAnyone(other_root)) different.insert(other_root);
      }
    }
  }
  return different_[id] = different;
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
  return Intersect(ControlOf(a).roots, ControlOf(b).roots);
}

bool SourceResolver::AreDistinct(const Digest& a, const Digest& b) {
  const Control &x = ControlOf(a), &y = ControlOf(b);
  if (Intersect(x.roots, y.roots) || Intersect(x.disputed, y.disputed)) return false;
  return (IsShown(x) && IsShown(y)) || IsSeparated(x, y) || IsSeparated(y, x);
}

}  // namespace tallystick
