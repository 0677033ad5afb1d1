#include "core/bundle/proof_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/record/json.h"
#include "core/record/submission.h"
#include "tests/core/sign/small_log.h"
#include "tests/core/sign/test_witness.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

// A log of three Tallystick entries.
struct EntryLog {
  EntryLog() {
    for (int i = 0; i < 3; ++i) tree.Append(Entry(i));
  }
  static std::string Entry(int i) {
    return FormatLeaf(Sha256(absl::StrCat("submission ", i)), Sha256("author"), std::string(64, 's'));
  }
  // Proof of entry 1, with the entry in its extra line, signed by the log and cosigned by `witnesses`.
  TlogProof Prove(const std::string& witnesses = "") const {
    const Checkpoint checkpoint = {"log.example", 3, tree.frontier().Root(), {}};
    TlogProof proof{Entry(1), 1, *InclusionProof(1, 3, tree.reader()),
                    *ParseNoteUnverified(*SignCheckpoint(checkpoint, TestNoteKey("log.example", 'l'), TestKey('l')))};
    for (char fill : witnesses) {
      proof.checkpoint.signatures.push_back(Cosign(proof.checkpoint.text, fill, 1666999999));
    }
    return proof;
  }
  MemoryTree tree;
};

std::string LogLine(char fill = 'l') { return absl::StrCat("log ", TestNoteKey("log.example", fill).Format(), "\n"); }
std::string WitnessLine(char fill) {
  return absl::StrCat("witness ", std::string(1, fill), " ", TestWitnessKey(fill).Format(), "\n");
}

ProofOptions By(const std::string& policy) {
  ProofOptions options;
  const absl::StatusOr<TlogPolicy> parsed = ParseTlogPolicy(policy);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  if (parsed.ok()) options.policy = *parsed;
  return options;
}

// "form pass, log signature fail, …"
std::string Results(const v1::ProofDocument& report) {
  std::vector<std::string> results;
  for (const auto& check : report.checks()) results.push_back(absl::StrCat(check.name(), " ", check.result()));
  return absl::StrJoin(results, ", ");
}
std::string Why(const v1::ProofDocument& report) {
  std::string why;
  for (const auto& check : report.checks()) absl::StrAppend(&why, absl::StrJoin(check.why(), "; "), "\n");
  return why;
}

TEST(ProofReportTest, SaysWhoSignedWhoSawItWhenAndWhatTheEntryNames) {
  const std::string policy = LogLine() + WitnessLine('a') + WitnessLine('b') + "group G any a b\nquorum G\n";
  const v1::ProofDocument report = VerifyProof(FormatTlogProof(EntryLog().Prove("bc")), By(policy));
  EXPECT_EQ(ProofExitCode(report), 0) << Why(report);
  EXPECT_EQ(report.verdict(), "pass");
  EXPECT_EQ(Results(report), "form pass, log signature pass, quorum pass, inclusion pass");
  EXPECT_EQ(report.origin(), "log.example");
  EXPECT_EQ(report.index(), "1");
  EXPECT_EQ(report.size(), "3");
  EXPECT_EQ(report.root(), EntryLog().tree.frontier().Root().hex());
  ASSERT_EQ(report.witnesses_size(), 2);
  EXPECT_EQ(report.witnesses(0).result(), "absent");
  EXPECT_EQ(report.witnesses(1).result(), "cosigned");
  EXPECT_EQ(report.witnesses(1).time(), "2022-10-28T23:33:19Z");
  EXPECT_THAT(report.others(), testing::ElementsAre("c.example"));
  EXPECT_EQ(report.entry().given_by(), "proof");
  EXPECT_EQ(report.entry().submission(), Sha256("submission 1").hex());
  EXPECT_EQ(report.entry().author_key(), Sha256("author").hex());
  EXPECT_EQ(report.closing(), "This does not say that any claim is true.");
}

TEST(ProofReportTest, WhatEachMutationSays) {
  const TlogProof good = EntryLog().Prove("a");
  const std::string policy = LogLine() + WitnessLine('a') + "quorum a\n";
  const auto changed = [&](const std::function<void(TlogProof*)>& change) {
    TlogProof proof = good;
    change(&proof);
    return proof;
  };
  const auto with_leaf = [&](const std::string& entry) {
    ProofOptions options = By(policy);
    options.entry = entry;
    return options;
  };
  ProofOptions vkey, pem, wrong_pem, witness_in_policy = By(WitnessLine('a') + "quorum a\n");
  vkey.log_keys = {TestNoteKey("log.example", 'l')};
  pem.nameless_log_keys = {TestKey('l').public_key()};
  wrong_pem.nameless_log_keys = {TestKey('m').public_key()};
  witness_in_policy.log_keys = vkey.log_keys;
  ProofOptions other_vkey;
  other_vkey.log_keys = {TestNoteKey("other.example", 'l')};
  const struct {
    std::string name;
    TlogProof proof;
    ProofOptions options;
    int code;
    std::string results, why;
  } cases[] = {
      {"as it is", good, By(policy), 0, "log signature pass, quorum pass, inclusion pass",
       "at index 1 in the tree of 3"},
      {"quorum none", good, By(LogLine() + "quorum none\n"), 0, "log signature pass, quorum pass, inclusion pass", ""},
      {"the log's key alone", good, vkey, 0, "log signature pass, inclusion pass", ""},
      {"the log's key without a name", good, pem, 0, "log signature pass, inclusion pass", ""},
      {"a policy without logs and the log's key", good, witness_in_policy, 0,
       "log signature pass, quorum pass, inclusion pass", ""},
      {"nothing is known",
       good,
       {},
       7,
       "log signature unknown, quorum unknown, inclusion pass",
       "no key of the log log.example was given"},
      {"another log's key", good, other_vkey, 7, "log signature unknown, quorum unknown, inclusion pass",
       "unknown signer"},
      {"another key without a name", good, wrong_pem, 3, "log signature fail, inclusion pass",
       "no signature is by a key"},
      {"a policy of another log", good, By("log " + other_vkey.log_keys[0].Format() + "\nquorum none\n"), 7,
       "log signature unknown, quorum pass, inclusion pass", "unknown signer"},
      {"a policy of another log with a quorum", good,
       By("log " + other_vkey.log_keys[0].Format() + "\n" + WitnessLine('b') + "quorum b\n"), 7,
       "log signature unknown, quorum unknown, inclusion pass", "unknown signer"},
      {"a policy with another key of this log", good, By(LogLine('m') + "quorum none\n"), 3,
       "log signature fail, quorum pass, inclusion pass", "no signature is by a key that the policy has"},
      {"the log's signature damaged", changed([](TlogProof* p) {
         p->checkpoint.signatures[0] =
             LineOf("log.example", TestNoteKey("log.example", 'l').key_hash(), std::string(64, 'x'));
       }),
       By(policy), 3, "log signature fail, quorum pass, inclusion pass",
       "the signature by the log log.example is not valid"},
      {"cosigned by nobody", EntryLog().Prove(), By(policy), 3, "log signature pass, quorum fail, inclusion pass",
       "no valid cosignature by the witness a"},
      {"cosigned by a stranger", EntryLog().Prove("b"), By(policy), 3,
       "log signature pass, quorum fail, inclusion pass", "no valid cosignature by the witness a"},
      {"a bad cosignature that is not needed", changed([](TlogProof* p) {
         p->checkpoint.signatures.push_back(LineOf("b.example", TestWitnessKey('b').key_hash(), std::string(72, 'x')));
       }),
       By(LogLine() + WitnessLine('a') + WitnessLine('b') + "quorum a\n"), 3,
       "log signature pass, quorum fail, inclusion pass", "the cosignature by the witness b is not valid"},
      {"another index", changed([](TlogProof* p) { p->index = 0; }), By(policy), 3,
       "log signature pass, quorum pass, inclusion fail", "the proof does not lead to the root"},
      {"an index beyond the tree", changed([](TlogProof* p) { p->index = 3; }), By(policy), 3,
       "log signature pass, quorum pass, inclusion fail", "in the proof's extra line: "},
      {"a hash changed", changed([](TlogProof* p) { p->hashes[0].bytes[0] ^= 1; }), By(policy), 3,
       "log signature pass, quorum pass, inclusion fail", "the proof does not lead to the root"},
      {"a hash left out", changed([](TlogProof* p) { p->hashes.pop_back(); }), By(policy), 3,
       "log signature pass, quorum pass, inclusion fail", "in the proof's extra line: "},
      {"another entry in the extra line", changed([](TlogProof* p) { p->extra = EntryLog::Entry(2); }), By(policy), 3,
       "log signature pass, quorum pass, inclusion fail", "the proof does not lead to the root"},
      {"no extra line", changed([](TlogProof* p) { p->extra.clear(); }), By(policy), 7,
       "log signature pass, quorum pass, inclusion unknown", "--leaf does not give them"},
      {"something else in the extra line", changed([](TlogProof* p) { p->extra = "VRF"; }), By(policy), 7,
       "log signature pass, quorum pass, inclusion unknown", "something other than the entry"},
      {"the entry given beside", changed([](TlogProof* p) { p->extra = "VRF"; }), with_leaf(EntryLog::Entry(1)), 0,
       "log signature pass, quorum pass, inclusion pass", "the entry given is at index 1 in the tree of 3"},
      {"another entry given", good, with_leaf(EntryLog::Entry(0)), 3, "log signature pass, quorum pass, inclusion fail",
       "the entry given: "},
      {"an empty file given as the entry", good, with_leaf(""), 3, "log signature pass, quorum pass, inclusion fail",
       "the entry given: "},
      {"a line feed too many", good, with_leaf(EntryLog::Entry(1) + "\n"), 3,
       "log signature pass, quorum pass, inclusion fail", "the entry given: "},
      {"a signed text that is no checkpoint", changed([](TlogProof* p) {
         p->checkpoint = {"a text\n", {*SignNote("a text\n", TestNoteKey("log.example", 'l'), TestKey('l'))}};
       }),
       By(policy), 3, "log signature fail, quorum fail, inclusion unknown", "this is not a checkpoint"},
  };
  for (const auto& c : cases) {
    const v1::ProofDocument report = VerifyProof(FormatTlogProof(c.proof), c.options);
    EXPECT_EQ(ProofExitCode(report), c.code) << c.name << "\n" << Why(report);
    EXPECT_EQ(Results(report), "form pass, " + c.results) << c.name;
    EXPECT_THAT(Why(report), HasSubstr(c.why)) << c.name;
    EXPECT_EQ(report.verdict(), c.code == 0 ? "pass" : c.code == 3 ? "fail" : "incomplete") << c.name;
  }
}

TEST(ProofReportTest, NoChangedByteOfTheProofPasses) {
  const std::string text = FormatTlogProof(EntryLog().Prove("a"));
  const ProofOptions options = By(LogLine() + WitnessLine('a') + "quorum a\n");
  ASSERT_EQ(ProofExitCode(VerifyProof(text, options)), 0);
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] ^= 1;
    EXPECT_NE(ProofExitCode(VerifyProof(changed, options)), 0) << "byte " << i;
    if (i % 8 != 0) continue;
    EXPECT_NE(ProofExitCode(VerifyProof(text.substr(0, i), options)), 0) << "cut at " << i;
  }
}

TEST(ProofReportTest, AnEntryOfAnotherKindOfLogIsProvenAndNotRead) {
  const SmallLog log(5);
  TlogProof proof = log.Prove(2);
  proof.extra = SmallLog::Entry(2);
  ProofOptions options;
  options.log_keys = {log.key};
  const v1::ProofDocument report = VerifyProof(FormatTlogProof(proof), options);
  EXPECT_EQ(ProofExitCode(report), 0) << Why(report);
  EXPECT_FALSE(report.entry().has_submission());
  EXPECT_THAT(report.remarks(0), HasSubstr("not one of a Tallystick log"));
}

TEST(ProofReportTest, OctetsThatAreNoTextDoNotReachTheReport) {
  const std::string policy =
      LogLine() + "witness \xff\x1c[31m " + TestWitnessKey('b').Format() + "\nquorum \xff\x1c[31m\n";
  EXPECT_FALSE(ParseTlogPolicy(policy).ok()) << "a control character";
  const std::string octets =
      LogLine() + "witness \xff\xc2\x9b[31m " + TestWitnessKey('b').Format() + "\nquorum \xff\xc2\x9b[31m\n";
  const v1::ProofDocument report = VerifyProof(FormatTlogProof(EntryLog().Prove()), By(octets));
  EXPECT_EQ(ProofExitCode(report), 3);
  EXPECT_EQ(report.witnesses(0).name(), "\ufffd\ufffd[31m");
  EXPECT_TRUE(EncodeCanonicalJson(report).ok());
}

}  // namespace
}  // namespace tallystick
