// Keys and passphrases as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;

v1::KeysDocument Keys(SeededShell& shell) {
  v1::KeysDocument keys;
  EXPECT_TRUE(DecodeJson(shell.RunLine("key list --json").out, &keys).ok());
  return keys;
}

TEST(KeysTest, InitAsksTwiceForAPassphraseAndKeepsKeysPrivate) {
  SeededShell shell;
  shell.passphrases = {"long words", "long words"};
  ASSERT_EQ(shell.RunLine("init book").code, 0);
  const v1::KeysDocument keys = Keys(shell);
  ASSERT_EQ(keys.keys_size(), 2);
  for (const v1::KeyItem& key : keys.keys()) {
    EXPECT_TRUE(key.encrypted());
    EXPECT_EQ(std::filesystem::status(key.place()).permissions() & std::filesystem::perms::all,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  shell.passphrases = {"wrong words"};
  const Outcome wrong = shell.RunLine("source add A --kind outlet --casebook book");
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("passphrase"));
  shell.passphrases = {"long words"};
  EXPECT_EQ(shell.RunLine("source add A --kind outlet --casebook book").code, 0);
}

TEST(KeysTest, DifferingPassphrasesMakeNothing) {
  SeededShell shell;
  shell.passphrases = {"one", "two"};
  EXPECT_EQ(shell.RunLine("init book").code, 1);
  EXPECT_FALSE(std::filesystem::exists("book"));
  EXPECT_FALSE(std::filesystem::exists("keys"));
}

TEST(KeysTest, APassphraseComesByFileDescriptor) {
  SeededShell shell;
  for (const char* command : {"init book", "source add A --kind outlet --casebook book"}) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ASSERT_EQ(::write(ends[1], "long words\n", 11), 11);
    ::close(ends[1]);
    EXPECT_EQ(shell.RunLine(absl::StrCat(command, " --passphrase-fd ", ends[0])).code, 0) << command;
    ::close(ends[0]);
  }
}

TEST(KeysTest, AKeyFileThatOthersCanReadIsRefused) {
  SeededShell shell;
  ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
  const v1::KeysDocument keys = Keys(shell);
  for (const v1::KeyItem& key : keys.keys()) {
    std::filesystem::permissions(key.place(), std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  }
  const Outcome outcome = shell.RunLine("source add A --kind outlet --casebook book");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("can be read by others"));
}

TEST(KeysTest, ASecondAuthorRecordsOnceAdmitted) {
  SeededShell shell;
  ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
  const std::string first = Keys(shell).keys(0).id();
  const Outcome made = shell.RunLine("key new --role author --recovery stick --no-passphrase --json");
  ASSERT_EQ(made.code, 0) << made.err;
  v1::KeysDocument second;
  ASSERT_TRUE(DecodeJson(made.out, &second).ok());
  const std::string id = second.keys(0).id();
  EXPECT_EQ(shell.RunLine("source add A --kind outlet --casebook book --author " + id).code, 5) << "not admitted yet";
  ASSERT_EQ(shell.RunLine("key admit " + id + " --casebook book --author " + first).code, 0);
  const Outcome unsure = shell.RunLine("source add A --kind outlet --casebook book");
  EXPECT_EQ(unsure.code, 1) << "two keys could sign";
  EXPECT_THAT(unsure.err, HasSubstr("--author"));
  EXPECT_EQ(shell.RunLine("source add A --kind outlet --casebook book --author " + id).code, 0);
  EXPECT_EQ(shell.RunLine("check --casebook book").code, 0);
}

TEST(KeysTest, ExportsThePublicKeyOnly) {
  SeededShell shell;
  ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
  const Outcome outcome = shell.RunLine("key export " + Keys(shell).keys(0).id().substr(0, 12));
  EXPECT_THAT(outcome.out, ::testing::StartsWith("-----BEGIN PUBLIC KEY-----\n"));
  EXPECT_EQ(outcome.out.find("PRIVATE"), std::string::npos);
}

}  // namespace
}  // namespace tallystick
