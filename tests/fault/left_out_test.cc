// Mutants of the program with one class of flushes left out: each must be seen, or its reason for being stands here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/fault/judge.h"

namespace tallystick {
namespace {

bool IsWal(const Operation& o) { return o.path == "/book/casebook.db-wal"; }

// What a flush of the write-ahead log is for, by what was written before and is written after it.
std::string ClassOfWalFlush(const std::vector<Operation>& all, size_t at) {
  size_t written = 0;
  for (size_t i = at; i-- > 0 && !(IsWal(all[i]) && all[i].kind == Operation::Kind::kSync);) {
    if (IsWal(all[i])) written += all[i].bytes.size();
    if (IsWal(all[i]) && all[i].kind == Operation::Kind::kCreate) break;
  }
  if (written <= 32) return "casebook.db-wal, its header";
  for (size_t i = at + 1; i < all.size(); ++i) {
    if (IsSharedMemory(all[i])) continue;
    return all[i].path == "/book/casebook.db" ? "casebook.db-wal, before it is copied" : "casebook.db-wal, a commit";
  }
  return "casebook.db-wal, a commit";
}

// Names every flush by what it keeps.
std::string ClassOf(const std::vector<Operation>& all, size_t at) {
  const Operation& o = all[at];
  const std::string& path = o.path;
  const auto in = [&path](const char* folder) { return absl::StartsWith(path, folder); };
  if (path.empty()) return "the folder above casebook, keys and state";
  if (IsWal(o)) return ClassOfWalFlush(all, at);
  if (path == "/book/casebook.db") {
    return at + 1 < all.size() && absl::EndsWith(all[at + 1].path, "-journal") ? "casebook.db, made"
                                                                               : "casebook.db, copied to";
  }
  if (path == "/book/casebook.db-journal") return "casebook.db-journal";
  if (path == "/book") return o.sqlite ? "the casebook, by SQLite" : "the casebook, by the program";
  if (path == "/book/captures") return "captures";
  if (in("/book/captures/")) return absl::EndsWith(path, ".new") ? "a capture" : "a folder of captures";
  if (path == "/book-recovery") return "the folder of recovery keys";
  if (in("/book-recovery/")) return "a recovery key";
  if (path == "/config") return "the folder above config/tallystick";
  if (path == "/config/tallystick") return "the folder above the keys";
  if (path == "/config/tallystick/keys") return "the folder of keys";
  if (absl::StrContains(path, ".pub.pem.")) return "a public key";
  if (in("/config/") && absl::StrContains(path, ".recovery.")) return "the id of a recovery key";
  if (in("/config/")) return "a private key";
  if (path == "/state") return "the folder above state/tallystick";
  if (path == "/state/tallystick") return "the folder of what was last seen";
  if (in("/state/")) return absl::EndsWith(path, ".head") ? "last seen, replaced" : "last seen, made";
  return path;
}

// Flushes that nothing here needs, and why they stay.
const std::map<std::string, std::string>& Unneeded() {
  static const std::map<std::string, std::string> unneeded = {
      {"casebook.db-wal, its header",
       "SQLite's; for a log that is written again from its beginning, ours is a new file"},
      {"the casebook, by the program",
       "SQLite flushes that folder too before a commit. But it says nothing when that fails: then ours is the only "
       "one, "
       "and PowerLoss.WhatALaterProcessFound... misses it"},
  };
  return unneeded;
}

// Beside the ways of Disk::AfterPowerLoss: loses what these flushes would have kept and nothing else.
constexpr uint64_t kOnlyThis = ~uint64_t{0};

Tree Lose(const Disk& disk, uint64_t way, const std::set<std::string>& paths) {
  if (way != kOnlyThis) return disk.AfterPowerLoss(way);
  return disk.AfterPowerLoss(
      [&paths](const std::string& path, bool) { return paths.count(path) ? Disk::Fate::kLost : Disk::Fate::kKept; },
      nullptr);
}

// In what state the mutant without flushes of one class breaks a promise; "" when in none that was tried.
std::string FindViolation(Desk& desk, const std::string& left_out, uint64_t ways, std::set<std::string>* met) {
  const Undisturbed& told = TheStory();
  std::set<std::string> paths;
  for (size_t i = 0; i < told.operations.size(); ++i) {
    if (told.operations[i].kind == Operation::Kind::kSync && ClassOf(told.operations, i) == left_out) {
      paths.insert(told.operations[i].path.empty() ? "/" : told.operations[i].path);
    }
  }
  // First where something was just acknowledged: most is lost there.
  for (const bool marks : {true, false}) {
    Disk disk;
    size_t steps = 0;
    bool mutated = false;
    for (size_t at = 0; at <= told.operations.size(); ++at) {
      while (steps + 1 < told.marks.size() && told.marks[steps + 1].operations <= at) ++steps;
      const bool mark = at == told.marks[steps].operations && at > 0;
      std::vector<uint64_t> tried = {0, kOnlyThis, 1, 2};
      for (uint64_t k = 0; k < ways; ++k) tried.push_back(3 + at * ways + k);
      for (uint64_t way : tried) {
        if (!mutated || mark != marks) break;
        const Tree tree = Lose(disk, way, paths);
        if (!met->insert(absl::StrCat(steps, PrintOf(tree))).second) continue;
        desk.Put(tree);
        const std::string problem = Judge(desk, AfterSteps(steps));
        if (problem.empty()) continue;
        return absl::StrCat("after ", at, ": ", problem.substr(0, std::min<size_t>(problem.find('\n'), 90)));
      }
      if (at == told.operations.size()) break;
      const bool skipped =
          told.operations[at].kind == Operation::Kind::kSync && ClassOf(told.operations, at) == left_out;
      mutated = mutated || skipped;
      if (!skipped) disk.Follow(told.operations[at]);
    }
  }
  return "";
}

TEST(FlushLeftOut, EveryFlushIsMissedOrHasItsReason) {
  const Undisturbed& told = TheStory();
  std::map<std::string, int> classes;
  for (size_t i = 0; i < told.operations.size(); ++i) {
    if (told.operations[i].kind == Operation::Kind::kSync) ++classes[ClassOf(told.operations, i)];
  }
  std::vector<std::string> names;
  for (const auto& [name, times] : classes) {
    if (Full() || Unneeded().count(name) == 0) names.push_back(name);
  }
  std::vector<std::string> found(names.size());
  std::vector<size_t> tried(names.size());
  Sweep(names.size(), [&](Desk& desk, size_t i) {
    std::set<std::string> met;
    found[i] = FindViolation(desk, names[i], /*ways=*/8, &met);
    tried[i] = met.size();
    return "";
  });
  for (size_t i = 0; i < names.size(); ++i) {
    const bool unneeded = Unneeded().count(names[i]) > 0;
    Counted(absl::StrCat("left out: ", names[i]), tried[i]);
    std::cout << "    " << (found[i].empty() ? "nothing is lost" : found[i]) << "\n";
    EXPECT_EQ(found[i].empty(), unneeded)
        << names[i] << ": " << (unneeded ? "is needed after all: " + found[i] : "nothing misses it");
  }
  for (const auto& [name, reason] : Unneeded()) EXPECT_EQ(classes.count(name), 1) << name << " does not occur";
}

}  // namespace
}  // namespace tallystick
