// BagIt 1.0 (RFC 8493) as bundles use it: payload in data/, SHA-256 only, no fetch.txt, one text per bag.
// docs/bundle-format.md. Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/bundle/zip.h"

namespace tallystick {

inline constexpr absl::string_view kBagManifest = "manifest-sha256.txt";
inline constexpr absl::string_view kBagTagManifest = "tagmanifest-sha256.txt";
// Files below here are outside both manifests: seals are added after the bundle's id is fixed.
inline constexpr absl::string_view kSealFolder = "seal/";

// The tag files that make a bag of `files`, which are its payload (paths that begin with "data/") and further tag
// files: bagit.txt, bag-info.txt and the two manifests. No dates: the same files give the same bytes.
std::map<std::string, std::string> MakeBag(const FileViews& files);

// The bundle's id: SHA-256 of tagmanifest-sha256.txt.
Digest BundleId(absl::string_view tag_manifest);

struct BagProblem {
  std::string code;
  std::string file;
  std::string explanation;
};
// Every way in which `files` is not exactly such a bag: complete in both directions, every hash right, manifests sorted
// and in the one accepted form. Files below seal/ are not looked at. Empty when there is none.
std::vector<BagProblem> CheckBag(const FileViews& files);

}  // namespace tallystick
