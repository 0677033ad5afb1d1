#include "core/bundle/layout.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/sign/lines.h"

namespace tallystick {
namespace {

constexpr absl::string_view kDataFolder = "data/";
constexpr absl::string_view kKeys = "data/keys/";
constexpr absl::string_view kCaptures = "data/captures/";
constexpr absl::string_view kLogs = "data/logs/";

bool IsExtension(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); });
}

// Takes the id before `separator` off the path.
std::optional<Digest> TakeId(absl::string_view* path, absl::string_view separator) {
  const absl::StatusOr<Digest> id = Digest::FromHex(path->substr(0, 64));
  if (!id.ok()) return std::nullopt;
  path->remove_prefix(64);
  if (!absl::ConsumePrefix(path, separator)) return std::nullopt;
  return *id;
}

// Puts one file of the payload below data/logs/ where it belongs. False when it belongs nowhere.
bool PlaceLogFile(absl::string_view path, absl::string_view data, std::optional<Digest>* log, BundleLayout* layout) {
  const std::optional<Digest> id = TakeId(&path, "/");
  if (!id || (log->has_value() && **log != *id)) return false;
  *log = id;
  if (path == "checkpoint.txt") {
    layout->checkpoint = data;
    return true;
  }
  if (!absl::ConsumePrefix(&path, "submissions/")) return false;
  const size_t slash = path.find('/');
  if (slash == absl::string_view::npos) return false;
  const absl::StatusOr<uint64_t> index = ParseDecimal(path.substr(0, slash));
  if (!index.ok()) return false;
  layout->submissions[*index].emplace(path.substr(slash + 1), data);
  return true;
}

bool PlaceFile(absl::string_view path, absl::string_view data, std::optional<Digest>* log, BundleLayout* layout) {
  absl::string_view rest = path;
  if (absl::ConsumePrefix(&rest, kKeys)) {
    const std::optional<Digest> id = TakeId(&rest, ".pem");
    return id && rest.empty() && layout->keys.emplace(*id, data).second;
  }
  if (absl::ConsumePrefix(&rest, kCaptures)) {
    return TakeId(&rest, ".") && IsExtension(rest) && layout->captures.emplace(path, data).second;
  }
  if (absl::ConsumePrefix(&rest, kLogs)) return PlaceLogFile(rest, data, log, layout);
  for (const auto& [name, place] : {std::pair(kScopeFile, &layout->scope), std::pair(kWithheldFile, &layout->withheld),
                                    std::pair(kFindingsFile, &layout->findings)}) {
    if (path == name) {
      *place = data;
      return true;
    }
  }
  return false;
}

}  // namespace

std::string KeyFile(const Digest& key) { return absl::StrCat(kKeys, key.hex(), ".pem"); }
std::string CheckpointFile(const Digest& log) { return absl::StrCat(kLogs, log.hex(), "/checkpoint.txt"); }
std::string SubmissionFolder(const Digest& log, uint64_t index) {
  return absl::StrCat(kLogs, log.hex(), "/submissions/", index, "/");
}
std::string CaptureFile(const Digest& sha256, absl::string_view extension) {
  return absl::StrCat(kCaptures, sha256.hex(), ".", extension);
}

BundleLayout ReadLayout(const FileViews& files, Checks* checks) {
  constexpr absl::string_view kName = "layout";
  BundleLayout layout;
  std::optional<Digest> log;
  for (const auto& [path, data] : files) {
    if (absl::StartsWith(path, kDataFolder) && !PlaceFile(path, data, &log, &layout)) {
      checks->Fail(kUnchanged, kName, path, "unexpected-file", "stands where a bundle of one log has no file");
    }
  }
  layout.log = log.value_or(Digest());
  for (const std::string& path : {std::string(kScopeFile), std::string(kWithheldFile), std::string(kFindingsFile),
                                  std::string(kReadmeFile), std::string(kVerifyFile), CheckpointFile(layout.log)}) {
    if (files.find(path) == files.end()) {
      checks->Fail(kUnchanged, kName, path, "missing-file", "a bundle has this file");
    }
  }
  return layout;
}

}  // namespace tallystick
