#include <array>
#include <unordered_map>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status.h"
#include "core/bundle/zip.h"
#include "core/bundle/zip_format.h"

namespace tallystick {
namespace {

absl::Status RefusePath(absl::string_view path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(absl::CHexEscape(path), ": ", what));
}

bool IsNameCharacter(char c) { return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-'; }

absl::Status CheckPath(absl::string_view path, const ZipLimits& limits) {
  if (path.size() > limits.max_name) return RefusePath(path.substr(0, 60), "its name is too long");
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  if (parts.size() > limits.max_depth) return RefusePath(path, "lies too deep");
  for (absl::string_view part : parts) {
    if (part.empty() || !absl::ascii_isalnum(part[0]) || !std::all_of(part.begin(), part.end(), IsNameCharacter)) {
      return RefusePath(path,
                        "a name in a bundle has only A-Z, a-z, 0-9, '.', '_', '-', and begins with a letter or digit");
    }
  }
  return absl::OkStatus();
}

constexpr std::array<uint32_t, 256> CrcTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) ? 0xedb88320 ^ (value >> 1) : value >> 1;
    table[i] = value;
  }
  return table;
}

}  // namespace

absl::Status CheckPaths(const FileViews& files, const ZipLimits& limits) {
  if (files.size() > limits.max_files) {
    return absl::InvalidArgumentError(
        absl::StrCat("a bundle holds at most ", limits.max_files, " files, and this would be ", files.size()));
  }
  // Every folder and file, in lower case, as it was first written.
  std::unordered_map<std::string, absl::string_view> seen;
  absl::string_view folder;  // of the path before: its folders are in `seen`
  for (const auto& [path, data] : files) {
    TALLY_RETURN_IF_ERROR(CheckPath(path, limits));
    const absl::string_view view = path;
    const absl::string_view own = view.substr(0, view.rfind('/') + 1);
    for (size_t slash = own == folder ? absl::string_view::npos : own.find('/'); slash != absl::string_view::npos;
         slash = own.find('/', slash + 1)) {
      const absl::string_view with_slash = own.substr(0, slash + 1);
      const auto [it, fresh] = seen.emplace(absl::AsciiStrToLower(with_slash), with_slash);
      if (!fresh && it->second != with_slash) return RefusePath(path, "a folder is there twice but for letter case");
    }
    folder = own;
    if (!seen.emplace(absl::AsciiStrToLower(path), path).second) {
      return RefusePath(path, "is there twice but for letter case");
    }
  }
  for (const auto& [path, data] : files) {
    if (seen.count(absl::StrCat(absl::AsciiStrToLower(path), "/")) > 0)
      return RefusePath(path, "is both file and folder");
  }
  return absl::OkStatus();
}

uint32_t zip::Crc32(absl::string_view data) {
  static constexpr std::array<uint32_t, 256> kTable = CrcTable();
  uint32_t crc = 0xffffffff;
  for (char c : data) crc = kTable[(crc ^ static_cast<uint8_t>(c)) & 0xff] ^ (crc >> 8);
  return ~crc;
}

}  // namespace tallystick
