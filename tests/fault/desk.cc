#include "tests/fault/desk.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;

std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void WriteAll(const fs::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) std::abort();
}

// In memory where that can be had: nothing here depends on a real disk, and a real flush is slow.
fs::path Scratch() {
  const fs::path memory = "/dev/shm";
  return ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

const std::vector<Step>& Story() {
  static const std::vector<Step> story = {
      {{"init", "$book", "--no-passphrase"}, {}},
      {{"source", "add", "Agency", "--kind", "outlet"}, {"Agency"}},
      {{"capture", "add", "$in/dispatch.txt", "--title", "dispatch", "--publisher", "Agency"}, {"dispatch"}},
      {{"claim", "add", "some 60", "--in", "dispatch", "--quote", "some 60 members", "--by", "Agency", "--predicate",
        "killed", "--victims", "fighters", "--modality", "claimed", "--label", "sixty"},
       {"sixty"}},
      {{"import", "$in/more.jsonl"}, {"Second Agency", "second dispatch"}},
      {{"entity", "add", "Menaka", "--type", "place"}, {"Menaka"}},
  };
  return story;
}

Desk::Desk() {
  std::string name = (Scratch() / "tallystick-fault-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) std::abort();
  scratch_ = name;
  root_ = absl::StrCat(scratch_, "/root");
  fs::create_directories(root_);
  fs::create_directories(scratch_ + "/in");
  WriteAll(scratch_ + "/in/dispatch.txt", "The agency said that some 60 members were killed.\n");
  WriteAll(scratch_ + "/in/second.txt", "Nobody was killed, a second agency said.\n");
  WriteAll(
      scratch_ + "/in/more.jsonl",
      R"({"handle":"s","kind":"source","identity":{"kind":"outlet","names":[{"text":"Second Agency"}]}})"
      "\n"
      R"({"kind":"capture","file":"second.txt","origin":{"title":"second dispatch","publisher":"@s","how":"file"}})"
      "\n");
}

Desk::~Desk() {
  std::error_code ignored;
  fs::remove_all(scratch_, ignored);
}

std::string Desk::Filled(const std::string& word) const {
  return absl::StrReplaceAll(word, {{"$in", scratch_ + "/in"}, {"$book", root_ + "/book"}});
}

int Desk::Spawn(std::vector<std::string> words, std::vector<std::string> environment, const std::string& tag) {
  for (std::string& word : words) word = Filled(word);
  for (const char* always : {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"}) environment.push_back(always);
  environment.push_back(absl::StrCat("XDG_CONFIG_HOME=", root_, "/config"));
  environment.push_back(absl::StrCat("XDG_STATE_HOME=", root_, "/state"));
  environment.push_back(absl::StrCat("TALLYSTICK_CASEBOOK=", root_, "/book"));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  const std::string out = absl::StrCat(scratch_, "/out", tag), err = absl::StrCat(scratch_, "/err", tag);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t process = 0;
  const int error =
      posix_spawnp(&process, words[0].c_str(), &actions, nullptr, Pointers(words).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) std::abort();
  return process;
}

Ended Desk::Wait(int process, const std::string& tag) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  Ended ended;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  ended.out = ReadAll(absl::StrCat(scratch_, "/out", tag));
  ended.err = ReadAll(absl::StrCat(scratch_, "/err", tag));
  return ended;
}

int Desk::Start(const std::vector<std::string>& words, const std::string& tag) {
  std::vector<std::string> all = {TALLY_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  return Spawn(all, {}, tag);
}

Ended Desk::Run(const std::vector<std::string>& words, const std::vector<std::string>& before) {
  std::vector<std::string> all = before;
  all.push_back(TALLY_PROGRAM);
  all.insert(all.end(), words.begin(), words.end());
  return Wait(Spawn(all, {}, ""), "");
}

Ended Desk::RunWithFault(const std::vector<std::string>& words, const Fault& fault) {
  std::vector<std::string> all = {TALLY_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  return Wait(Spawn(all,
                    {absl::StrCat("LD_PRELOAD=", FAULT_SHIM), absl::StrCat("FAULT_ROOT=", root_),
                     absl::StrCat("FAULT_JOURNAL=", scratch_, "/journal"), absl::StrCat("FAULT_AT=", fault.at),
                     absl::StrCat("FAULT_DO=", fault.what)},
                    ""),
              "");
}

std::string Desk::ReadScratch(const std::string& name) const { return ReadAll(absl::StrCat(scratch_, "/", name)); }

std::vector<Operation> Desk::journal() const { return ReadJournal(scratch_ + "/journal", root_); }
void Desk::ForgetJournal() { ::unlink((scratch_ + "/journal").c_str()); }

Tree Desk::Take() const {
  Tree tree = {{"/", ""}};
  for (const auto& entry : fs::recursive_directory_iterator(root_)) {
    const std::string path = entry.path().string().substr(root_.size());
    if (entry.is_directory()) {
      tree[path + "/"] = "";
    } else if (!absl::EndsWith(path, "-shm")) {
      tree[path] = ReadAll(entry.path());
    }
  }
  return tree;
}

void Desk::Put(const Tree& tree) {
  fs::remove_all(root_);
  for (const auto& [path, bytes] : tree) {  // a folder stands before what is in it
    if (path.back() == '/') {
      fs::create_directories(root_ + path);
    } else {
      WriteAll(root_ + path, bytes);
      ::chmod((root_ + path).c_str(), 0600);
    }
  }
}

std::vector<std::string> Sweep(size_t count, const std::function<std::string(Desk& desk, size_t i)>& work) {
  std::mutex mutex;
  size_t next = 0;
  std::map<size_t, std::string> problems;  // in order, however the threads ran
  const auto run = [&] {
    Desk desk;
    while (true) {
      size_t i = 0;
      {
        const std::lock_guard<std::mutex> lock(mutex);
        if (next == count) return;
        i = next++;
      }
      std::string problem = work(desk, i);
      const std::lock_guard<std::mutex> lock(mutex);
      if (!problem.empty()) problems[i] = std::move(problem);
    }
  };
  std::thread other(run);
  run();
  other.join();
  std::vector<std::string> all;
  for (auto& [i, problem] : problems) all.push_back(std::move(problem));
  return all;
}

namespace {
size_t total = 0;

class PrintsTotal : public testing::Environment {
  void TearDown() override { std::cout << absl::StrFormat("%-52s %6d\n", "faults in all", total) << std::flush; }
};
const testing::Environment* const prints_total = testing::AddGlobalTestEnvironment(new PrintsTotal);
}  // namespace

void Counted(const std::string& what, size_t points) {
  total += points;
  std::cout << absl::StrFormat("%-52s %6d\n", what, points) << std::flush;
}

bool Full() {
  const char* asked = std::getenv("TALLYSTICK_FAULTS");
  return asked && std::string(asked) == "full";
}

}  // namespace tallystick
