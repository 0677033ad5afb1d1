// A .tlog-proof from `tally prove` to `tally verify`, as two people who do not know each other's casebooks see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/record/json.h"
#include "core/sign/tlog_proof.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"
#include "tests/core/sign/test_witness.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;

class VerifyProofTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
    ASSERT_EQ(shell.RunLine("source add Herald --kind outlet --casebook book").code, 0);
    ASSERT_EQ(shell.RunLine("source add Courier --kind outlet --casebook book").code, 0);
    ASSERT_EQ(shell.RunLine("prove Herald -o herald.tlog-proof --casebook book").code, 0);
    v1::KeysDocument keys;
    ASSERT_TRUE(DecodeJson(shell.RunLine("key list --json").out, &keys).ok());
    for (const v1::KeyItem& key : keys.keys()) {
      if (key.role() == "log") shell.Write("log.pem", shell.RunLine("key export " + key.id()).out);
    }
    proof = *ParseTlogProofUnverified(shell.Read("herald.tlog-proof"));
    const Checkpoint checkpoint = *ParseCheckpointUnverified(proof.checkpoint.text);
    const NoteKey log =
        *NoteKey::New(checkpoint.origin, SignatureType::kEd25519, *PublicKey::FromPem(shell.Read("log.pem")));
    vkey = log.Format();
    shell.Write("none.policy", absl::StrCat("log ", vkey, "\nquorum none\n"));
    shell.Write("w.policy", absl::StrCat("log ", vkey, "\nwitness W ", TestWitnessKey('w').Format(), "\nquorum W\n"));
  }

  SeededShell shell;
  TlogProof proof;
  std::string vkey;
};

TEST_F(VerifyProofTest, HoldsByTheLogsKeyInAnyFormAndByAPolicy) {
  shell.Write("log.vkey", vkey + "\n");
  for (const char* how : {"--log-key log.pem", "--log-key log.vkey", "--policy none.policy"}) {
    const Outcome outcome = shell.RunLine(absl::StrCat("verify herald.tlog-proof ", how));
    EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr(" checks, 0 failed, 0 unknown. This does not say that any claim is true."))
        << how;
  }
  EXPECT_EQ(shell.Run({"verify", "herald.tlog-proof", "--log-key", vkey}).code, 0);
  EXPECT_EQ(shell.RunLine("verify - --log-key log.pem", shell.Read("herald.tlog-proof")).code, 0);
}

TEST_F(VerifyProofTest, WithoutAKeyTheSignerIsUnknown) {
  const Outcome outcome = shell.RunLine("verify herald.tlog-proof");
  EXPECT_EQ(outcome.code, 7);
  EXPECT_THAT(outcome.out, HasSubstr("log signature  unknown  no key of the log"));
  EXPECT_THAT(outcome.out, HasSubstr("whoever signed it"));
}

TEST_F(VerifyProofTest, TheQuorumIsAskedForAndItsTimeShown) {
  const Outcome before = shell.RunLine("verify herald.tlog-proof --policy w.policy");
  EXPECT_EQ(before.code, 3);
  EXPECT_THAT(before.out, HasSubstr("quorum         FAIL     no valid cosignature by the witness W"));
  proof.checkpoint.signatures.push_back(Cosign(proof.checkpoint.text, 'w', 1666999999));
  shell.Write("cosigned.tlog-proof", FormatTlogProof(proof));
  const Outcome after = shell.RunLine("verify cosigned.tlog-proof --policy w.policy");
  EXPECT_EQ(after.code, 0) << after.out;
  EXPECT_THAT(after.out, HasSubstr("witness        pass     W (w.example) cosigned at 2022-10-28T23:33:19Z by its"));
  const Outcome passed_over = shell.RunLine("verify cosigned.tlog-proof --policy none.policy");
  EXPECT_EQ(passed_over.code, 0);
  EXPECT_THAT(passed_over.out, HasSubstr("passed over, by keys that were not given: w.example"));
  EXPECT_THAT(passed_over.out, HasSubstr("No witness was asked for."));
}

TEST_F(VerifyProofTest, TheEntryMayComeByAFile) {
  const std::string entry = proof.extra;
  proof.extra.clear();
  shell.Write("bare.tlog-proof", FormatTlogProof(proof));
  const Outcome without = shell.RunLine("verify bare.tlog-proof --policy none.policy");
  EXPECT_EQ(without.code, 7);
  EXPECT_THAT(without.out, HasSubstr("inclusion      unknown"));
  shell.Write("entry", entry);
  EXPECT_EQ(shell.RunLine("verify bare.tlog-proof --policy none.policy --leaf entry").code, 0);
  shell.Write("entry", entry + "\n");
  EXPECT_EQ(shell.RunLine("verify bare.tlog-proof --policy none.policy --leaf entry").code, 3);
}

TEST_F(VerifyProofTest, TheDocumentNamesTheSubmissionThatHoldsTheRecord) {
  const Outcome outcome = shell.RunLine("verify herald.tlog-proof --policy none.policy --json");
  v1::ProofDocument report;
  ASSERT_TRUE(DecodeJson(outcome.out, &report).ok()) << outcome.out;
  EXPECT_EQ(report.schema(), "tallystick-proof-v1");
  EXPECT_EQ(report.verdict(), "pass");
  EXPECT_EQ(report.index(), absl::StrCat(proof.index));
  EXPECT_EQ(report.entry().submission().size(), 64);
  EXPECT_THAT(shell.RunLine("key list").out, HasSubstr(report.entry().author_key()));
}

TEST_F(VerifyProofTest, DamageOfEachPartIsAFailure) {
  const std::string text = shell.Read("herald.tlog-proof");
  const struct {
    std::string name, from, to;
  } cases[] = {
      {"version", "tlog-proof@v1", "tlog-proof@v2"},
      {"index", "\nindex 1\n", "\nindex 0\n"},
      {"entry", "\nextra dGFsbHlzdGljay1sZWFmLXYxCj", "\nextra dGFsbHlzdGljay1sZWFmLXYxCm"},
      {"size", "\n3\n", "\n4\n"},
      {"end", "\n\n", "\n"},
  };
  for (const auto& c : cases) {
    const std::string damaged = absl::StrReplaceAll(text, {{c.from, c.to}});
    if (damaged == text) continue;
    shell.Write("damaged.tlog-proof", damaged);
    const Outcome outcome = shell.RunLine("verify damaged.tlog-proof --policy none.policy");
    EXPECT_EQ(outcome.code, 3) << c.name << "\n" << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("FAIL")) << c.name;
  }
}

TEST_F(VerifyProofTest, WhatIsWrongWithTheQuestionIsSaidWithAHint) {
  shell.Write("bad.policy", "quorum W\n");
  shell.Write("w.vkey", TestWitnessKey('w').Format() + "\n");
  shell.Write("words.pem", "words\n");
  const struct {
    std::string line;
    int code;
    std::string message;
  } cases[] = {
      {"verify herald.tlog-proof --policy bad.policy", 1, "bad.policy: line 1: no line above defines \"W\""},
      {"verify herald.tlog-proof --policy missing.policy", 5, "missing.policy"},
      {"verify herald.tlog-proof --leaf missing", 5, "missing"},
      {"verify herald.tlog-proof --log-key w.vkey", 1, "w.vkey: this is a witness's key, not a log's"},
      {"verify herald.tlog-proof --log-key words.pem", 1, "--log-key: words.pem: a verifier key is"},
      {"verify herald.tlog-proof --log-key words", 1, "--log-key: words: no file of this name, and as a key: "},
      {"verify herald.tlog-proof --signer log.pem", 1, "--signer says nothing about a .tlog-proof"},
      {"verify log.pem --leaf words.pem", 1, "--leaf says nothing about a bundle"},
      {"verify missing.tlog-proof", 5, "missing.tlog-proof"},
  };
  for (const auto& c : cases) {
    const Outcome outcome = shell.RunLine(c.line);
    EXPECT_EQ(outcome.code, c.code) << c.line << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(c.message)) << c.line;
    EXPECT_TRUE(c.code != 1 || absl::StrContains(outcome.err, "hint: ")) << c.line << "\n" << outcome.err;
  }
}

TEST_F(VerifyProofTest, ABundleIsStillKnownByItsBytes) {
  ASSERT_EQ(shell.RunLine("export --all -o b.tlog-proof --casebook book").code, 0);
  EXPECT_THAT(shell.RunLine("verify b.tlog-proof --signer log.pem").out, HasSubstr("SIGNED BY"));
}

}  // namespace
}  // namespace tallystick
