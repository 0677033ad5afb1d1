#include "absl/strings/str_cat.h"
#include "core/base/status.h"
#include "store/blobs.h"
#include "store/files.h"

namespace tallystick {
namespace {

class FolderBlobs final : public BlobStore {
 public:
  explicit FolderBlobs(std::string folder) : folder_(std::move(folder)) {}

  absl::StatusOr<Digest> Put(absl::string_view bytes) override {
    const Digest digest = Sha256(bytes);
    const std::string path = PathOf(digest);
    const std::string folder = path.substr(0, path.rfind('/'));
    TALLY_RETURN_IF_ERROR(MakeFolders(folder, 0700));
    const absl::Status written = WriteFileDurably(path, bytes, 0400, /*replace=*/false);
    if (!absl::IsAlreadyExists(written)) {
      TALLY_RETURN_IF_ERROR(written);
      return digest;
    }
    // Its bytes were flushed before it got its name. Of the name that is unknown: who put it there may have been killed.
    TALLY_RETURN_IF_ERROR(Get(digest).status());
    TALLY_RETURN_IF_ERROR(FlushFolder(folder));
    return digest;
  }

  absl::StatusOr<std::string> Get(const Digest& digest) const override {
    TALLY_ASSIGN_OR_RETURN(std::string bytes, ReadFile(PathOf(digest)));
    if (Sha256(bytes) != digest) {
      return absl::DataLossError(absl::StrCat("capture ", digest.hex(), ": its bytes have another hash"));
    }
    return bytes;
  }

 private:
  std::string PathOf(const Digest& digest) const {
    const std::string hex = digest.hex();
    return absl::StrCat(folder_, "/", hex.substr(0, 2), "/", hex);
  }

  std::string folder_;
};

}  // namespace

std::unique_ptr<BlobStore> NewFolderBlobs(std::string folder) { return std::make_unique<FolderBlobs>(std::move(folder)); }

}  // namespace tallystick
