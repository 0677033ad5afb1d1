#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "core/bundle/zip.h"
#include "core/bundle/zip_format.h"

namespace tallystick {
namespace {

// Version needed, flags, method, time and date; then what both headers have after them up to the extra field's length.
void PutSharedFields(absl::string_view name, absl::string_view data, uint32_t crc, std::string* out) {
  zip::Put16(zip::kVersionNeeded, out);
  zip::Put16(0, out);  // flags
  zip::Put16(0, out);  // stored
  zip::Put16(0, out);  // midnight
  zip::Put16(zip::kDate, out);
  zip::Put32(crc, out);
  zip::Put32(data.size(), out);
  zip::Put32(data.size(), out);
  zip::Put16(name.size(), out);
  zip::Put16(0, out);  // no extra field
}

void PutCentralHeader(absl::string_view name, absl::string_view data, uint32_t crc, size_t offset, std::string* out) {
  zip::Put32(zip::kCentralSignature, out);
  zip::Put16(zip::kMadeBy, out);
  PutSharedFields(name, data, crc, out);
  zip::Put16(0, out);  // no comment
  zip::Put16(0, out);  // disk
  zip::Put16(0, out);  // internal attributes
  zip::Put32(zip::kRegularFile, out);
  zip::Put32(offset, out);
  absl::StrAppend(out, name);
}

void PutEnd(size_t files, size_t central_size, size_t central_offset, std::string* out) {
  zip::Put32(zip::kEndSignature, out);
  zip::Put32(0, out);  // this disk, and the one with the central directory
  zip::Put16(files, out);
  zip::Put16(files, out);
  zip::Put32(central_size, out);
  zip::Put32(central_offset, out);
  zip::Put16(0, out);  // no comment
}

}  // namespace

absl::StatusOr<std::string> WriteZip(absl::string_view top, const FileViews& files) {
  const ZipLimits limits;
  FileViews placed;
  size_t size = zip::kEndSize;
  for (const auto& [path, data] : files) {
    std::string name = absl::StrCat(top, "/", path);
    size += zip::kLocalSize + zip::kCentralSize + 2 * name.size() + data.size();
    placed.emplace_hint(placed.end(), std::move(name), data);
  }
  TALLY_RETURN_IF_ERROR(CheckPaths(placed, limits));
  if (size > limits.max_bytes) {
    return absl::InvalidArgumentError(absl::StrCat("the bundle would have ", size, " bytes; it holds at most ",
                                                   limits.max_bytes, ": ask for less, or leave captures out"));
  }
  std::string out, central;
  out.reserve(size);
  for (const auto& [name, data] : placed) {
    const uint32_t crc = zip::Crc32(data);
    PutCentralHeader(name, data, crc, out.size(), &central);
    zip::Put32(zip::kLocalSignature, &out);
    PutSharedFields(name, data, crc, &out);
    absl::StrAppend(&out, name, data);
  }
  const size_t central_offset = out.size();
  out.append(central);
  PutEnd(placed.size(), central.size(), central_offset, &out);
  return out;
}

}  // namespace tallystick
