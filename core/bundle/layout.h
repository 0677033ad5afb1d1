// Where things stand in a bundle's folder (docs/bundle-format.md). Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "core/base/digest.h"
#include "core/bundle/checks.h"
#include "core/bundle/zip.h"

namespace tallystick {

inline constexpr absl::string_view kReadmeFile = "README.txt";
inline constexpr absl::string_view kVerifyFile = "VERIFY.txt";
inline constexpr absl::string_view kScopeFile = "data/scope.json";
inline constexpr absl::string_view kWithheldFile = "data/withheld.json";
inline constexpr absl::string_view kFindingsFile = "data/findings.json";

inline constexpr absl::string_view kScopeSchema = "tallystick-scope-v1";
inline constexpr absl::string_view kWithheldSchema = "tallystick-withheld-v1";

// Inside a submission's folder, beside the files of core/record/manifest.h.
inline constexpr absl::string_view kLeafFile = "leaf";
inline constexpr absl::string_view kProofFile = "proof.tlog-proof";
inline constexpr absl::string_view kManifestFile = "submission.sha256";
inline constexpr absl::string_view kSignatureFile = "submission.sig";

std::string KeyFile(const Digest& key);
std::string CheckpointFile(const Digest& log);
// With the '/' at its end.
std::string SubmissionFolder(const Digest& log, uint64_t index);
// `extension` without its dot.
std::string CaptureFile(const Digest& sha256, absl::string_view extension);

// The payload by what it is. Views into the files it was read from.
struct BundleLayout {
  Digest log;  // key id
  absl::string_view checkpoint;
  std::map<uint64_t, FileViews> submissions;  // by index in the log; paths inside the submission's folder
  std::map<Digest, absl::string_view> keys;   // by the key id in the name, PEM
  FileViews captures;                         // by whole path
  absl::string_view scope, withheld, findings;
};

// Reads names only; what stands nowhere or is missing is a failed check.
BundleLayout ReadLayout(const FileViews& files, Checks* checks);

}  // namespace tallystick
