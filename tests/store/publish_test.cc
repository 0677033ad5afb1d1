#include "store/publish.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/merkle/tiles.h"
#include "tests/store/published_log.h"
#include "tests/store/scratch_folder.h"
#include "tests/store/test_casebook.h"

namespace tallystick {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// The files of a log by the definition of their paths and the tree's nodes, not by way of the stream.
Files Expected(const TestLog& log) {
  Files files;
  const auto tile = [&](int level, uint64_t index, int width) {
    std::string bytes;
    for (int i = 0; i < width; ++i) {
      const NodeAddress node = {8 * level, index * 256 + static_cast<uint64_t>(i)};
      absl::StrAppend(&bytes, log.tree.nodes().at(node).view());
    }
    files[TilePath({level, index, width})] = bytes;
    if (level != 0) return;
    std::string& bundle = files[BundlePath(index, width)];
    for (int i = 0; i < width; ++i) {
      const std::string& entry = log.entries[index * 256 + static_cast<uint64_t>(i)];
      bundle += std::string(1, static_cast<char>(entry.size() / 256)) + static_cast<char>(entry.size() % 256) + entry;
    }
  };
  for (const LevelTiles& tiles : TilesOf(log.entries.size())) {
    for (uint64_t index = 0; index < tiles.full; ++index) tile(tiles.level, index, 256);
    if (tiles.partial > 0) tile(tiles.level, tiles.full, tiles.partial);
  }
  files["checkpoint"] = log.Checkpoint();
  return files;
}

TEST(PublishTest, WritesTheTilesTheBundlesAndTheCheckpointLast) {
  TestLog log(257);
  MemoryTarget target;
  const auto report = log.PublishTo(&target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(target.written, ElementsAre("tile/0/000", "tile/entries/000", "tile/0/001.p/1", "tile/1/000.p/1",
                                          "tile/entries/001.p/1", "(flush)", "checkpoint", "(flush)"));
  EXPECT_EQ(target.files, Expected(log));
  EXPECT_EQ(report->head.size, 257);
  EXPECT_EQ(report->tiles_written, 3);
  EXPECT_EQ(report->bundles_written, 2);
  EXPECT_TRUE(report->checkpoint_written);
}

TEST(PublishTest, GrowingLogsAreGoneOnWithAtEverySize) {
  TestLog log;
  MemoryTarget target;
  uint64_t before = 0;
  for (const uint64_t size : {0, 1, 2, 100, 255, 256, 257, 511, 512, 513, 513, 1500, 65535, 65536, 65537, 65800}) {
    log.GrowTo(size);
    target.reads = 0;
    const auto report = log.PublishTo(&target);
    ASSERT_TRUE(report.ok()) << size << ": " << report.status();
    EXPECT_EQ(report->published_before, before);
    EXPECT_LE(target.reads, 20 + 3 * static_cast<int>((size - before) / 256)) << "work for what is new only";
    for (const auto& [path, bytes] : Expected(log)) EXPECT_TRUE(target.files[path] == bytes) << size << ": " << path;
    before = size;
  }
  // Partial files of the heads before stay; the full ones are there as well.
  EXPECT_THAT(target.files, Contains(testing::Key("tile/0/000.p/100")));
}

TEST(PublishTest, TheSameLogAgainWritesNothing) {
  TestLog log(300);
  MemoryTarget target;
  ASSERT_TRUE(log.PublishTo(&target).ok());
  target.written.clear();
  const auto again = log.PublishTo(&target);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_THAT(target.written, ElementsAre("(flush)"));
  EXPECT_FALSE(again->checkpoint_written);
  EXPECT_EQ(again->tiles_written + again->bundles_written, 0);
}

TEST(PublishTest, ANoteWithMoreSignaturesReplacesTheOneThatIsThere) {
  TestLog log(3);
  MemoryTarget target;
  ASSERT_TRUE(log.PublishTo(&target).ok());
  LogToPublish cosigned = log.Published();
  Note note = *ParseNoteUnverified(cosigned.checkpoint);
  note.signatures.push_back(*SignNote(note.text, TestNoteKey("witness.example", 'w'), TestKey('w')));
  cosigned.checkpoint = FormatNote(note);
  const auto report = PublishLog(cosigned, log.key, {}, &target);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->checkpoint_written);
  EXPECT_EQ(report->tiles_written, 0);
  EXPECT_EQ(target.files["checkpoint"], cosigned.checkpoint);
}

TEST(PublishTest, ADryRunSaysTheSameAndWritesNothing) {
  TestLog log(600);
  MemoryTarget target;
  const auto dry = log.PublishTo(&target, {.dry_run = true});
  ASSERT_TRUE(dry.ok()) << dry.status();
  EXPECT_THAT(target.written, IsEmpty());
  const auto report = log.PublishTo(&target);
  EXPECT_EQ(dry->tiles_written, report->tiles_written);
  EXPECT_EQ(dry->bundles_written, report->bundles_written);
  EXPECT_TRUE(dry->checkpoint_written);
}

TEST(PublishTest, AnExistingFileWithOtherBytesIsRefusedByName) {
  TestLog log(300);
  const Files good = FilesOf(log);
  for (const auto& [path, bytes] : good) {
    std::string flipped = bytes;
    flipped[bytes.size() / 2] ^= 1;
    for (const std::string& other : {std::string(), bytes + "x", flipped, bytes.substr(0, bytes.size() - 1)}) {
      MemoryTarget target;
      target.files[path] = other;
      const absl::Status status = log.PublishTo(&target).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << path;
      EXPECT_THAT(std::string(status.message()), testing::StartsWith(path + ": "));
      EXPECT_EQ(target.files[path], other) << "left alone";
      if (path != "checkpoint") {
        EXPECT_EQ(target.files.count("checkpoint"), 0) << path;
      }
    }
  }
}

TEST(PublishTest, AllLooksAtFilesBeforeTheCheckpointToo) {
  TestLog log(600);
  MemoryTarget target;
  ASSERT_TRUE(log.PublishTo(&target).ok());
  const Files good = target.files;
  target.files.erase("tile/0/000");
  target.files.erase("tile/entries/002.p/88");
  ASSERT_TRUE(log.PublishTo(&target).ok());
  EXPECT_EQ(target.files.count("tile/0/000"), 0) << "not looked at";
  const auto report = log.PublishTo(&target, {.all = true});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(target.files, good);
  EXPECT_EQ(report->tiles_written, 1);
  EXPECT_EQ(report->bundles_written, 1);
  target.files["tile/0/000"][5] ^= 1;
  EXPECT_EQ(log.PublishTo(&target, {.all = true}).status().code(), absl::StatusCode::kDataLoss);
}

TEST(PublishTest, ALogThatWasRolledBackIsRefused) {
  TestLog longer(300), shorter(299);
  MemoryTarget target;
  ASSERT_TRUE(longer.PublishTo(&target).ok());
  const Files before = target.files;
  const absl::Status status = shorter.PublishTo(&target).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("300 entries with the root"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("299 entries with the root"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("rolled back"));
  EXPECT_EQ(target.files, before);
}

TEST(PublishTest, AForkIsRefused) {
  for (const uint64_t published : {1, 255, 256, 257, 300}) {
    TestLog one(published), other(300, " of the other history");
    MemoryTarget target;
    ASSERT_TRUE(one.PublishTo(&target).ok());
    const Files before = target.files;
    const absl::Status status = other.PublishTo(&target).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << published;
    EXPECT_THAT(std::string(status.message()), HasSubstr("fork")) << published;
    EXPECT_EQ(target.files, before) << published;
  }
}

TEST(PublishTest, AnotherLogsFolderIsRefused) {
  TestLog log(3);
  MemoryTarget target;
  target.files["checkpoint"] =
      *SignCheckpoint({"another.example", 2, Sha256("x"), {}}, TestNoteKey("another.example", 'o'), TestKey('o'));
  const absl::Status status = log.PublishTo(&target).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("another log"));
  target.files["checkpoint"] =
      *SignCheckpoint({"log.example", 2, Sha256("x"), {}}, TestNoteKey("log.example", 'o'), TestKey('o'));
  EXPECT_EQ(log.PublishTo(&target).status().code(), absl::StatusCode::kDataLoss) << "our name, another's signature";
}

TEST(PublishTest, ADamagedCasebookPublishesNothingWrong) {
  TestLog log(300);
  MemoryTarget target;
  LogToPublish changed_node = log.Published();
  changed_node.nodes = [&log](NodeAddress address) -> absl::StatusOr<Digest> {
    if (address == NodeAddress{0, 299}) return Sha256("damaged");
    return log.tree.reader()(address);
  };
  EXPECT_EQ(PublishLog(changed_node, log.key, {}, &target).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(target.written, IsEmpty());

  log.entries[270] = log.entries[269];
  const absl::Status status = log.PublishTo(&target).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("submission 270"));
  EXPECT_EQ(target.files.count("checkpoint"), 0);
  for (const auto& [path, bytes] : target.files) EXPECT_THAT(path, Not(HasSubstr("001")));

  TestLog unsigned_log(3);
  LogToPublish foreign = unsigned_log.Published();
  foreign.checkpoint = *SignCheckpoint({"log.example", 3, unsigned_log.tree.frontier().Root(), {}},
                                       TestNoteKey("log.example", 'x'), TestKey('x'));
  EXPECT_EQ(PublishLog(foreign, unsigned_log.key, {}, &target).status().code(), absl::StatusCode::kUnauthenticated);
}

TEST(PublishTest, ACasebooksLogIsPublishedAndPassesTheAudit) {
  ScratchFolder scratch;
  TestCasebook casebook;
  RecordStory(&casebook);
  const auto view = casebook.View();
  const NoteKey key = *NoteKey::New(casebook.identity().origin, SignatureType::kEd25519, casebook.identity().key);
  const auto target = NewFolderTarget(scratch / "a/published", /*writes=*/true);
  ASSERT_TRUE(target.ok()) << target.status();
  const auto log = LogOf(*view);
  ASSERT_TRUE(log.ok()) << log.status();
  const auto report = PublishLog(*log, key, {}, target->get());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->head.size, view->size());
  const auto audit = AuditLog(FolderReader(scratch / "a/published"), {casebook.identity().key, "", std::nullopt});
  ASSERT_TRUE(audit.ok()) << audit.status();
  EXPECT_TRUE(audit->passed());
  EXPECT_EQ(audit->entries, view->size());
  EXPECT_EQ(audit->authors.size(), 2);
}

TEST(PublishTest, AFolderIsHeldAgainstOtherPublishers) {
  ScratchFolder scratch;
  auto first = NewFolderTarget(scratch.path(), /*writes=*/true);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(NewFolderTarget(scratch.path(), /*writes=*/true).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(NewFolderTarget(scratch.path(), /*writes=*/false).ok());
  first->reset();
  EXPECT_TRUE(NewFolderTarget(scratch.path(), /*writes=*/true).ok());
}

}  // namespace
}  // namespace tallystick
