#include "tests/cli/seeded_shell.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/command_line.h"
#include "core/base/digest.h"

namespace tallystick {

SeededShell::SeededShell() : before_(std::filesystem::current_path()) {
  std::string name = (std::filesystem::temp_directory_path() / "tallystick-shell-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  folder_ = name;
  std::filesystem::current_path(folder_);
}

SeededShell::~SeededShell() {
  std::filesystem::current_path(before_);
  std::filesystem::remove_all(folder_);
}

Outcome SeededShell::Run(const std::vector<std::string>& arguments, const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out, err;
  Environment e;
  e.now = [this] { return now; };
  e.random = [this](size_t bytes) {
    std::string stream;
    while (stream.size() < bytes) stream += std::string(Sha256(absl::StrCat("seeded ", counter_++)).view());
    return stream.substr(0, bytes);
  };
  e.ask_passphrase = [this](const std::string&) -> absl::StatusOr<std::string> {
    if (passphrases.empty()) return absl::FailedPreconditionError("there is no terminal to ask on");
    std::string next = passphrases.front();
    passphrases.erase(passphrases.begin());
    return next;
  };
  e.fetch = [this](const FetchRequest& request) -> absl::StatusOr<FetchReply> {
    if (fetch) return fetch(request);
    return absl::UnavailableError(absl::StrCat(request.url, ": nobody answers"));
  };
  e.state_folder = "state";
  e.key_folder = "keys";  // this folder is the working one; golden output must not name it
  e.state_folder = "state";
  e.fetch = [this](const FetchRequest& request) -> absl::StatusOr<FetchReply> {
    if (!fetch) return absl::UnavailableError("there is no network");
    return fetch(request);
  };
  e.in = &in;
  e.out = &out;
  e.err = &err;
  const int code = RunCommandLine(e, arguments);
  return {code, out.str(), err.str()};
}

Outcome SeededShell::RunLine(const std::string& line, const std::string& input) { return Run(SplitWords(line), input); }

void SeededShell::Write(const std::string& name, const std::string& bytes) const {
  std::ofstream(folder_ / name, std::ios::binary) << bytes;
}

std::string SeededShell::Read(const std::string& name) const {
  std::ifstream file(folder_ / name, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<std::string> SplitWords(const std::string& line) {
  std::vector<std::string> words;
  bool quoted = false, open = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
      if (!open) words.emplace_back();
      open = true;
    } else if (c == ' ' && !quoted) {
      open = false;
    } else {
      if (!open) words.emplace_back();
      open = true;
      words.back().push_back(c);
    }
  }
  for (std::string& word : words) word = absl::StrReplaceAll(word, {{"\\n", "\n"}});
  return words;
}

}  // namespace tallystick
