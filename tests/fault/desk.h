// The real program at work in a folder of its own, with or without the shim of tests/fault/shim.cc under it.
#pragma once

#include <string>
#include <vector>

#include "tests/fault/disk.h"

namespace tallystick {

// One command of the story that all fault tests tell.
struct Step {
  std::vector<std::string> words;  // "$in" and "$book" stand for folders
  std::vector<std::string> names;  // what `tally list all` names because of it
};
// init, then recordings of every kind that touches the disk in its own way.
const std::vector<Step>& Story();

// What is to happen at which operation; see shim.cc. `at` 0: nothing.
struct Fault {
  long at = 0;
  std::string what;
};

struct Ended {
  int code = 0;    // exit code
  int signal = 0;  // that ended it; then there is no exit code
  std::string out, err;
};

class Desk {
 public:
  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // Runs one command; `before` stands before the program (strace and its arguments).
  Ended Run(const std::vector<std::string>& words, const std::vector<std::string>& before = {});
  // The same over the shim, which adds to journal().
  Ended RunWithFault(const std::vector<std::string>& words, const Fault& fault);
  std::vector<Operation> journal() const;
  void ForgetJournal();

  // The files below root(), and making them just these.
  Tree Take() const;
  void Put(const Tree& tree);

  const std::string& root() const { return root_; }  // casebook, keys, state
  std::string Path(const std::string& below) const { return root_ + below; }

  // A file beside root(), by strace.
  std::string ReadScratch(const std::string& name) const;

  // Starts a command and waits for none; Ended by Wait.
  int Start(const std::vector<std::string>& words, const std::string& tag);
  Ended Wait(int process, const std::string& tag);

 private:
  int Spawn(std::vector<std::string> words, std::vector<std::string> environment, const std::string& tag);
  std::string Filled(const std::string& word) const;

  std::string scratch_, root_;
};

// Calls `work(desk, i)` for every i below `count`, on two threads with a desk each; the problems that it returned, ""
// left out.
std::vector<std::string> Sweep(size_t count, const std::function<std::string(Desk& desk, size_t i)>& work);

// Prints a line about faults that were tried; the sum of all is printed at the end.
void Counted(const std::string& what, size_t points);

// TALLYSTICK_FAULTS=full: every point, else a slice that ends within a minute.
bool Full();

}  // namespace tallystick
