// `tally publish` and `tally log verify` as the two who use them: one publishes, the other has only what is published.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/record/json.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PublishCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
    AddSource("Courier");
  }
  void AddSource(const std::string& name) {
    ASSERT_EQ(shell.RunLine(absl::StrCat("source add ", name, " --kind outlet --casebook book")).code, 0);
  }
  v1::PublishDocument Publish(const std::string& more = "") {
    v1::PublishDocument document;
    const Outcome outcome = shell.RunLine(absl::StrCat("publish pub --casebook book --json ", more));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(DecodeJson(absl::StripSuffix(outcome.out, "\n"), &document).ok()) << outcome.out;
    return document;
  }
  Outcome Verify(const std::string& more) { return shell.RunLine("log verify pub " + more); }
  SeededShell shell;
};

TEST_F(PublishCommandTest, PublishesAndAStrangerVerifies) {
  const v1::PublishDocument dry = Publish("--dry-run");
  EXPECT_FALSE(std::filesystem::exists("pub"));
  const v1::PublishDocument done = Publish();
  EXPECT_EQ(done.tiles_written(), dry.tiles_written());
  EXPECT_EQ(done.size(), 2);
  EXPECT_EQ(shell.Read("pub/tile/0/000.p/2").size(), 64);
  EXPECT_THAT(shell.Read("pub/tile/entries/000.p/2"), HasSubstr("tallystick-leaf-v1\n"));

  const Outcome known = Verify("--key " + done.log_key());
  EXPECT_EQ(known.code, 0) << known.out << known.err;
  EXPECT_THAT(known.out, HasSubstr("2 entries in 1 bundle, 1 tile"));
  EXPECT_THAT(known.out, HasSubstr("You gave no earlier checkpoint"));
  const Outcome unknown = Verify("");
  EXPECT_EQ(unknown.code, 7);
  EXPECT_THAT(unknown.out, HasSubstr("NOT CHECKED who signed"));
}

TEST_F(PublishCommandTest, TheKeyComesAsTextOrInAFile) {
  const std::string key = Publish().log_key();
  shell.Write("key.vkey", key + "\n");
  EXPECT_EQ(Verify("--key key.vkey").code, 0);
  v1::KeysDocument keys;
  ASSERT_TRUE(DecodeJson(absl::StripSuffix(shell.RunLine("key list --json").out, "\n"), &keys).ok());
  for (const v1::KeyItem& item : keys.keys()) {
    shell.Write(item.role() + ".pem", shell.RunLine("key export " + item.id()).out);
  }
  EXPECT_EQ(Verify("--key log.pem").code, 0);
  const Outcome author = Verify("--key author.pem");
  EXPECT_EQ(author.code, 3);
  EXPECT_THAT(author.out, HasSubstr("WRONG       checkpoint: "));
  EXPECT_EQ(Verify("--key nothing").code, 1);
  shell.Write("bad.pem", "-----BEGIN NONSENSE");
  EXPECT_EQ(Verify("--key bad.pem").code, 1);
}

TEST_F(PublishCommandTest, AChangedByteExitsWithThreeAndNamesTheFile) {
  const std::string key = Publish().log_key();
  std::string bytes = shell.Read("pub/tile/entries/000.p/2");
  bytes[100] ^= 1;
  shell.Write("pub/tile/entries/000.p/2", bytes);
  const Outcome outcome = Verify("--key " + key);
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.out, HasSubstr("WRONG       tile/entries/000.p/2: entry 0"));
  EXPECT_THAT(outcome.out, HasSubstr("This log does not verify."));
}

TEST_F(PublishCommandTest, TheKeptCheckpointIsTheNextFrom) {
  const std::string key = Publish().log_key();
  const Outcome first = Verify("--keep kept --json --key " + key);
  v1::AuditDocument audit;
  ASSERT_TRUE(DecodeJson(absl::StripSuffix(first.out, "\n"), &audit).ok()) << first.out;
  ASSERT_EQ(audit.kept_size(), 1);
  EXPECT_EQ(audit.verdict(), "pass");
  EXPECT_EQ(shell.Read(audit.kept(0)), shell.Read("pub/checkpoint"));
  AddSource("Herald");
  Publish();
  const Outcome next = Verify(absl::StrCat("--key ", key, " --from ", audit.kept(0)));
  EXPECT_EQ(next.code, 0) << next.out;
  EXPECT_THAT(next.out, HasSubstr("continues   the checkpoint of 2 entries that you kept"));
  EXPECT_THAT(next.out, Not(HasSubstr("You gave no earlier")));
  EXPECT_EQ(Verify("--keep kept --key " + key).code, 0);
  EXPECT_EQ(Verify("--keep kept --key " + key).code, 0) << "the same note again is no error";
}

TEST_F(PublishCommandTest, ARolledBackCasebookIsRefusedAndItsFolderConvicted) {
  std::filesystem::copy("book", "before", std::filesystem::copy_options::recursive);
  AddSource("Herald");
  const std::string key = Publish().log_key();
  shell.Write("old.checkpoint", shell.Read("pub/checkpoint"));

  const Outcome refused = shell.RunLine("publish pub --casebook before");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("pub/checkpoint: what is published there has 3 entries"));
  EXPECT_THAT(refused.err, HasSubstr("rolled back"));

  std::filesystem::remove_all("pub");
  ASSERT_EQ(shell.RunLine("publish pub --casebook before").code, 0);
  const Outcome convicted = Verify(absl::StrCat("--key ", key, " --from old.checkpoint --keep evidence"));
  EXPECT_EQ(convicted.code, 3);
  EXPECT_THAT(convicted.out, HasSubstr("the log was"));
  EXPECT_THAT(convicted.out, HasSubstr("Published:\n  | book."));
  EXPECT_THAT(convicted.out, HasSubstr("Kept by you:\n  | book."));
  int kept = 0;
  for (const auto& file : std::filesystem::directory_iterator("evidence")) {
    const std::string note = shell.Read(file.path().string());
    EXPECT_TRUE(note == shell.Read("old.checkpoint") || note == shell.Read("pub/checkpoint")) << file.path();
    ++kept;
  }
  EXPECT_EQ(kept, 2);
}

TEST_F(PublishCommandTest, AnAddressIsReadThroughTheNetwork) {
  const std::string key = Publish().log_key();
  int status = 200;
  std::vector<std::string> asked;
  shell.fetch = [&](const FetchRequest& request) -> absl::StatusOr<FetchReply> {
    absl::string_view path = request.url;
    EXPECT_TRUE(absl::ConsumePrefix(&path, "https://example.org/log/")) << request.url;
    EXPECT_EQ(request.body, "");
    asked.emplace_back(path);
    const std::string file = absl::StrCat("pub/", path);
    if (!std::filesystem::is_regular_file(file)) return FetchReply{404, "no such page", "text/html"};
    return FetchReply{status, shell.Read(file), ""};
  };
  for (const char* place : {"https://example.org/log", "https://example.org/log/"}) {
    asked.clear();
    const Outcome outcome = shell.RunLine(absl::StrCat("log verify ", place, " --key ", key));
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(asked, ::testing::ElementsAre("checkpoint", "tile/entries/000.p/2", "tile/0/000.p/2"));
  }
  const std::string line = "log verify https://example.org/log --key " + key;
  status = 503;
  const Outcome busy = shell.RunLine(line);
  EXPECT_EQ(busy.code, 6);
  EXPECT_THAT(busy.err, HasSubstr("status 503"));
  status = 200;
  std::filesystem::remove("pub/tile/0/000.p/2");
  EXPECT_EQ(shell.RunLine(line).code, 3);
  std::filesystem::remove("pub/checkpoint");
  EXPECT_EQ(shell.RunLine(line).code, 5);
  shell.fetch = nullptr;
  EXPECT_EQ(shell.RunLine(line).code, 6) << "nobody answers";
}

TEST_F(PublishCommandTest, MistakesAreSaid) {
  EXPECT_EQ(shell.RunLine("log verify nowhere").code, 5);
  const std::string key = Publish().log_key();
  EXPECT_EQ(Verify("--from nothing").code, 5);
  shell.Write("old", "not a note");
  const Outcome outcome = Verify("--from old --key " + key);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("the checkpoint that you kept: "));
  shell.Write("pub/tile/entries/000.p/2", "other bytes");
  const Outcome differs = shell.RunLine("publish pub --all --casebook book");
  EXPECT_EQ(differs.code, 3);
  EXPECT_THAT(differs.err, HasSubstr("pub/tile/entries/000.p/2: "));
  EXPECT_THAT(differs.err, HasSubstr("hint: nothing that is there was changed"));
}

}  // namespace
}  // namespace tallystick
