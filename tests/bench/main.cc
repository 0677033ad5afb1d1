// Measures the store beside floors of the same run: plain SQLite with the same bytes, this machine's Ed25519, git.
//   tallystick_bench [--smoke|--full|--records N] [--only NAME]
// --smoke: tiny sizes, to see that it runs; --full: a million records in the sections import, singles and git.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/bench/measure.h"

namespace tallystick {
namespace {

struct Section {
  const char* name;
  void (*measure)(const Sizes&, const Folder&);
};

constexpr Section kSections[] = {{"import", MeasureImport},      {"singles", MeasureCheckOfSingles},
                                 {"git", MeasureCheckBesideGit}, {"append", MeasureAppend},
                                 {"tree", MeasureTree},          {"scaling", MeasureScaling},
                                 {"table", MeasureOneTable},     {"origins", MeasureOrigins},
                                 {"conflicts", MeasureConflicts}};

int Usage() {
  std::fprintf(stderr, "usage: tallystick_bench [--smoke|--full|--records N] [--only NAME]\nNAME:");
  for (const Section& section : kSections) std::fprintf(stderr, " %s", section.name);
  std::fprintf(stderr, "\n");
  return 2;
}

int Main(int argc, char** argv) {
  Sizes sizes;
  const char* only = nullptr;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--smoke") == 0) {
      sizes = {200, {50, 100, 200}, {50, 100, 200}, 3, 2, 4, 60, 100, 1'000, 100, 500, {300, 1'000, 3'000}, 1'000,
               {10, 50}};
    } else if (std::strcmp(argv[i], "--full") == 0) {
      sizes.import = sizes.checked = sizes.files = 1'000'000;
    } else if (std::strcmp(argv[i], "--records") == 0 && i + 1 < argc) {
      sizes.import = sizes.checked = sizes.files = sizes.reports = std::max(1, std::atoi(argv[++i]));
    } else if (std::strcmp(argv[i], "--check") == 0 && i + 1 < argc) {  // by the section singles
      PrintMemoryOfCheck(argv[i + 1]);
      return 0;
    } else if (std::strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
      only = argv[++i];
    } else {
      return Usage();
    }
  }
  std::printf("tallystick_bench: ratio 1 means as fast as the floor\n");
  const Folder folder;
  bool any = false;
  for (const Section& section : kSections) {
    if (only != nullptr && std::strcmp(only, section.name) != 0) continue;
    section.measure(sizes, folder);
    std::fflush(stdout);
    any = true;
  }
  return any ? 0 : Usage();
}

}  // namespace
}  // namespace tallystick

int main(int argc, char** argv) { return tallystick::Main(argc, argv); }
