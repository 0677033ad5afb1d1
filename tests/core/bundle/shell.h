// Runs VERIFY.txt as a stranger does: bash, coreutils, unzip and openssl on the PATH and nothing else, no network where
// this machine lets a test have none.
#pragma once

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace tallystick {

class StrangersShell {
 public:
  StrangersShell();
  ~StrangersShell();

  struct Result {
    int exit_code = -1;
    std::string output;
  };
  // VERIFY.txt beside the ZIP, given its path.
  Result VerifyZip(absl::string_view zip);
  // Inside the folder that unzip makes of it.
  Result VerifyUnpacked(absl::string_view zip);
  // Any command, in the shell's folder, with the whole PATH.
  Result Run(const std::string& command);

  const std::filesystem::path& folder() const { return folder_; }
  bool without_network() const { return !isolate_.empty(); }

 private:
  std::string Strangers(const std::string& arguments) const;

  std::filesystem::path folder_;
  std::string isolate_;
};

}  // namespace tallystick
