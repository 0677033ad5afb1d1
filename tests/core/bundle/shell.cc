#include "tests/core/bundle/shell.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "core/bundle/verify_text.h"

namespace tallystick {

namespace fs = std::filesystem;

StrangersShell::StrangersShell() : folder_(fs::path(testing::TempDir()) / absl::StrCat("strangers_shell.", getpid())) {
  fs::remove_all(folder_);
  fs::create_directories(folder_ / "bin");
  for (const char* program : {"bash", "base64", "comm", "cut", "head", "mktemp", "rm", "sha256sum", "sort", "tr",
                              "uniq", "openssl", "unzip"}) {
    const Result found = Run(absl::StrCat("command -v ", program));
    EXPECT_EQ(found.exit_code, 0) << program << " is not installed";
    fs::create_symlink(found.output.substr(0, found.output.find('\n')), folder_ / "bin" / program);
  }
  std::ofstream(folder_ / "VERIFY.txt", std::ios::binary) << kVerifyText;
  for (const char* isolate : {"unshare -n ", "unshare -rn "}) {
    if (isolate_.empty() && Run(absl::StrCat(isolate, "true")).exit_code == 0) isolate_ = isolate;
  }
}

StrangersShell::~StrangersShell() { fs::remove_all(folder_); }

std::string StrangersShell::Strangers(const std::string& arguments) const {
  return absl::StrCat(isolate_, "env -i PATH='", (folder_ / "bin").string(), "' TMPDIR='", folder_.string(), "' ",
                      (folder_ / "bin/bash").string(), " ", arguments);
}

StrangersShell::Result StrangersShell::Run(const std::string& command) {
  const fs::path log = folder_ / "output.txt";
  const int status =
      std::system(absl::StrCat("cd '", folder_.string(), "' && { ", command, "; } >'", log.string(), "' 2>&1").c_str());
  std::ostringstream output;
  output << std::ifstream(log).rdbuf();
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output.str()};
}

StrangersShell::Result StrangersShell::VerifyZip(absl::string_view zip) {
  std::ofstream(folder_ / "bundle.zip", std::ios::binary) << zip;
  return Run(Strangers("VERIFY.txt bundle.zip"));
}

StrangersShell::Result StrangersShell::VerifyUnpacked(absl::string_view zip) {
  std::ofstream(folder_ / "bundle.zip", std::ios::binary) << zip;
  fs::remove_all(folder_ / "unpacked");
  return Run(absl::StrCat("unzip -q bundle.zip -d unpacked && cd unpacked/* && ", Strangers("../../VERIFY.txt")));
}

}  // namespace tallystick
