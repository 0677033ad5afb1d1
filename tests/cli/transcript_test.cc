// Transcripts of whole sessions, compared byte by byte: tests/golden/*.txt. A line "$ tally …" is run in a seeded shell and
// what follows is its output; "[exit N]" stands behind it when N is not 0; "> FILE" writes the lines up to "." to a file.
// With TALLYSTICK_UPDATE_GOLDEN=1 the files are written anew: read the difference before keeping it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

std::string Replay(const std::string& transcript) {
  SeededShell shell;
  const std::vector<std::string> lines = absl::StrSplit(transcript, '\n');
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (absl::StartsWith(lines[i], "# ")) absl::StrAppend(&out, lines[i], "\n");
    if (absl::StartsWith(lines[i], "> ")) {
      const std::string name = lines[i].substr(2);
      std::string text;
      for (++i; i < lines.size() && lines[i] != "."; ++i) absl::StrAppend(&text, lines[i], "\n");
      shell.Write(name, text);
      absl::StrAppend(&out, "> ", name, "\n", text, ".\n");
    }
    if (!absl::StartsWith(lines[i], "$ tally ")) continue;
    const Outcome outcome = shell.RunLine(lines[i].substr(8));
    absl::StrAppend(&out, lines[i], "\n", outcome.out, outcome.err);
    if (outcome.code != 0) absl::StrAppend(&out, "[exit ", outcome.code, "]\n");
  }
  return out;
}

TEST(TranscriptTest, SessionsAreAsRecorded) {
  const bool update = std::getenv("TALLYSTICK_UPDATE_GOLDEN") != nullptr;
  const std::filesystem::path folder = std::filesystem::absolute("tests/golden");
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string expected(std::istreambuf_iterator<char>(file), {});
    const std::string actual = Replay(expected);
    if (update) std::ofstream(entry.path(), std::ios::binary) << actual;
    EXPECT_EQ(actual, update ? actual : expected) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace tallystick
