#include "core/sign/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

const char kRoot[] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

Checkpoint Sample() { return {"log.example", 70000, Sha256(""), {}}; }

TEST(CheckpointTest, ReadsAndWritesTheSameText) {
  const struct {
    std::string text;
    Checkpoint checkpoint;
  } cases[] = {
      {absl::StrCat("log.example\n0\n", kRoot, "\n"), {"log.example", 0, Sha256(""), {}}},
      {absl::StrCat("log.example\n70000\n", kRoot, "\n"), Sample()},
      {absl::StrCat("a log + of ours\n18446744073709551615\n", kRoot, "\n"),
       {"a log + of ours", UINT64_MAX, Sha256(""), {}}},
      {absl::StrCat("log.example\n1\n", kRoot, "\none\n two\n"), {"log.example", 1, Sha256(""), {"one", " two"}}},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<Checkpoint> parsed = ParseCheckpointUnverified(c.text);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, c.checkpoint);
    EXPECT_EQ(FormatCheckpoint(c.checkpoint), c.text);
  }
}

TEST(CheckpointTest, AnyOtherFormIsRefusedWithItsLine) {
  const std::string root = absl::StrCat(kRoot, "\n");
  const struct {
    std::string text, reason;
  } cases[] = {
      {"", "line 1: missing: here should be the log's origin"},
      {"log.example", "line 1: does not end with a line feed"},
      {"\n1\n" + root, "line 1: the log's origin is empty"},
      {"log.example\n", "line 2: missing: here should be the tree size"},
      {"log.example\n\n" + root, "line 2: the tree size"},
      {"log.example\n01\n" + root, "line 2: the tree size"},
      {"log.example\n-1\n" + root, "line 2: the tree size"},
      {"log.example\n1 \n" + root, "line 2: the tree size"},
      {"log.example\n18446744073709551616\n" + root, "line 2: the tree size"},
      {"log.example\n1\n", "line 3: missing: here should be the root hash"},
      {"log.example\n1\n\n", "line 3: the root hash"},
      {"log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", "line 3: the root hash"},
      {"log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n", "line 3: the root hash"},
      {"log.example\n1\n" + root + "\n", "line 4: an extension line is empty"},
      {"log.example\n1\n" + root + "extension", "line 4: does not end with a line feed"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ParseCheckpointUnverified(c.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.reason));
  }
}

TEST(CheckpointTest, ASignedOneOpensWithTheLogsKey) {
  const NoteKey key = TestNoteKey("log.example", 'a');
  const absl::StatusOr<std::string> bytes = SignCheckpoint(Sample(), key, TestKey('a'));
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(*SignCheckpoint(Sample(), key, TestKey('a')), *bytes);
  const absl::StatusOr<Checkpoint> opened = OpenCheckpoint(*ParseNoteUnverified(*bytes), key);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, Sample());
}

TEST(CheckpointTest, WithoutAGoodSignatureItDoesNotOpen) {
  Note note = *ParseNoteUnverified(*SignCheckpoint(Sample(), TestNoteKey("log.example", 'a'), TestKey('a')));
  const absl::Status absent = OpenCheckpoint(note, TestNoteKey("log.example", 'b')).status();
  EXPECT_EQ(absent.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(absent.message()), HasSubstr("no signature by the key of log.example"));
  note.text = FormatCheckpoint({"log.example", 70001, Sha256(""), {}});
  const absl::Status bad = OpenCheckpoint(note, TestNoteKey("log.example", 'a')).status();
  EXPECT_EQ(bad.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(bad.message()), HasSubstr("not valid"));
}

TEST(CheckpointTest, AKeySpeaksForItsOwnLogOnly) {
  const NoteKey key = TestNoteKey("log.example", 'a');
  Checkpoint other = Sample();
  other.origin = "other.example";
  EXPECT_EQ(SignCheckpoint(other, key, TestKey('a')).status().code(), absl::StatusCode::kInvalidArgument);
  const std::string text = FormatCheckpoint(other);
  const Note note{text, {*SignNote(text, key, TestKey('a'))}};
  EXPECT_EQ(OpenCheckpoint(note, key).status().code(), absl::StatusCode::kUnauthenticated);
}

TEST(CheckpointTest, ExtensionLinesThatWouldReadDifferentlyAreNotSigned) {
  for (absl::string_view extension : {"", "two\nlines", "a\n\n"}) {
    Checkpoint checkpoint = Sample();
    checkpoint.extensions = {std::string(extension)};
    EXPECT_EQ(SignCheckpoint(checkpoint, TestNoteKey("log.example", 'a'), TestKey('a')).status().code(),
              absl::StatusCode::kInvalidArgument)
        << extension;
  }
}

}  // namespace
}  // namespace tallystick
