#include "core/bundle/bag.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tallystick {
namespace {

constexpr absl::string_view kDeclaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
constexpr absl::string_view kDeclarationFile = "bagit.txt";
constexpr absl::string_view kInfoFile = "bag-info.txt";
constexpr absl::string_view kPayload = "data/";
constexpr size_t kHexSize = 64;

bool IsPayload(absl::string_view path) { return absl::StartsWith(path, kPayload); }
bool IsOutside(absl::string_view path) { return path == kBagTagManifest || absl::StartsWith(path, kSealFolder); }

// Payload-Oxum is "<bytes>.<files>" (RFC 8493 §2.2.2).
std::string FormatInfo(const FileViews& files) {
  size_t bytes = 0, count = 0;
  for (const auto& [path, data] : files) {
    if (!IsPayload(path)) continue;
    bytes += data.size();
    ++count;
  }
  return absl::StrCat("Bag-Software-Agent: tallystick\nPayload-Oxum: ", bytes, ".", count,
                      "\nTallystick-Bundle-Format: tallystick-bundle-v1\n");
}

void AppendLine(absl::string_view path, absl::string_view data, std::string* manifest) {
  absl::StrAppend(manifest, Sha256(data).hex(), "  ", path, "\n");
}

using Listed = std::map<std::string, std::string, std::less<>>;  // path to hex

// Takes the lines `<64 hex>  <path>\n`, ascending by path; other lines are problems.
Listed ReadManifest(absl::string_view file, absl::string_view text, std::vector<BagProblem>* problems) {
  Listed listed;
  absl::string_view last;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const absl::string_view line = text.substr(0, end);
    const absl::string_view path = line.size() > kHexSize + 2 ? line.substr(kHexSize + 2) : absl::string_view();
    const bool framed = end != absl::string_view::npos && line.substr(std::min(line.size(), kHexSize), 2) == "  " &&
                        Digest::FromHex(line.substr(0, kHexSize)).ok();
    if (!framed || path <= last) {
      problems->push_back({"manifest-line", std::string(file),
                           absl::StrCat("line ", number,
                                        framed ? " is out of order, or names a file twice"
                                               : " is not 64 hex digits, two spaces, a name and LF")});
    } else {
      listed.emplace_hint(listed.end(), path, line.substr(0, kHexSize));
      last = path;
    }
    if (end == absl::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return listed;
}

// One manifest against the files that it is to list.
void CheckManifest(absl::string_view manifest, const FileViews& files, bool payload,
                   std::vector<BagProblem>* problems) {
  const auto found = files.find(manifest);
  if (found == files.end()) {
    problems->push_back({"missing-file", std::string(manifest), "a bundle has this manifest"});
    return;
  }
  const Listed listed = ReadManifest(manifest, found->second, problems);
  for (const auto& [path, data] : files) {
    if (IsPayload(path) != payload || IsOutside(path)) continue;
    const auto line = listed.find(path);
    if (line == listed.end()) {
      problems->push_back({"unlisted-file", path, absl::StrCat("is not listed in ", manifest)});
    } else if (Sha256(data).hex() != line->second) {
      problems->push_back({"changed-file", path, absl::StrCat("its bytes are not those listed in ", manifest)});
    }
  }
  for (const auto& [path, hex] : listed) {
    if (IsPayload(path) != payload || IsOutside(path)) {
      problems->push_back({"manifest-line", std::string(manifest), absl::StrCat("must not list ", path)});
    } else if (files.find(path) == files.end()) {
      problems->push_back({"missing-file", path, absl::StrCat("is listed in ", manifest, " and not here")});
    }
  }
}

// A file that would change what other programs take the bag for.
bool IsForeignToBags(absl::string_view path) {
  return path == "fetch.txt" || (absl::StartsWith(path, "manifest-") && path != kBagManifest) ||
         (absl::StartsWith(path, "tagmanifest-") && path != kBagTagManifest);
}

}  // namespace

std::map<std::string, std::string> MakeBag(const FileViews& files) {
  std::map<std::string, std::string> tags;
  std::string& manifest = tags[std::string(kBagManifest)];
  FileViews tagged;
  for (const auto& [path, data] : files) {
    if (IsPayload(path)) {
      AppendLine(path, data, &manifest);
    } else {
      tagged.emplace(path, data);
    }
  }
  tags[std::string(kDeclarationFile)] = std::string(kDeclaration);
  tags[std::string(kInfoFile)] = FormatInfo(files);
  for (const auto& [path, text] : tags) tagged.emplace(path, text);
  std::string tag_manifest;
  for (const auto& [path, data] : tagged) AppendLine(path, data, &tag_manifest);
  tags[std::string(kBagTagManifest)] = std::move(tag_manifest);
  return tags;
}

Digest BundleId(absl::string_view tag_manifest) { return Sha256(tag_manifest); }

std::vector<BagProblem> CheckBag(const FileViews& files) {
  std::vector<BagProblem> problems;
  const std::map<absl::string_view, std::string> fixed = {{kDeclarationFile, std::string(kDeclaration)},
                                                          {kInfoFile, FormatInfo(files)}};
  for (const auto& [path, text] : fixed) {
    const auto found = files.find(path);
    if (found == files.end()) {
      problems.push_back({"missing-file", std::string(path), "a bundle has this file"});
    } else if (found->second != text) {
      problems.push_back({"bag-declaration", std::string(path), "is not what a bundle of these files has there"});
    }
  }
  for (const auto& [path, data] : files) {
    if (IsForeignToBags(path)) problems.push_back({"unexpected-file", path, "has no place in a bundle"});
  }
  CheckManifest(kBagManifest, files, true, &problems);
  CheckManifest(kBagTagManifest, files, false, &problems);
  return problems;
}

}  // namespace tallystick
