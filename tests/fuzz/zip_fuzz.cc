// Any bytes as an archive: refused, or files that make an archive which reads as the same files.
#include "core/bundle/zip.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tallystick;
  const absl::string_view archive = Input(data, size);
  const absl::StatusOr<ZipFolder> folder = ReadZip(archive);
  if (!folder.ok()) return 0;
  const absl::StatusOr<std::string> written = WriteZip(folder->top, folder->files);
  Require(written.ok(), "files that are read can be written");
  const absl::StatusOr<ZipFolder> again = ReadZip(*written);
  Require(again.ok() && again->top == folder->top && again->files == folder->files, "and are read as the same files");
  return 0;
}
