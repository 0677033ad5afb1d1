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
    const size_t length = std::stoull(words.at(5));
    Operation o{Kinds().at(words[0]),  words[1] == "sqlite",  Below(words[2], root),
                Below(words[3], root), std::stoull(words[4]), text.substr(end + 1, length)};
    at = end + 1 + length;
    if (!absl::EndsWith(o.path, "-shm")) operations.push_back(std::move(o));
  }
  return operations;
}

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
