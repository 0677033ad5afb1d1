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

std::string IdOf(SeededShell& shell, const std::string& role) {
  const v1::KeysDocument keys = Keys(shell);
  for (const v1::KeyItem& key : keys.keys()) {
    if (key.role() == role) return key.id();
  }
  return "";
}

// docs/keys.md, "A stolen author key".
TEST(KeysTest, AStolenAuthorKeyIsRotatedAndWhatTheThiefSignedIsDisowned) {
  SeededShell shell;
  ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
  const std::string old_key = IdOf(shell, "author");
  const std::string recovery = absl::StrCat("book-recovery/", old_key, ".author.recovery.pem");
  ASSERT_EQ(shell.RunLine("source add Mine --kind outlet --casebook book").code, 0);     // entry 1
  ASSERT_EQ(shell.RunLine("source add Thiefs --kind outlet --casebook book").code, 0);   // entry 2
  const std::string rotate = absl::StrCat("key rotate ", old_key.substr(0, 12), " --recovery new-recovery --no-passphrase");

  const Outcome wrong = shell.RunLine(absl::StrCat(rotate, " --casebook book --recovery-key book-recovery/", IdOf(shell, "log"),
                                                   ".log.recovery.pem"));
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("the recovery key that was committed to is"));
  EXPECT_EQ(shell.RunLine(absl::StrCat(rotate, " --casebook book --from-index 9 --recovery-key ", recovery)).code, 1);

  const Outcome rotated = shell.RunLine(absl::StrCat(rotate, " --casebook book --from-index 2 --recovery-key ", recovery));
  ASSERT_EQ(rotated.code, 0) << rotated.err;
  EXPECT_THAT(rotated.out, HasSubstr("takes the place of"));
  // The thief still has the old key, and so has this machine: it is not asked any more.
  ASSERT_EQ(shell.RunLine("source add Again --kind outlet --casebook book").code, 0);
  EXPECT_EQ(shell.RunLine(absl::StrCat("source add X --kind outlet --casebook book --author ", old_key)).code, 5);
  const Outcome check = shell.RunLine("check --casebook book");
  EXPECT_EQ(check.code, 0) << check.out;
  EXPECT_THAT(check.out, HasSubstr("submission 2 is disowned"));
  EXPECT_THAT(shell.RunLine("show Thiefs --casebook book").out, HasSubstr("DISOWNED: signed with the key"));
  EXPECT_THAT(shell.RunLine("show Mine --casebook book").out, testing::Not(HasSubstr("DISOWNED")));

  // A stranger who knows only the first key sees the same.
  ASSERT_EQ(shell.RunLine("export Mine Again -o good.zip --casebook book").code, 0);
  const std::string verify = absl::StrCat(" --accept-unknown existed,complete --signer ", old_key);
  const Outcome good = shell.RunLine("verify good.zip" + verify);
  EXPECT_EQ(good.code, 0) << good.out;
  ASSERT_EQ(shell.RunLine("export Thiefs -o disowned.zip --casebook book").code, 0);
  const Outcome disowned = shell.RunLine("verify disowned.zip --json" + verify);
  EXPECT_EQ(disowned.code, 3);
  EXPECT_THAT(disowned.out, HasSubstr("from entry 2 on, and says that this is not theirs"));
}

TEST(KeysTest, AKeyThatOthersCanReplaceIsRevoked) {
  SeededShell shell;
  ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
  const std::string first = IdOf(shell, "author");
  const std::string revoke = absl::StrCat("key revoke ", first, " --casebook book --recovery-key book-recovery/", first,
                                          ".author.recovery.pem");
  const Outcome alone = shell.RunLine(revoke);
  EXPECT_EQ(alone.code, 5);
  EXPECT_THAT(alone.err, HasSubstr("tally key rotate"));
  v1::KeysDocument made;
  ASSERT_TRUE(DecodeJson(shell.RunLine("key new --role author --recovery r --no-passphrase --json").out, &made).ok());
  ASSERT_EQ(shell.RunLine(absl::StrCat("key admit ", made.keys(0).id(), " --casebook book")).code, 0);
  EXPECT_EQ(shell.RunLine(revoke).code, 0);
  EXPECT_EQ(shell.RunLine("source add A --kind outlet --casebook book").code, 0) << "only one is left: no choice to make";
  EXPECT_EQ(shell.RunLine("check --casebook book").code, 0);
}

// docs/keys.md, "A stolen log key".
TEST(KeysTest, ALogWhoseKeyWasStolenIsSucceededByANewOne) {
  SeededShell shell;
  ASSERT_EQ(shell.RunLine("init old --no-passphrase").code, 0);
  const std::string log = IdOf(shell, "log");
  const std::string recovery = absl::StrCat("old-recovery/", log, ".log.recovery.pem");
  ASSERT_EQ(shell.RunLine("source add A --kind outlet --casebook old").code, 0);
  const std::string proof = shell.RunLine("prove A --casebook old").out;
  shell.Write("seen", proof.substr(proof.find("\n\n") + 2));
  ASSERT_EQ(shell.RunLine("source add B --kind outlet --casebook old").code, 0);
  EXPECT_EQ(shell.RunLine(absl::StrCat("key rotate ", log, " --casebook old --recovery r --no-passphrase --recovery-key ", recovery)).code, 1);
  EXPECT_EQ(shell.RunLine("init new --no-passphrase --succeeds old").code, 1) << "without the recovery key";
  EXPECT_FALSE(std::filesystem::exists("new"));

  const Outcome made =
      shell.RunLine(absl::StrCat("init new --no-passphrase --succeeds old --from seen --recovery-key ", recovery));
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(shell.RunLine("check --casebook new").code, 0);
  const std::string listed = shell.RunLine("list keys --casebook new --json").out;
  EXPECT_EQ(shell.RunLine("source add C --kind outlet --casebook new").code, 0);
  EXPECT_EQ(shell.RunLine("check --casebook old").code, 0) << "the old casebook is left as it was";
  ASSERT_EQ(shell.RunLine("export C -o c.zip --casebook new").code, 0);
  EXPECT_THAT(shell.RunLine("verify c.zip --full").out, HasSubstr("takes the place of old."));

  shell.Write("forged", "old.12345678\n9\n" + std::string(43, 'A') + "=\n\n");
  EXPECT_NE(shell.RunLine(absl::StrCat("init third --no-passphrase --succeeds old --from forged --recovery-key ", recovery)).code, 0);
  EXPECT_FALSE(std::filesystem::exists("third"));
}

}  // namespace
}  // namespace tallystick
