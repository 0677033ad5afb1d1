// Runs a fuzz target without a fuzzer: over every file of its corpus, then over seeded mutations of them.
//   slot_fuzz FOLDER [MUTATIONS [SEED]]   |   slot_fuzz FILE   runs that one input
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"

// Present when a sanitizer is linked in: its own errors end the process without a signal.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxInput = 1 << 20;

std::string running;  // the input that a crash has to be reproduced with

void SaveInput() {
  static constexpr char kName[] = "crash-input";
  std::ofstream(kName, std::ios::binary) << running;
  std::cerr << "the input (" << running.size() << " bytes) is in " << fs::absolute(kName) << std::endl;
}

extern "C" void OnSignal(int signal) {
  SaveInput();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

// Whether the target took the input, so that it came to ask what it promises.
bool Run(std::string input) {
  running = std::move(input);
  const uint64_t before = tallystick::promises_asked;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(running.data()), running.size());
  return tallystick::promises_asked > before;
}

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Mutator {
 public:
  explicit Mutator(uint64_t seed) : random_(seed) {}

  std::string Mutate(const std::vector<std::string>& corpus) {
    std::string input = Pick(corpus);
    for (size_t n = 1 + Below(4); n > 0; --n) Change(corpus, &input);
    return input.substr(0, kMaxInput);
  }

 private:
  size_t Below(size_t limit) { return random_() % std::max<size_t>(limit, 1); }
  const std::string& Pick(const std::vector<std::string>& corpus) { return corpus[Below(corpus.size())]; }

  void Change(const std::vector<std::string>& corpus, std::string* input) {
    static constexpr char kBytes[] = " \t\r\n\"'{}[],:;\\/.*#+-_=@0123456789aAfFuzZ\0\x7f\x80\xbf\xc3\xe2\xed\xf4\xff";
    const char byte = kBytes[Below(sizeof kBytes)];
    const size_t at = Below(input->size() + 1), length = Below(std::min<size_t>(input->size() - at, 32) + 1);
    switch (Below(8)) {
      case 0:
        if (at < input->size()) (*input)[at] ^= static_cast<char>(1 << Below(8));
        return;
      case 1:
        if (at < input->size()) (*input)[at] = static_cast<char>(Below(256));
        return;
      case 2:
        if (at < input->size()) (*input)[at] = byte;
        return;
      case 3:
        input->insert(at, 1 + Below(3), byte);
        return;
      case 4:
        input->erase(at, length);
        return;
      case 5:
        input->insert(Below(input->size() + 1), input->substr(at, length));
        return;
      case 6:
        input->resize(at);
        return;
      default: {
        const std::string& other = Pick(corpus);
        const size_t from = Below(other.size() + 1);
        input->insert(at, other.substr(from, Below(64)));
      }
    }
  }

  std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: " << argv[0] << " CORPUS [MUTATIONS [SEED]]\n";
    return 2;
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, OnSignal);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(SaveInput);
  std::vector<fs::path> files;
  if (fs::is_directory(argv[1])) {
    for (const auto& entry : fs::directory_iterator(argv[1])) files.push_back(entry.path());
  } else {
    files.push_back(argv[1]);
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const fs::path& file : files) corpus.push_back(Read(file));
  if (corpus.empty()) {
    std::cerr << argv[1] << " holds no inputs\n";
    return 2;
  }
  size_t taken = 0;
  for (const std::string& input : corpus) taken += Run(input);
  Run("");
  std::cout << corpus.size() << " inputs, " << taken << " taken" << std::endl;
  const uint64_t mutations = argc > 2 ? std::stoull(argv[2]) : 0;
  const uint64_t seed = argc > 3 ? std::stoull(argv[3]) : std::random_device()();
  Mutator mutator(seed);
  std::cout << mutations << " mutations, seed " << seed << std::flush;
  size_t mutants = 0;
  for (uint64_t i = 0; i < mutations; ++i) mutants += Run(mutator.Mutate(corpus));
  std::cout << ", " << mutants << " taken" << std::endl;
  if (taken > 0 || argc == 2) return 0;
  std::cerr << "every input of the corpus was refused: nothing was tested\n";
  return 1;
}
