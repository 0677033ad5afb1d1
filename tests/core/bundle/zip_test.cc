#include "core/bundle/zip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "core/bundle/zip_format.h"
#include "tests/core/bundle/shell.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

std::string Small() { return *WriteZip("top", {{"a.txt", "first"}, {"b/c.txt", ""}, {"b/d.txt", "third\n"}}); }

size_t CentralOffset(const std::string& zip) { return zip::Get32(zip, zip.size() - 6); }

// Sets a field of the n-th central header, and of its local header when that has it too (`local` is its offset there).
void SetField(std::string* zip, int entry, size_t central_at, int local_at, const std::string& bytes) {
  size_t header = CentralOffset(*zip);
  for (; entry > 0; --entry) header += zip::kCentralSize + zip::Get16(*zip, header + 28);
  zip->replace(header + central_at, bytes.size(), bytes);
  if (local_at >= 0) zip->replace(zip::Get32(*zip, header + 42) + local_at, bytes.size(), bytes);
}

std::string Le16(uint16_t value) {
  std::string bytes;
  zip::Put16(value, &bytes);
  return bytes;
}
std::string Le32(uint32_t value) {
  std::string bytes;
  zip::Put32(value, &bytes);
  return bytes;
}

TEST(Zip, WhatIsWrittenIsReadBack) {
  const std::string bytes = Small();
  const auto folder = ReadZip(bytes);
  ASSERT_TRUE(folder.ok()) << folder.status();
  EXPECT_EQ(folder->top, "top");
  EXPECT_EQ(folder->files, (FileViews{{"a.txt", "first"}, {"b/c.txt", ""}, {"b/d.txt", "third\n"}}));
}

TEST(Zip, Crc32IsTheOneOfTheStandard) { EXPECT_EQ(zip::Crc32("123456789"), 0xcbf43926u); }

TEST(Zip, EntriesAreSortedWithoutDateOrExtraField) {
  StrangersShell shell;
  shell.VerifyZip(Small());  // writes bundle.zip
  const auto listed = shell.Run("unzip -Z -s bundle.zip '*'");
  EXPECT_EQ(listed.output,
            "-rw-r--r--  1.0 unx        5 b- stor 80-Jan-01 00:00 top/a.txt\n"
            "-rw-r--r--  1.0 unx        0 b- stor 80-Jan-01 00:00 top/b/c.txt\n"
            "-rw-r--r--  1.0 unx        6 b- stor 80-Jan-01 00:00 top/b/d.txt\n");
  EXPECT_EQ(shell.Run("unzip -tqq bundle.zip").exit_code, 0);
}

TEST(Zip, PathsThatCouldNotBeReadBackAreNotWritten) {
  for (const char* path : {"../x", "/x", "a//b", "a/", "", ".hidden", "-option", "a\\b", "a b", "caf\xC3\xA9", "x\n",
                           "a/./b", "a:b", "a*"}) {
    EXPECT_FALSE(WriteZip("top", {{path, ""}}).ok()) << path;
  }
  EXPECT_FALSE(WriteZip("..", {{"x", ""}}).ok());
  EXPECT_FALSE(WriteZip("top", {{"A.txt", ""}, {"a.txt", ""}}).ok());
  EXPECT_FALSE(WriteZip("top", {{"a", ""}, {"a/b", ""}}).ok());
  EXPECT_FALSE(WriteZip("top", {{"a/b", ""}, {"A/c", ""}}).ok());
  EXPECT_FALSE(WriteZip("top", {{"a", ""}, {"a.b", ""}, {"A/c", ""}}).ok());
  EXPECT_FALSE(WriteZip("top", {{std::string(300, 'x'), ""}}).ok());
  EXPECT_FALSE(WriteZip("top", {{"1/2/3/4/5/6/7/8/9/10", ""}}).ok());
}

struct Mutation {
  const char* name;
  std::function<void(std::string*)> change;
  const char* message;
};

TEST(Zip, HostileArchivesAreRefusedWithAReason) {
  const std::vector<Mutation> mutations = {
      {"nothing at all", [](std::string* z) { z->clear(); }, "not a ZIP"},
      {"another format", [](std::string* z) { *z = "%PDF-1.7"; }, "not a ZIP"},
      {"bytes after", [](std::string* z) { z->push_back('x'); }, "bytes after"},
      {"a second archive after", [](std::string* z) { *z += Small(); }, "central directory"},
      {"bytes before", [](std::string* z) { z->insert(0, "#!/bin/sh\n"); }, "central directory"},
      {"bytes before, offsets mended",
       [](std::string* z) {
         const size_t central = CentralOffset(*z);
         const std::vector<size_t> headers = {central, central + 46 + 9, central + 2 * 46 + 9 + 11};
         for (size_t header : headers) z->replace(header + 42, 4, Le32(zip::Get32(*z, header + 42) + 1));
         z->replace(z->size() - 6, 4, Le32(central + 1));
         z->insert(0, "#");
       },
       "bytes before it"},
      {"bytes before the central directory",
       [](std::string* z) {
         const size_t central = CentralOffset(*z);
         z->replace(z->size() - 6, 4, Le32(central + 1));
         z->insert(central, "x");
       },
       "bytes between"},
      {"comment", [](std::string* z) { z->replace(z->size() - 2, 2, Le16(3)), *z += "hey"; }, "bytes after"},
      {"comment length only", [](std::string* z) { z->replace(z->size() - 2, 2, Le16(3)); }, "comment"},
      {"same name twice", [](std::string* z) { SetField(z, 1, 46, 30, "top/b/d.txt"); }, "twice"},
      {"names equal but for case", [](std::string* z) { SetField(z, 1, 46, 30, "top/b/D.txt"); }, "letter case"},
      {"folders equal but for case", [](std::string* z) { SetField(z, 2, 46, 30, "top/B/d.txt"); }, "letter case"},
      {"out of the folder", [](std::string* z) { SetField(z, 0, 46, 30, "top/../ab"); }, "a name in a bundle"},
      {"absolute", [](std::string* z) { SetField(z, 0, 46, 30, "/etc/pass"); }, "a name in a bundle"},
      {"backslash", [](std::string* z) { SetField(z, 0, 46, 30, "top\\a.txt"); }, "a name in a bundle"},
      {"two top folders", [](std::string* z) { SetField(z, 0, 46, 30, "pot/a.txt"); }, "one top folder"},
      {"no top folder", [](std::string* z) { SetField(z, 0, 46, 30, "top-a.txt"); }, "one top folder"},
      {"link", [](std::string* z) { SetField(z, 0, 38, -1, Le32(0120777u << 16)); }, "a link"},
      {"device", [](std::string* z) { SetField(z, 0, 38, -1, Le32(0020666u << 16)); }, "a link"},
      {"folder entry", [](std::string* z) { SetField(z, 0, 38, -1, Le32(0x10)); }, "folder entry"},
      {"encrypted", [](std::string* z) { SetField(z, 0, 8, 6, Le16(1)); }, "encrypted"},
      {"data descriptor", [](std::string* z) { SetField(z, 0, 8, 6, Le16(8)); }, "data descriptor"},
      {"other flags", [](std::string* z) { SetField(z, 0, 8, 6, Le16(0x800)); }, "flags"},
      {"deflated", [](std::string* z) { SetField(z, 0, 10, 8, Le16(8)); }, "compressed"},
      {"wrong CRC", [](std::string* z) { SetField(z, 0, 16, 14, Le32(1)); }, "CRC"},
      {"changed content", [](std::string* z) { (*z)[zip::kLocalSize + 9] ^= 1; }, "CRC"},
      {"two sizes", [](std::string* z) { SetField(z, 0, 20, 18, Le32(4)); }, "two different sizes"},
      {"size beyond the end", [](std::string* z) { SetField(z, 2, 20, 18, Le32(900) + Le32(900)); }, "runs into"},
      {"size into the next entry", [](std::string* z) { SetField(z, 0, 20, 18, Le32(9) + Le32(9)); }, "overlaps"},
      {"two entries over the same bytes", [](std::string* z) { SetField(z, 1, 42, -1, Le32(0)); }, "overlaps"},
      {"local name differs", [](std::string* z) { (*z)[zip::kLocalSize] = 'T'; }, "differs from the central"},
      {"local size differs", [](std::string* z) { (*z)[22] ^= 1; }, "differs from the central"},
      {"extra field", [](std::string* z) { SetField(z, 0, 30, 28, Le16(4)); }, "extra field"},
      {"zip64 sizes", [](std::string* z) { SetField(z, 0, 20, 18, Le32(zip::kMax32) + Le32(zip::kMax32)); }, "zip64"},
      {"zip64 count", [](std::string* z) { z->replace(z->size() - 12, 2, Le16(zip::kMax16)); }, "several disks|zip64"},
      {"zip64 directory", [](std::string* z) { z->replace(z->size() - 6, 4, Le32(zip::kMax32)); }, "zip64"},
      {"another disk", [](std::string* z) { z->replace(z->size() - 18, 2, Le16(1)); }, "several disks"},
      {"fewer entries than listed", [](std::string* z) { z->replace(z->size() - 14, 4, Le16(2) + Le16(2)); },
       "more than its entries"},
      {"more entries than listed", [](std::string* z) { z->replace(z->size() - 14, 4, Le16(4) + Le16(4)); },
       "no header"},
  };
  for (const Mutation& mutation : mutations) {
    std::string bytes = Small();
    mutation.change(&bytes);
    const auto folder = ReadZip(bytes);
    ASSERT_FALSE(folder.ok()) << mutation.name;
    bool matches = false;
    for (absl::string_view part : absl::StrSplit(mutation.message, '|')) {
      matches = matches || absl::StrContains(folder.status().message(), part);
    }
    EXPECT_TRUE(matches) << mutation.name << ": " << folder.status();
  }
}

TEST(Zip, EveryTruncationIsRefused) {
  const std::string bytes = Small();
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(ReadZip(bytes.substr(0, size)).ok()) << size;
}

// What a flipped bit may change are dates, versions and permissions: nothing that is looked at.
TEST(Zip, AFlippedBitIsRefusedOrChangesNothingThatIsRead) {
  const std::string original = Small();
  int refused = 0;
  for (size_t at = 0; at < original.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = original;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
      const auto folder = ReadZip(bytes);
      refused += !folder.ok();
      if (!folder.ok()) continue;
      EXPECT_EQ(folder->top, "top") << at;
      EXPECT_EQ(folder->files, ReadZip(original)->files) << at;
    }
  }
  EXPECT_GT(refused, static_cast<int>(original.size()) * 6);
}

TEST(Zip, LimitsHoldBeforeAnythingIsRead) {
  const std::string bytes = Small();
  ZipLimits limits;
  limits.max_files = 2;
  EXPECT_THAT(std::string(ReadZip(bytes, limits).status().message()), HasSubstr("3 files; the limit is 2"));
  limits = {};
  limits.max_bytes = 100;
  EXPECT_THAT(std::string(ReadZip(bytes, limits).status().message()), HasSubstr("the limit is 100"));
  limits = {};
  limits.max_name = 8;
  EXPECT_FALSE(ReadZip(bytes, limits).ok());
  limits = {};
  limits.max_depth = 2;
  EXPECT_FALSE(ReadZip(bytes, limits).ok());
}

TEST(Zip, AnEndRecordAloneAndCutShortIsRefused) {
  for (size_t size = 4; size <= 22; ++size) {
    std::string archive("PK\x05\x06", 4);
    archive.resize(size, '\0');
    EXPECT_FALSE(ReadZip(archive).ok()) << size << " bytes";
  }
}

}  // namespace
}  // namespace tallystick
