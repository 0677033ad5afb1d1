// `tally` in a folder of its own, with a seeded source of randomness and a clock that stands still: the same commands give
// the same bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/environment.h"

namespace tallystick {

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

// Makes a temporary folder and works in it until the end.
class SeededShell {
 public:
  SeededShell();
  ~SeededShell();
  SeededShell(const SeededShell&) = delete;
  SeededShell& operator=(const SeededShell&) = delete;

  // Runs one command; `input` is its standard input.
  Outcome Run(const std::vector<std::string>& arguments, const std::string& input = "");
  // The same from one line: words separated by spaces, double quotation marks around words with spaces.
  Outcome RunLine(const std::string& line, const std::string& input = "");

  // What the next passphrase prompts answer; by default a prompt fails the command.
  std::vector<std::string> passphrases;

  // What answers over the network; by default nobody.
  std::function<absl::StatusOr<FetchReply>(const FetchRequest&)> fetch;

  // What the clock says.
  std::string now = "2022-11-01T09:00:00Z";

  void Write(const std::string& name, const std::string& bytes) const;
  std::string Read(const std::string& name) const;
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path before_, folder_;
  uint64_t counter_ = 0;
};

// Words of a command line; "\n" inside quotation marks is a line feed.
std::vector<std::string> SplitWords(const std::string& line);

}  // namespace tallystick
