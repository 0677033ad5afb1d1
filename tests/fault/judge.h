// What must hold after a fault and a restart, whatever the fault was. docs/faults.md, "What must hold".
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/fault/desk.h"

namespace tallystick {

// The story told once without a fault.
struct Undisturbed {
  std::vector<Operation> operations;
  struct Mark {         // after a step was acknowledged
    size_t operations;  // done by then, in the journal
    Tree tree;          // of files
    uint64_t log_size;
    std::map<std::string, std::string> checkpoints;  // origin, size → root
  };
  std::vector<Mark> marks;  // [0] is before the first step, [k] after k steps
};
const Undisturbed& TheStory();  // told when first asked

// What the world was told before the fault.
struct Acknowledged {
  size_t steps = 0;                                // of the story
  uint64_t log_size = 0;                           // then
  std::map<std::string, std::string> checkpoints;  // that may have been seen: origin, size → root
  Tree keys;                                       // files that must have outlived everything
};
// After so many steps of TheStory().
Acknowledged AfterSteps(size_t steps);
// The keys in a tree, own ones and recovery keys.
Tree KeysIn(const Tree& tree);

// Judges what lies below desk.root(): runs `check`, the next step of the story again, `check`, `list`, and compares.
// What is wrong, "" when nothing is.
std::string Judge(Desk& desk, const Acknowledged& acknowledged);

// The parts, for tests that go another way.
std::string MustPass(const char* what, const Ended& ended);
std::string CheckPasses(Desk& desk);
// Checkpoints in the casebook and in what was last seen, joined to `*all`; what is wrong when two of one size differ.
std::string GatherCheckpoints(const Desk& desk, std::map<std::string, std::string>* all);
// Names of all records as `list` shows them, with how often.
std::map<std::string, int> NamesIn(Desk& desk);

}  // namespace tallystick
