// A pessimistic disk: what may be left of a folder when the power fails. docs/faults.md, "Power loss".
//
// What was written to a file since it was last flushed may be lost, kept, or torn between sectors of 512 bytes, each
// write by itself; so may a file's size. Names made or removed since their folder was last flushed may be lost or kept,
// each by itself. Flushing a file does not keep its name. What a flush reported as failed is never kept by a later one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/fault/journal.h"

namespace tallystick {

// Files and folders by path from the root; a folder's path ends in '/'.
using Tree = std::map<std::string, std::string>;

class Disk {
 public:
  Disk();

  // Follows one operation that was done. Shared memory is passed over.
  void Follow(const Operation& operation);

  // What becomes of one unflushed change.
  enum class Fate { kLost, kKept, kTorn };
  // Asked for every change: `path` of the file whose bytes, or of the folder whose `names` are meant.
  using Chooser = std::function<Fate(const std::string& path, bool names)>;
  // The folder as it may be found after a power loss now. `random` tears; it is not used without kTorn.
  Tree AfterPowerLoss(const Chooser& choose, std::mt19937_64* random) const;

  // As a process sees it now.
  Tree Cached() const;

  // Ways to lose, for tests to go through: 0 loses all, 1 the bytes but no names, 2 the names but no bytes, others take
  // a seeded fate for each change and tear.
  Tree AfterPowerLoss(uint64_t way) const;

 private:
  struct Change {  // of a file
    bool truncate = false;
    uint64_t at = 0;
    std::string bytes;
    bool doomed = false;  // its flush failed
  };
  struct Naming {  // in a folder: the names set, 0 for removed
    std::vector<std::pair<std::string, int>> set;
  };
  struct Node {
    bool folder = false;
    std::string path;  // when it was made
    std::string durable, cached;
    std::vector<Change> changes;
    std::map<std::string, int> durable_names, names;
    std::vector<Naming> namings;
  };

  static void Apply(const Change& change, std::string* bytes);
  static void ApplyNames(const Naming& naming, std::map<std::string, int>* names);
  int Find(const std::string& path) const;
  Node& ParentOf(const std::string& path);
  void SetNames(const std::string& path, std::vector<std::pair<std::string, int>> set);
  void Flush(Node* node);
  std::string BytesAfterLoss(const Node& node, const Chooser& choose, std::mt19937_64* random) const;
  void Walk(int id, const std::string& path, const Chooser* choose, std::mt19937_64* random, Tree* out) const;

  std::vector<Node> nodes_;
};

// A digest over a tree, to know one that was met before.
std::string PrintOf(const Tree& tree);

}  // namespace tallystick
