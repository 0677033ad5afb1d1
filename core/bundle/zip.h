// The one ZIP that bundles use, a small part of APPNOTE 6.3.9: stored, sorted names, one date (1980-01-01), one top
// folder, no extra fields, comments, descriptors or zip64. docs/bundle-format.md. Thread-safe.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tallystick {

// Files by path; '/' between folders, names of [A-Za-z0-9._-] that begin with a letter or digit. The bytes belong to
// somebody else, who must keep them for as long as this is used.
using FileViews = std::map<std::string, absl::string_view, std::less<>>;

// What a reader takes before it looks at any content.
struct ZipLimits {
  size_t max_files = 65534;
  size_t max_bytes = size_t{2} << 30;  // of the archive; nothing in it is compressed
  size_t max_name = 240;
  size_t max_depth = 10;  // folders and file
};

// kInvalidArgument, naming the first offence, unless every path could be read back: the characters and limits above,
// no two paths (or folders of theirs) equal but for letter case, no path both file and folder.
absl::Status CheckPaths(const FileViews& files, const ZipLimits& limits = {});

// The archive of `files` inside the folder `top`. The same files give the same bytes. kInvalidArgument as CheckPaths.
absl::StatusOr<std::string> WriteZip(absl::string_view top, const FileViews& files);

struct ZipFolder {
  std::string top;
  FileViews files;  // paths inside `top`; views into the archive's bytes
};

// Reads a hostile archive. kInvalidArgument, saying what and where, unless it has exactly the form above (any order of
// names, any dates and permissions) and every CRC-32 is right: also for names twice or equal but for case, `..`,
// absolute paths, links, compression, encryption, data descriptors, overlaps, bytes before, between or after entries,
// local headers that differ from the central ones, zip64, or more than the limits allow.
absl::StatusOr<ZipFolder> ReadZip(absl::string_view archive, const ZipLimits& limits = {});

}  // namespace tallystick
