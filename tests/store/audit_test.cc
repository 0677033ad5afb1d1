#include "store/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/merkle/tiles.h"
#include "tests/store/published_log.h"
#include "tests/store/scratch_folder.h"

namespace tallystick {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

AuditReport Audit(const Files& files, std::optional<std::string> from = std::nullopt) {
  const auto report = AuditLog(ReaderOf(files), {TestKey('l').public_key(), "log.example", std::move(from)});
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : AuditReport();
}

std::vector<std::string> FilesNamed(const AuditReport& report) {
  std::vector<std::string> names;
  for (const AuditProblem& problem : report.problems) names.push_back(problem.file);
  return names;
}

// Nothing but `path` is found at fault.
void ExpectNamed(const Files& files, const std::string& path, const std::string& how) {
  const AuditReport report = Audit(files);
  EXPECT_TRUE(report.failed()) << path << " " << how;
  EXPECT_THAT(FilesNamed(report), Each(path)) << how;
}

TEST(AuditTest, ASoundLogPassesAtEverySize) {
  TestLog log;
  for (const uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 513, 65536, 65537}) {
    log.GrowTo(size);
    const AuditReport report = Audit(FilesOf(log));
    EXPECT_TRUE(report.passed()) << size << (report.problems.empty() ? "" : report.problems[0].what);
    EXPECT_EQ(report.entries, size);
    EXPECT_EQ(report.bundles, (size + 255) / 256);
    uint64_t tiles = 0, signed_entries = 0;
    for (const LevelTiles& level : TilesOf(size)) tiles += level.full + (level.partial > 0);
    for (const auto& [author, count] : report.authors) signed_entries += count;
    EXPECT_EQ(report.tiles, tiles);
    EXPECT_EQ(signed_entries, size);
  }
}

TEST(AuditTest, EveryFlippedByteOfASmallLogIsFoundAndItsFileNamed) {
  const Files good = FilesOf(TestLog(5));
  for (const auto& [path, bytes] : good) {
    for (size_t at = 0; at < bytes.size(); ++at) {
      Files files = good;
      files[path][at] = static_cast<char>(files[path][at] ^ (1 << at % 8));
      ExpectNamed(files, path, absl::StrCat("byte ", at));
    }
  }
}

TEST(AuditTest, FlippedBytesOfALargerLogAreFoundAndTheirFilesNamed) {
  const Files good = FilesOf(TestLog(600));
  EXPECT_THAT(good, SizeIs(8));
  for (const auto& [path, bytes] : good) {
    for (size_t at = 0; at < bytes.size(); at += bytes.size() / 7 + 1) {
      Files files = good;
      files[path][at] ^= 0x10;
      ExpectNamed(files, path, absl::StrCat("byte ", at));
    }
    Files files = good;
    files[path].back() ^= 1;
    ExpectNamed(files, path, "last byte");
  }
}

TEST(AuditTest, AFlippedByteAtEveryLevelOfATallTreeIsFoundAndItsFileNamed) {
  const Files good = FilesOf(TestLog(66000));
  for (const char* path : {"tile/2/000.p/1", "tile/1/000", "tile/1/001.p/1", "tile/0/017", "tile/entries/017",
                           "tile/0/257.p/208", "tile/entries/257.p/208"}) {
    Files files = good;
    ASSERT_EQ(files.count(path), 1) << path;
    files[path][files[path].size() / 2] ^= 1;
    ExpectNamed(files, path, "middle byte");
  }
}

TEST(AuditTest, MissingCutAndLengthenedFilesAreNamed) {
  for (const uint64_t size : {3, 600}) {
    const Files good = FilesOf(TestLog(size));
    for (const auto& [path, bytes] : good) {
      for (const size_t length : {size_t{0}, size_t{1}, bytes.size() / 2, bytes.size() - 1}) {
        Files files = good;
        files[path].resize(length);
        ExpectNamed(files, path, absl::StrCat("cut to ", length));
      }
      for (const char more : {'\0', '\n', 'x'}) {
        Files files = good;
        files[path].push_back(more);
        ExpectNamed(files, path, "a byte more");
      }
      if (path == "checkpoint") continue;
      Files files = good;
      files.erase(path);
      ExpectNamed(files, path, "missing");
    }
  }
}

TEST(AuditTest, WithoutACheckpointThereIsNoLog) {
  EXPECT_EQ(AuditLog(ReaderOf({}), {}).status().code(), absl::StatusCode::kNotFound);
}

TEST(AuditTest, BundleAndTileBothGoneEndsTheAuditThere) {
  Files files = FilesOf(TestLog(1000));
  files.erase("tile/0/001");
  files["tile/entries/001"].clear();
  const AuditReport report = Audit(files);
  EXPECT_THAT(FilesNamed(report), testing::UnorderedElementsAre("tile/0/001", "tile/entries/001"));
  EXPECT_EQ(report.entries, 256);
  EXPECT_THAT(report.not_checked, ElementsAre(HasSubstr("from 256 on")));
}

TEST(AuditTest, TwoFaultsAreBothNamed) {
  Files files = FilesOf(TestLog(1000));
  files["tile/0/001"][0] ^= 1;
  files["tile/entries/002"][100] ^= 1;
  const AuditReport report = Audit(files);
  EXPECT_THAT(FilesNamed(report), testing::IsSupersetOf({"tile/0/001", "tile/entries/002"}));
}

TEST(AuditTest, ATreeOfOtherEntriesFitsNoCheckpoint) {
  Files files = FilesOf(TestLog(300, " of another history"));
  files["checkpoint"] = TestLog(300).Checkpoint();
  const AuditReport report = Audit(files);
  EXPECT_THAT(FilesNamed(report), ElementsAre("checkpoint"));
  EXPECT_THAT(report.problems[0].what, HasSubstr("is not that of the 300 entries"));
}

TEST(AuditTest, AHugeSizeOverNothingEndsAtOnce) {
  Files files = FilesOf(TestLog(3));
  files["checkpoint"] = *SignCheckpoint({"log.example", UINT64_MAX, Sha256("x"), {}}, TestLog().key, TestKey('l'));
  EXPECT_TRUE(Audit(files).failed());
}

TEST(AuditTest, WithoutAKeyItIsIncomplete) {
  const Files files = FilesOf(TestLog(300));
  const auto report = AuditLog(ReaderOf(files), {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(report->failed());
  EXPECT_FALSE(report->passed());
  EXPECT_FALSE(report->signature_good);
  EXPECT_THAT(report->not_checked, ElementsAre(HasSubstr("who signed the checkpoint")));
}

TEST(AuditTest, AnotherKeyFails) {
  const Files files = FilesOf(TestLog(300));
  for (const AuditOptions& options : {AuditOptions{TestKey('x').public_key(), "", std::nullopt},
                                      AuditOptions{TestKey('l').public_key(), "other.example", std::nullopt}}) {
    const auto report = AuditLog(ReaderOf(files), options);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(FilesNamed(*report), ElementsAre("checkpoint"));
    EXPECT_THAT(report->not_checked, ElementsAre(HasSubstr("because of the checkpoint")));
  }
}

TEST(AuditTest, ALogThatContinuesTheKeptCheckpointPasses) {
  const Files files = FilesOf(TestLog(600));
  for (const uint64_t kept : {0, 1, 255, 256, 257, 599, 600}) {
    const AuditReport report = Audit(files, TestLog(kept).Checkpoint());
    EXPECT_TRUE(report.passed()) << kept;
    EXPECT_TRUE(report.continues_from) << kept;
    EXPECT_THAT(report.remarks, IsEmpty());
  }
  EXPECT_THAT(Audit(files).remarks, ElementsAre(HasSubstr("--from")));
}

TEST(AuditTest, ALogCutShortOrRewrittenContradictsTheKeptCheckpoint) {
  const Files files = FilesOf(TestLog(600));
  const AuditReport shorter = Audit(files, TestLog(601).Checkpoint());
  EXPECT_THAT(FilesNamed(shorter), ElementsAre("checkpoint"));
  EXPECT_THAT(shorter.contradiction, HasSubstr("rolled back"));
  EXPECT_FALSE(shorter.continues_from);
  for (const uint64_t kept : {1, 256, 600}) {
    const AuditReport fork = Audit(files, TestLog(kept, " of another history").Checkpoint());
    EXPECT_THAT(FilesNamed(fork), ElementsAre("checkpoint")) << kept;
    EXPECT_THAT(fork.contradiction, HasSubstr("fork")) << kept;
    EXPECT_FALSE(fork.continues_from) << kept;
  }
}

TEST(AuditTest, DamageIsNotTakenForAFork) {
  Files files = FilesOf(TestLog(600));
  files["tile/entries/000"][9] ^= 1;
  const AuditReport report = Audit(files, TestLog(100).Checkpoint());
  EXPECT_THAT(report.contradiction, IsEmpty());
  EXPECT_TRUE(report.continues_from) << "by the tiles, which lead to the signed root";
  EXPECT_THAT(FilesNamed(report), ElementsAre("tile/entries/000"));
}

TEST(AuditTest, AKeptCheckpointOfAnotherKeyOrLogIsRefused) {
  const Files files = FilesOf(TestLog(10));
  const std::string forged =
      *SignCheckpoint({"log.example", 3, Sha256("x"), {}}, TestNoteKey("log.example", 'x'), TestKey('x'));
  const AuditOptions with_key = {TestKey('l').public_key(), "", forged};
  EXPECT_EQ(AuditLog(ReaderOf(files), with_key).status().code(), absl::StatusCode::kUnauthenticated);
  const std::string other =
      *SignCheckpoint({"other.example", 3, Sha256("x"), {}}, TestNoteKey("other.example", 'l'), TestKey('l'));
  for (const std::string& bad : {other, std::string("no note"), std::string()}) {
    const auto status = AuditLog(ReaderOf(files), {TestKey('l').public_key(), "", bad}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("the checkpoint that you kept: "));
  }
}

TEST(AuditTest, EntriesOfAnotherProgramAreNotUnderstood) {
  TestLog log(2);
  log.Add("an entry of something else");
  log.Add("");
  const AuditReport report = Audit(FilesOf(log));
  EXPECT_FALSE(report.failed());
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.not_understood, 2);
  EXPECT_THAT(report.not_checked, ElementsAre(HasSubstr("the first is entry 2")));
}

TEST(AuditTest, ASubmissionThatIsLoggedTwiceIsNamed) {
  TestLog log(700);
  const Leaf leaf = *ParseLeaf(log.entries[3]);
  log.Add(FormatLeaf(leaf.submission, leaf.author_key, std::string(64, 'x')));
  // An id that only begins alike is another submission.
  Digest alike = leaf.submission;
  alike.bytes[31] ^= 1;
  log.Add(FormatLeaf(alike, leaf.author_key, leaf.signature));
  const AuditReport report = Audit(FilesOf(log));
  EXPECT_THAT(FilesNamed(report), ElementsAre("tile/entries/002.p/190"));
  EXPECT_THAT(report.problems[0].what, HasSubstr("entry 700 logs the submission"));
  EXPECT_THAT(report.problems[0].what, HasSubstr("entry 3 has logged"));
}

TEST(AuditTest, AFullFileStandsInForThePartialOneOfAnOlderHead) {
  TestLog log(300);
  Files files = FilesOf(log);
  const std::string older = files["checkpoint"];
  log.GrowTo(66000);
  files = FilesOf(log);
  files["checkpoint"] = older;
  EXPECT_TRUE(Audit(files).passed());
  files["tile/entries/001"].pop_back();
  ExpectNamed(files, "tile/entries/001", "cut");
}

TEST(AuditTest, ProblemsAreCountedBeyondTheirLimit) {
  Files files = FilesOf(TestLog(256 * 300));
  for (auto& [path, bytes] : files) {
    if (path != "checkpoint") bytes[bytes.size() / 2] ^= 1;
  }
  const AuditReport report = Audit(files);
  EXPECT_EQ(report.problems.size(), kMaxAuditProblems);
  EXPECT_GT(report.problems_left_out, 100);
  EXPECT_EQ(report.problems.back().file, "checkpoint") << "that the root is another stands there in any case";
}

TEST(AuditTest, WhatIsNoFileInAFolderIsNamed) {
  ScratchFolder scratch;
  for (const auto& [path, bytes] : FilesOf(TestLog(3))) {
    const std::filesystem::path file = scratch / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << bytes;
  }
  const AuditOptions options = {TestKey('l').public_key(), "", std::nullopt};
  ASSERT_TRUE(AuditLog(FolderReader(scratch.path()), options)->passed());
  std::filesystem::remove(scratch / "tile/0/000.p/3");
  std::filesystem::create_directory(scratch / "tile/0/000.p/3");
  EXPECT_THAT(FilesNamed(*AuditLog(FolderReader(scratch.path()), options)), ElementsAre("tile/0/000.p/3"));
  std::filesystem::remove_all(scratch / "tile/0");
  std::ofstream(scratch / "tile/0") << "a file where a folder should be";
  EXPECT_THAT(FilesNamed(*AuditLog(FolderReader(scratch.path()), options)), ElementsAre("tile/0/000.p/3"));
}

TEST(AuditTest, AnErrorOfTheReaderEndsTheAudit) {
  const Files files = FilesOf(TestLog(600));
  for (const auto& [broken, bytes] : files) {
    const std::string path = broken;
    const auto reader = [&files, path](const std::string& asked) -> absl::StatusOr<std::string> {
      if (asked == path) return absl::UnavailableError("no answer");
      return ReaderOf(files)(asked);
    };
    EXPECT_EQ(AuditLog(reader, {TestKey('l').public_key(), "", std::nullopt}).status().code(),
              absl::StatusCode::kUnavailable)
        << path;
  }
}

TEST(AuditTest, AHundredThousandEntriesArePublishedAndAuditedInSeconds) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point since) {
    return std::chrono::duration<double>(Clock::now() - since).count();
  };
  const TestLog log(100000);
  ScratchFolder scratch;
  const auto begin = Clock::now();
  auto target = NewFolderTarget(scratch.path(), /*writes=*/true);
  ASSERT_TRUE(target.ok()) << target.status();
  const auto published = log.PublishTo(target->get());
  ASSERT_TRUE(published.ok()) << published.status();
  const double publishing = seconds(begin);
  const auto middle = Clock::now();
  const auto report = AuditLog(FolderReader(scratch.path()), {TestKey('l').public_key(), "", std::nullopt});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->passed());
  std::cout << "100,000 entries: published in " << publishing << " s, audited in " << seconds(middle) << " s\n";
}

}  // namespace
}  // namespace tallystick
