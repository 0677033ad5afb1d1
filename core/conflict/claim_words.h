// The words around a claim as the copy rules compare them: folded, with the casebook's own names found in them
// (docs/conflict-rules.md, "suspected-copy"). Internal to this folder. Pure.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/conflict/run.h"

namespace tallystick {

// Words that decide whether a wording is shared.
inline constexpr size_t kShingleWords = 8;

struct ClaimWords {
  // Runs of words as they stand in the capture; a name of several words is one word.
  std::vector<std::vector<std::string>> runs;
  std::set<std::pair<Entity, std::string>> names;  // entities with the folded spelling used
};

class WordReader {
 public:
  explicit WordReader(const ConflictRun& run);
  // Of the quote with what stands around it, and of its passages.
  ClaimWords Read(const ClaimView& claim) const;

 private:
  // Names as a tree: a node is what a name begins with, its children are by the next word.
  struct Node {
    std::map<std::string, int, std::less<>> next;
    bool ends = false;             // a name ends here
    std::vector<Entity> entities;  // that are called so
  };
  void Add(const std::string& name, Entity entity);
  // The longest name that begins at words[at], and how many words it has; 0 where none does.
  std::pair<const Node*, size_t> NameAt(const std::vector<absl::string_view>& words, size_t at) const;
  void ReadRun(absl::string_view text, bool cut_before, bool cut_after, ClaimWords* out) const;

  std::vector<Node> names_;  // the root first
};

// "a b c" in [at, at + kShingleWords).
std::string ShingleAt(const std::vector<std::string>& run, size_t at);

// Another way of writing it rather than another name: of five letters or more, and few of them differ.
bool IsOtherSpelling(const std::string& a, const std::string& b);

}  // namespace tallystick
