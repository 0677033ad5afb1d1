// What the program did to its files, as tests/fault/shim.cc writes it down: one line an operation, tabs between
// number, operation, caller, path, other path, offset or size, length; then that many bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tallystick {

struct Operation {
  enum class Kind { kCreate, kWrite, kTruncate, kSync, kFailedSync, kMakeFolder, kUnlink, kLink, kRename };
  Kind kind;
  bool sqlite = false;  // called by SQLite, not by the program itself
  std::string path;     // from the root: "/book/casebook.db"
  std::string other;    // the new name of kLink and kRename
  uint64_t at = 0;      // of a write: where; of kTruncate: the new size
  std::string bytes;
  long number = 0;  // in its process, from 1
};

// Operations on an index of SQLite's write-ahead log in shared memory (-shm) are left out: it is made anew after a
// crash.
std::vector<Operation> ReadJournal(const std::string& file, const std::string& root);

// The index of SQLite's write-ahead log in shared memory (-shm) is made anew after a crash; no disk needs to keep it.
bool IsSharedMemory(const Operation& operation);

// A line for a person.
std::string Describe(const Operation& operation);

}  // namespace tallystick
