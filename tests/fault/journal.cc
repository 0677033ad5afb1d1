#include "tests/fault/journal.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tallystick {
namespace {

using Kind = Operation::Kind;

const std::map<std::string, Kind>& Kinds() {
  static const std::map<std::string, Kind> kinds = {{"create", Kind::kCreate},          {"write", Kind::kWrite},
                                                    {"truncate", Kind::kTruncate},      {"sync", Kind::kSync},
                                                    {"mkdir", Kind::kMakeFolder},       {"unlink", Kind::kUnlink},
                                                    {"failed-sync", Kind::kFailedSync}, {"link", Kind::kLink},
                                                    {"rename", Kind::kRename}};
  return kinds;
}

std::string Below(absl::string_view path, absl::string_view root) { return std::string(absl::StripPrefix(path, root)); }

}  // namespace

std::vector<Operation> ReadJournal(const std::string& file, const std::string& root) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::vector<Operation> operations;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    if (end == std::string::npos) std::abort();  // the shim writes whole lines
    const std::vector<std::string> words = absl::StrSplit(text.substr(at, end - at), '\t');
    const size_t length = std::stoull(words.at(6));
    operations.push_back({Kinds().at(words[1]), words[2] == "sqlite", Below(words[3], root), Below(words[4], root),
                          std::stoull(words[5]), text.substr(end + 1, length), std::stol(words[0])});
    at = end + 1 + length;
  }
  return operations;
}

bool IsSharedMemory(const Operation& operation) { return absl::EndsWith(operation.path, "-shm"); }

std::string Describe(const Operation& o) {
  for (const auto& [name, kind] : Kinds()) {
    if (kind == o.kind) {
      return absl::StrCat(name, " ", o.path,
                          o.kind == Kind::kWrite ? absl::StrCat(" at ", o.at, ", ", o.bytes.size(), " bytes") : "");
    }
  }
  return "?";
}

}  // namespace tallystick
