#include "store/blobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/store/scratch_folder.h"

namespace tallystick {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class BlobsTest : public testing::Test {
 protected:
  fs::path PathOf(absl::string_view bytes) const {
    const std::string hex = Sha256(bytes).hex();
    return fs::path(folder_.path()) / "captures" / hex.substr(0, 2) / hex;
  }

  ScratchFolder folder_;
  std::unique_ptr<BlobStore> blobs_ = NewFolderBlobs(folder_ / "captures");
};

TEST_F(BlobsTest, BytesComeBackByTheirHash) {
  for (const std::string& bytes :
       {std::string("text\n"), std::string("\0\xff\r\n", 4), std::string(), std::string(200'000, 'x')}) {
    const auto digest = blobs_->Put(bytes);
    ASSERT_TRUE(digest.ok()) << digest.status();
    EXPECT_EQ(*digest, Sha256(bytes));
    EXPECT_EQ(*blobs_->Get(*digest), bytes);
    EXPECT_TRUE(fs::exists(PathOf(bytes)));
  }
}

TEST_F(BlobsTest, FilesAreReadOnlyAndTheFolderIsTheOwners) {
  ASSERT_TRUE(blobs_->Put("text").ok());
  EXPECT_EQ(fs::status(PathOf("text")).permissions(), fs::perms::owner_read);
  EXPECT_EQ(fs::status(PathOf("text").parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(BlobsTest, TheSameAgainLeavesTheFileAlone) {
  ASSERT_TRUE(blobs_->Put("text").ok());
  const auto written = fs::last_write_time(PathOf("text"));
  fs::last_write_time(PathOf("text"), written - std::chrono::hours(1));
  EXPECT_EQ(*blobs_->Put("text"), Sha256("text"));
  EXPECT_EQ(fs::last_write_time(PathOf("text")), written - std::chrono::hours(1));
}

TEST_F(BlobsTest, WhatIsNotThereIsNotFound) { EXPECT_TRUE(absl::IsNotFound(blobs_->Get(Sha256("absent")).status())); }

TEST_F(BlobsTest, OtherBytesUnderTheNameAreDataLoss) {
  ASSERT_TRUE(blobs_->Put("text").ok());
  fs::permissions(PathOf("text"), fs::perms::owner_all);
  std::ofstream(PathOf("text"), std::ios::trunc) << "Text";
  const absl::Status read = blobs_->Get(Sha256("text")).status();
  EXPECT_TRUE(absl::IsDataLoss(read)) << read;
  EXPECT_THAT(std::string(read.message()), HasSubstr(Sha256("text").hex()));
}

TEST_F(BlobsTest, ADamagedFileIsNotPassedOffAsStored) {
  ASSERT_TRUE(blobs_->Put("text").ok());
  fs::permissions(PathOf("text"), fs::perms::owner_all);
  std::ofstream(PathOf("text"), std::ios::trunc) << "te";
  const auto again = blobs_->Put("text");
  EXPECT_TRUE(absl::IsDataLoss(again.status())) << "durable on return must mean the right bytes: " << again.status();
}

}  // namespace
}  // namespace tallystick
