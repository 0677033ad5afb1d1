#include "tests/architecture/include_rules.h"

#include <cctype>

#include "tests/architecture/source_tree.h"

namespace tallystick {
namespace {

struct Rule {
  std::string folder;
  std::vector<std::string> may;  // besides the folder itself
};

// The first rule whose folder holds a file decides.
const std::vector<Rule>& FolderRules() {
  static const std::vector<Rule> rules = {
      {"proto/", {}},
      {"core/base/", {"proto/"}},
      {"core/merkle/", {"proto/", "core/base/"}},
      {"core/sign/", {"proto/", "core/base/", "core/merkle/"}},
      {"core/quote/", {"proto/", "core/base/"}},
      {"core/quantity/", {"proto/", "core/base/"}},
      {"core/record/", {"proto/", "core/base/", "core/quantity/"}},
      {"core/query/", {"proto/", "core/base/", "core/record/"}},
      {"core/extract/", {"proto/", "core/base/", "core/quote/", "core/quantity/"}},
      {"core/provenance/", {"proto/", "core/base/", "core/record/"}},
      {"core/linear/", {"core/base/"}},
      {"core/message/", {"core/base/"}},
      {"core/conflict/",
       {"proto/", "core/base/", "core/quote/", "core/quantity/", "core/record/", "core/provenance/", "core/linear/",
        "core/message/"}},
      {"core/bundle/",
       {"proto/", "core/base/", "core/merkle/", "core/sign/", "core/record/", "core/query/", "core/provenance/",
        "core/conflict/"}},
      {"store/", {"proto/", "core/"}},
      {"cli/fetch/", {"core/base/", "cli/fetch.h"}},
      {"cli/worker/", {"core/base/", "core/quote/"}},
      {"cli/verify/", {"proto/", "core/"}},
      {"cli/", {"proto/", "core/", "store/"}},
      {"tests/", {"proto/", "core/", "store/", "cli/"}},
  };
  return rules;
}

// Libraries by the beginning of their headers' names, with the folders that may use them; none named: all.
const std::vector<Rule>& LibraryRules() {
  static const std::vector<Rule> rules = {
      {"absl/random/", {"cli/", "tests/"}},
      {"absl/time/clock.h", {"cli/", "tests/"}},
      {"absl/", {}},
      {"google/protobuf/", {}},
      {"openssl/rand.h", {"cli/", "tests/"}},
      {"openssl/", {}},
      {"unicode/", {}},
      {"gmpxx.h", {"core/linear/", "tests/core/linear/"}},
      {"z3++.h", {"tests/core/linear/oracle.cc", "tests/core/conflict/joint_oracle_test.cc"}},
      {"sqlite3.h", {"store/sqlite/", "tests/"}},
      {"CLI/", {"cli/", "tests/"}},
      {"curl/", {"cli/fetch/"}},
      {"boost/", {"cli/witness/http_server.cc"}},
      {"gtest/", {"tests/"}},
      {"gmock/", {"tests/"}},
      {"nlohmann/", {"tests/"}},
  };
  return rules;
}

const std::vector<std::string>& ImpureHeaders() {
  static const std::vector<std::string> headers = {
      "condition_variable", "ctime",      "dirent.h", "fcntl.h", "filesystem", "fstream", "future",
      "iostream",           "mutex",      "netdb.h",  "poll.h",  "random",     "spawn.h", "stdio.h",
      "stdlib.h",           "stop_token", "thread",   "time.h",  "unistd.h"};
  return headers;
}

bool AnyBegins(const std::string& path, const std::vector<std::string>& beginnings) {
  for (const std::string& beginning : beginnings) {
    if (StartsWith(path, beginning)) return true;
  }
  return false;
}

std::string WhySystemHeaderForbidden(const std::string& path, const std::string& header) {
  static const std::vector<std::string> kernel = {"sys/", "linux/", "net/", "netinet/", "arpa/"};
  const bool of_kernel = AnyBegins(header, kernel);
  if (!of_kernel && header.find('/') != std::string::npos) {
    return header + " belongs to no library that docs/architecture.md and tests/architecture/include_rules.cc name";
  }
  if (!StartsWith(path, "core/")) return "";
  bool impure = of_kernel;
  for (const std::string& name : ImpureHeaders()) impure = impure || header == name;
  return impure ? "core is pure logic and must not include <" + header + ">; pass the value in from cli or store" : "";
}

}  // namespace

std::string WhyForbidden(const std::string& path, const std::string& included) {
  const Rule* rule = nullptr;
  for (const Rule& candidate : FolderRules()) {
    if (!rule && StartsWith(path, candidate.folder)) rule = &candidate;
  }
  if (!rule) return path + " lies in a folder without a rule; add one to tests/architecture/include_rules.cc";
  if (AnyBegins(included, {"proto/", "core/", "store/", "cli/", "tests/"})) {
    if (StartsWith(included, rule->folder) || AnyBegins(included, rule->may)) return "";
    return rule->folder + " must not include " + included;
  }
  for (const Rule& library : LibraryRules()) {
    if (!StartsWith(included, library.folder)) continue;
    return library.may.empty() || AnyBegins(path, library.may) ? "" : rule->folder + " must not include " + included;
  }
  if (EndsWith(included, ".proto") || (EndsWith(included, ".h") && included.find("../") != std::string::npos)) {
    return included + " must be named from the root of the tree";
  }
  return WhySystemHeaderForbidden(path, included);
}

std::vector<std::string> ImpureWords(const std::string& source) {
  static const std::vector<std::string> words = {
      "now(",   "Now(",          "time(nullptr", "clock_gettime",   "gettimeofday",      "getenv",
      "RAND_",  "random_device", "mt19937",      "EVP_PKEY_keygen", "EVP_PKEY_Q_keygen", "EVP_PKEY_generate",
      "fopen(", "BIO_new_file"};
  const std::string code = CodeOf(source);
  std::vector<std::string> found;
  for (const std::string& word : words) {
    for (size_t at = code.find(word); at != std::string::npos; at = code.find(word, at + 1)) {
      const char before = at ? code[at - 1] : ' ';
      if (std::isalnum(static_cast<unsigned char>(before)) || before == '_') continue;
      found.push_back(word);
      break;
    }
  }
  return found;
}

}  // namespace tallystick
