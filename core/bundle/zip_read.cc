#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bundle/zip.h"
#include "core/bundle/zip_format.h"

namespace tallystick {
namespace {

absl::Status RefuseZip(absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

struct Central {
  size_t files = 0;
  size_t size = 0;
  size_t offset = 0;
};

// Reads the end record (§4.3.16), which must be the archive's last bytes.
absl::StatusOr<Central> ReadEnd(absl::string_view archive) {
  std::string signature;
  zip::Put32(zip::kEndSignature, &signature);
  const size_t last = archive.size() - std::min(archive.size(), zip::kEndSize);
  if (archive.size() < zip::kEndSize || archive.substr(last, signature.size()) != signature) {
    const bool elsewhere = archive.find(signature) != absl::string_view::npos;
    return RefuseZip("archive", elsewhere ? "bytes after the end record, or an archive comment"
                                          : "no end record: not a ZIP, or cut short");
  }
  const absl::string_view end = archive.substr(last);
  const Central central{zip::Get16(end, 10), zip::Get32(end, 12), zip::Get32(end, 16)};
  if (central.files == zip::kMax16 || central.size == zip::kMax32 || central.offset == zip::kMax32 ||
      (last >= 20 && zip::Get32(archive, last - 20) == zip::kZip64LocatorSignature)) {
    return RefuseZip("archive", "zip64 is not used in bundles");
  }
  if (zip::Get32(end, 4) != 0 || zip::Get16(end, 8) != central.files) {
    return RefuseZip("archive", "parts on several disks are not used in bundles");
  }
  if (zip::Get16(end, 20) != 0) return RefuseZip("archive", "an archive comment is not used in bundles");
  if (central.offset > last || central.size != last - central.offset) {
    return RefuseZip("archive", "the central directory does not end where the end record begins");
  }
  return central;
}

// Refuses what the fields of a central header (§4.3.12) can ask for and bundles do not use.
absl::Status CheckCentralFields(absl::string_view header, absl::string_view name) {
  const uint16_t flags = zip::Get16(header, 8);
  if (flags & 1) return RefuseZip(name, "is encrypted");
  if (flags & 8) return RefuseZip(name, "has a data descriptor");
  if (flags != 0) return RefuseZip(name, absl::StrCat("has flags that bundles do not use (", flags, ")"));
  if (zip::Get16(header, 10) != 0) return RefuseZip(name, "is compressed; bundles store files as they are");
  const uint32_t packed = zip::Get32(header, 20), size = zip::Get32(header, 24), offset = zip::Get32(header, 42);
  if (packed == zip::kMax32 || size == zip::kMax32 || offset == zip::kMax32) {
    return RefuseZip(name, "asks for zip64, which is not used in bundles");
  }
  if (packed != size) return RefuseZip(name, "is stored with two different sizes");
  if (zip::Get16(header, 30) != 0 || zip::Get16(header, 32) != 0)
    return RefuseZip(name, "has an extra field or comment");
  if (zip::Get16(header, 34) != 0) return RefuseZip(name, "lies on another disk");
  const uint32_t attributes = zip::Get32(header, 38);
  const uint32_t type = (attributes >> 16) & 0170000;
  if (type != 0 && type != 0100000) return RefuseZip(name, "is a link, folder or device, not a regular file");
  if (attributes & 0x10) return RefuseZip(name, "is a folder entry; bundles list files only");
  return absl::OkStatus();
}

// Reads the entry whose central header begins at `*at` and whose local header must begin at `*next`; moves both on.
absl::Status ReadEntry(absl::string_view archive, const Central& central, size_t* at, size_t* next, FileViews* files) {
  const absl::string_view directory = archive.substr(0, central.offset + central.size);
  const std::string where = absl::StrCat("byte ", *at);
  if (*at + zip::kCentralSize > directory.size() || zip::Get32(directory, *at) != zip::kCentralSignature) {
    return RefuseZip(where, "no header of the central directory here");
  }
  const absl::string_view header = directory.substr(*at, zip::kCentralSize);
  const absl::string_view name = directory.substr(*at + zip::kCentralSize, zip::Get16(header, 28));
  if (name.size() != zip::Get16(header, 28)) return RefuseZip(where, "a name runs beyond the central directory");
  TALLY_RETURN_IF_ERROR(CheckCentralFields(header, name));

  const size_t offset = zip::Get32(header, 42), size = zip::Get32(header, 24);
  if (offset < *next) return RefuseZip(name, "overlaps the entry before it");
  if (offset > *next) return RefuseZip(name, "has bytes before it that belong to no entry");
  const absl::string_view contents = archive.substr(0, central.offset);
  if (offset + zip::kLocalSize + name.size() + size > contents.size()) {
    return RefuseZip(name, "runs into the central directory");
  }
  const absl::string_view local = contents.substr(offset, zip::kLocalSize + name.size());
  if (zip::Get32(local, 0) != zip::kLocalSignature || local.substr(4, 26) != header.substr(6, 26) ||
      local.substr(zip::kLocalSize) != name) {
    return RefuseZip(name, "its local header differs from the central one");
  }
  const absl::string_view data = contents.substr(offset + local.size(), size);
  if (!files->emplace(std::string(name), data).second) return RefuseZip(name, "is there twice");
  *at += zip::kCentralSize + name.size();
  *next = offset + local.size() + size;
  return absl::OkStatus();
}

absl::StatusOr<ZipFolder> TakeOffTop(FileViews files) {
  ZipFolder folder;
  for (const auto& [name, data] : files) {
    const size_t slash = name.find('/');
    const absl::string_view top = absl::string_view(name).substr(0, slash);
    if (slash == std::string::npos) return RefuseZip(name, "lies outside the one top folder");
    if (folder.files.empty()) folder.top = std::string(top);
    if (top != folder.top) return RefuseZip(name, absl::StrCat("lies outside the one top folder, ", folder.top));
    folder.files.emplace_hint(folder.files.end(), name.substr(slash + 1), data);
  }
  return folder;
}

}  // namespace

absl::StatusOr<ZipFolder> ReadZip(absl::string_view archive, const ZipLimits& limits) {
  if (archive.size() > limits.max_bytes) {
    return RefuseZip("archive", absl::StrCat(archive.size(), " bytes; the limit is ", limits.max_bytes));
  }
  TALLY_ASSIGN_OR_RETURN(const Central central, ReadEnd(archive));
  if (central.files > limits.max_files) {
    return RefuseZip("archive", absl::StrCat(central.files, " files; the limit is ", limits.max_files));
  }
  FileViews files;
  size_t at = central.offset, next = 0;
  for (size_t i = 0; i < central.files; ++i) {
    TALLY_RETURN_IF_ERROR(ReadEntry(archive, central, &at, &next, &files));
  }
  if (at != central.offset + central.size)
    return RefuseZip("archive", "the central directory holds more than its entries");
  if (next != central.offset) return RefuseZip("archive", "bytes between the last entry and the central directory");
  if (files.empty()) return RefuseZip("archive", "holds no file");
  TALLY_RETURN_IF_ERROR(CheckPaths(files, limits));
  for (const auto& [name, data] : files) {
    const size_t header = data.data() - archive.data() - name.size() - zip::kLocalSize;
    if (zip::Crc32(data) != zip::Get32(archive, header + 14))
      return RefuseZip(name, "its CRC-32 is not that of its bytes");
  }
  return TakeOffTop(std::move(files));
}

}  // namespace tallystick
