#include "tests/fault/disk.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/digest.h"

namespace tallystick {
namespace {

constexpr size_t kSector = 512;
constexpr int kRoot = 1;  // 0 stands for "removed"

std::string NameIn(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

Disk::Disk() : nodes_(2) {
  nodes_[kRoot].folder = true;
  nodes_[kRoot].path = "/";
}

void Disk::Apply(const Change& change, std::string* bytes) {
  if (change.truncate) {
    bytes->resize(change.at, '\0');
    return;
  }
  if (bytes->size() < change.at + change.bytes.size()) bytes->resize(change.at + change.bytes.size(), '\0');
  bytes->replace(change.at, change.bytes.size(), change.bytes);
}

void Disk::ApplyNames(const Naming& naming, std::map<std::string, int>* names) {
  for (const auto& [name, id] : naming.set) {
    if (id == 0) {
      names->erase(name);
    } else {
      (*names)[name] = id;
    }
  }
}

// 0 when there is none.
int Disk::Find(const std::string& path) const {
  int at = kRoot;
  for (const std::string& name : std::vector<std::string>(absl::StrSplit(path, '/', absl::SkipEmpty()))) {
    const auto it = nodes_[at].names.find(name);
    if (it == nodes_[at].names.end()) return 0;
    at = it->second;
  }
  return at;
}

Disk::Node& Disk::ParentOf(const std::string& path) {
  const int parent = Find(path.substr(0, path.rfind('/')));
  if (parent == 0) std::abort();  // the journal lacks a mkdir
  return nodes_[parent];
}

void Disk::SetNames(const std::string& path, std::vector<std::pair<std::string, int>> set) {
  Node& folder = ParentOf(path);
  folder.namings.push_back({std::move(set)});
  ApplyNames(folder.namings.back(), &folder.names);
}

void Disk::Flush(Node* node) {
  if (node->folder) {
    node->durable_names = node->names;
    node->namings.clear();
    return;
  }
  for (const Change& change : node->changes) {
    if (!change.doomed) Apply(change, &node->durable);
  }
  node->changes.clear();
}

void Disk::Follow(const Operation& o) {
  using Kind = Operation::Kind;
  if (IsSharedMemory(o)) return;
  const int id = Find(o.path);
  switch (o.kind) {
    case Kind::kCreate:
    case Kind::kMakeFolder:
      nodes_.push_back({o.kind == Kind::kMakeFolder, o.path, {}, {}, {}, {}, {}, {}});
      return SetNames(o.path, {{NameIn(o.path), static_cast<int>(nodes_.size()) - 1}});
    case Kind::kUnlink:
      return SetNames(o.path, {{NameIn(o.path), 0}});
    case Kind::kLink:
      return SetNames(o.other, {{NameIn(o.other), id}});
    case Kind::kRename:  // within one folder
      return SetNames(o.path, {{NameIn(o.other), id}, {NameIn(o.path), 0}});
    case Kind::kSync:
    case Kind::kFailedSync:
    case Kind::kWrite:
    case Kind::kTruncate:
      break;
  }
  if (id == 0) std::abort();  // a file that the journal did not see made
  Node& node = nodes_[id];
  if (o.kind == Kind::kSync) return Flush(&node);
  if (o.kind == Kind::kFailedSync) {
    for (Change& change : node.changes) change.doomed = true;
    return;
  }
  node.changes.push_back({o.kind == Kind::kTruncate, o.at, o.bytes, false});
  Apply(node.changes.back(), &node.cached);
}

std::string Disk::BytesAfterLoss(const Node& node, const Chooser& choose, std::mt19937_64* random) const {
  std::string bytes = node.durable;
  size_t widest = bytes.size();
  bool size_kept = false;
  for (const Change& change : node.changes) {
    const Fate fate = choose(node.path, false);
    widest = std::max<size_t>(widest, change.at + change.bytes.size());
    if (fate == Fate::kKept) Apply(change, &bytes);
    if (fate != Fate::kTorn) continue;
    if (change.truncate) continue;
    size_kept = size_kept || (*random)() % 2 == 0;
    for (size_t from = 0; from < change.bytes.size();) {  // by sectors of the file
      const size_t to = std::min(change.bytes.size(), (change.at + from) / kSector * kSector + kSector - change.at);
      if ((*random)() % 2 == 0) Apply({false, change.at + from, change.bytes.substr(from, to - from), false}, &bytes);
      from = to;
    }
  }
  if (size_kept && bytes.size() < widest) bytes.resize(widest, '\0');  // the size came to the disk, the bytes did not
  return bytes;
}

void Disk::Walk(int id, const std::string& path, const Chooser* choose, std::mt19937_64* random, Tree* out) const {
  const Node& node = nodes_[id];
  if (!node.folder) {
    (*out)[path] = choose ? BytesAfterLoss(node, *choose, random) : node.cached;
    return;
  }
  (*out)[absl::StrCat(path, "/")] = "";
  std::map<std::string, int> names = choose ? node.durable_names : node.names;
  if (choose) {
    for (const Naming& naming : node.namings) {
      if ((*choose)(node.path, true) != Fate::kLost) ApplyNames(naming, &names);
    }
  }
  for (const auto& [name, child] : names) Walk(child, absl::StrCat(path, "/", name), choose, random, out);
}

Tree Disk::AfterPowerLoss(const Chooser& choose, std::mt19937_64* random) const {
  Tree tree;
  Walk(kRoot, "", &choose, random, &tree);
  return tree;
}

Tree Disk::Cached() const {
  Tree tree;
  Walk(kRoot, "", nullptr, nullptr, &tree);
  return tree;
}

Tree Disk::AfterPowerLoss(uint64_t way) const {
  std::mt19937_64 random(way);
  return AfterPowerLoss(
      [&](const std::string&, bool names) {
        if (way < 3) return way == (names ? 1 : 2) ? Fate::kKept : Fate::kLost;
        const uint64_t drawn = random() % 3;
        return drawn == 0 ? Fate::kLost : drawn == 1 ? Fate::kKept : Fate::kTorn;
      },
      &random);
}

std::string PrintOf(const Tree& tree) {
  std::string all;
  for (const auto& [path, bytes] : tree) absl::StrAppend(&all, path, ":", bytes.size(), ":", bytes);
  return Sha256(all).hex();
}

}  // namespace tallystick
