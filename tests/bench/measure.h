// What the bench measures, a function a section. Each prints its figures beside floors that it measures itself.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace tallystick {

struct Sizes {
  int import = 10'000;
  std::vector<int> scaling = {1'000, 10'000, 40'000};
  std::vector<int> table = {1'000, 4'000, 16'000, 64'000};
  int singles = 200, groups = 20, group = 32;
  int checked = 20'000;  // submissions of one record
  int files = 20'000;    // records in submissions of 128, and files in git
  int leaves = 1'000'000, proofs = 100'000;
  int reports = 100'000;  // claims whose origins are counted; ten edges each
  std::vector<int> counts = {100'000, 1'000'000, 3'000'000};  // claims on counts
  int joined = 1'000'000;                                   // as many at most that SQLite joins with themselves
  std::vector<int> explained = {10, 100, 1'000, 5'000};     // claims that hang together
};

// Gone with the object.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / absl::StrCat("tallystick_bench.", ::getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void MeasureImport(const Sizes& sizes, const Folder& folder);
void MeasureAppend(const Sizes& sizes, const Folder& folder);
void MeasureCheckOfSingles(const Sizes& sizes, const Folder& folder);
// In a process that does nothing else, so that its memory is that of the check.
void PrintMemoryOfCheck(const std::string& casebook_folder);
void MeasureCheckBesideGit(const Sizes& sizes, const Folder& folder);
void MeasureTree(const Sizes& sizes, const Folder& folder);
void MeasureScaling(const Sizes& sizes, const Folder& folder);
void MeasureOneTable(const Sizes& sizes, const Folder& folder);
void MeasureOrigins(const Sizes& sizes, const Folder& folder);
void MeasureConflicts(const Sizes& sizes, const Folder& folder);

}  // namespace tallystick
