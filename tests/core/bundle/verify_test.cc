#include "core/bundle/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/record/json.h"
#include "tests/core/bundle/bundle_files.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using Report = v1::BundleReport;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class Verify : public testing::Test {
 protected:
  std::string Build(const BundleInput& input) const {
    const auto bundle = BuildBundle(input, ShippedTables());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    return bundle.ok() ? bundle->zip : "";
  }
  Report Check(const std::string& zip, std::vector<Digest> trusted) const {
    return VerifyBundle(zip, {std::move(trusted), ShippedTables(), {}});
  }
  // The five results in order, "pass unknown …".
  static std::string Results(const Report& report) {
    std::string text;
    for (const auto& verdict : report.verdicts()) {
      absl::StrAppend(&text, text.empty() ? "" : " ", Report::Result_Name(verdict.result()));
    }
    return text;
  }
  static std::vector<std::string> Evidence(const Report& report, Axis axis) {
    for (const auto& verdict : report.verdicts()) {
      if (verdict.axis() == axis) return {verdict.evidence().begin(), verdict.evidence().end()};
    }
    return {};
  }
  static std::vector<std::string> Codes(const Report& report, Report::Result result) {
    std::vector<std::string> codes;
    for (const auto& check : report.checks()) {
      if (check.result() == result) codes.push_back(check.code());
    }
    return codes;
  }

  const SmallCasebook casebook_;
  const std::string zip_ = Build(casebook_.Input());
  const std::set<Axis> accepted_ = {Report::existed, Report::complete};
};

TEST_F(Verify, AGoodBundleByAKnownSignerPassesWhatCanBeKnown) {
  const Report report = Check(zip_, casebook_.Signers());
  EXPECT_EQ(Results(report), "pass pass unknown unknown pass");
  EXPECT_EQ(report.closing(), "This does not say that any claim is true.");
  EXPECT_EQ(report.name(), "talataye");
  EXPECT_EQ(report.bundle(), Sha256(FilesOf(zip_).at("tagmanifest-sha256.txt")).hex());
  EXPECT_EQ(VerifyExitCode(report, {}), 7);
  EXPECT_EQ(VerifyExitCode(report, {Report::existed}), 7);
  EXPECT_EQ(VerifyExitCode(report, accepted_), 0);
}

TEST_F(Verify, TheFiveVerdictsHaveTheirTitlesInOrder) {
  std::vector<std::string> titles;
  const Report report = Check(zip_, {});
  for (const auto& verdict : report.verdicts()) titles.push_back(verdict.title());
  EXPECT_THAT(titles, ElementsAre("UNCHANGED", "SIGNED BY", "EXISTED BY", "COMPLETE", "CONSISTENT"));
}

TEST_F(Verify, AnUnknownSignerIsNotABadSignature) {
  for (const std::vector<Digest>& trusted : {std::vector<Digest>{}, {TestKey('x').public_key().id()}}) {
    const Report report = Check(zip_, trusted);
    EXPECT_EQ(Results(report), "pass unknown unknown unknown pass");
    EXPECT_THAT(Codes(report, Report::unknown), Contains("signer-unknown"));
    EXPECT_THAT(Codes(report, Report::fail), testing::IsEmpty());
    EXPECT_EQ(VerifyExitCode(report, accepted_), 7);
  }
}

TEST_F(Verify, TrustReachesThoseWhomAKnownKeyAdmittedAndNoFurther) {
  const Digest a = TestKey('a').public_key().id(), b = TestKey('b').public_key().id(),
               log = TestKey('l').public_key().id();
  EXPECT_EQ(Results(Check(zip_, {a})), "pass pass unknown unknown pass") << "a admitted b";
  EXPECT_EQ(Results(Check(zip_, {log})), "pass pass unknown unknown pass") << "the log's first entry admitted a";
  const Report report = Check(zip_, {b});
  EXPECT_EQ(Results(report), "pass unknown unknown unknown pass") << "b did not admit a";
  EXPECT_THAT(Evidence(report, Report::signed_), Contains(HasSubstr("you gave this key")));
  EXPECT_THAT(Evidence(Check(zip_, {a}), Report::signed_),
              Contains(HasSubstr(absl::StrCat("admitted under ", a.hex()))));
}

TEST_F(Verify, CompletenessIsStatedWithItsCounts) {
  const auto evidence = Evidence(Check(zip_, {}), Report::complete);
  EXPECT_THAT(evidence, Contains(HasSubstr("3 records matched, 2 are included, with 6 they rest on")));
  EXPECT_THAT(evidence, Contains(HasSubstr("1 left out: asked-not-to-be-published")));
  EXPECT_THAT(evidence, Contains(HasSubstr("all records are shown of 3 of the 5 entries")));
}

TEST_F(Verify, OpenConflictsAreCountedAndNamed) {
  BundleInput input = casebook_.Input();
  input.entries[1].shown.push_back(4);
  input.left_out.clear();
  const Report report = Check(Build(input), casebook_.Signers());
  EXPECT_EQ(Results(report), "pass pass unknown unknown pass") << "a conflict is no inconsistency of the bundle";
  EXPECT_THAT(Evidence(report, Report::consistent), Contains(HasSubstr("contradicts ")));
  EXPECT_THAT(Evidence(report, Report::consistent), Contains(HasSubstr("open among 3 claims: ")));
}

TEST_F(Verify, EveryCheckIsListedAndWhatWasNotCheckedIsSaid) {
  const Report report = Check(zip_, casebook_.Signers());
  std::map<std::string, int> names;
  for (const auto& check : report.checks()) {
    ++names[check.name()];
    EXPECT_NE(check.axis(), Report::axis_unstated);
    EXPECT_NE(check.result(), Report::result_unstated);
    EXPECT_FALSE(check.explanation().empty());
    EXPECT_EQ(check.code().empty(), check.result() == Report::pass) << check.name();
  }
  EXPECT_EQ(names["signature"], 4);
  EXPECT_EQ(names["inclusion"], 4);
  EXPECT_EQ(names["admission"], 4);
  EXPECT_EQ(names["signed lists"], 4);
  for (const char* once : {"archive", "bag", "checkpoint", "withheld", "scope", "captures", "quotes", "findings"}) {
    EXPECT_EQ(names[once], 1) << once;
  }
  EXPECT_THAT(report.not_checked(), Contains(HasSubstr("who holds a key")));
  EXPECT_THAT(report.not_checked(), Contains(HasSubstr("another history")));
}

TEST_F(Verify, TheReportIsOneCanonicalDocument) {
  const std::string json = EncodeJson(Check(zip_, casebook_.Signers()));
  EXPECT_EQ(json, EncodeJson(Check(zip_, casebook_.Signers())));
  EXPECT_THAT(json, testing::StartsWith("{\"schema\":\"tallystick-verification-v1\""));
  Report again;
  EXPECT_TRUE(DecodeCanonicalJson(json, &again).ok());
}

TEST_F(Verify, QuotesThatCannotBeReadAreUnknown) {
  BundleInput input = casebook_.Input();
  input.captures.clear();
  const Report report = Check(Build(input), casebook_.Signers());
  EXPECT_EQ(Results(report), "pass pass unknown unknown unknown");
  EXPECT_THAT(Codes(report, Report::unknown), Contains("quote-not-checked"));
  EXPECT_THAT(Evidence(report, Report::consistent), Contains(HasSubstr("2 passages not looked up")));
}

TEST_F(Verify, FindingsOfOtherTablesAreUnknown) {
  Files files = FilesOf(zip_);
  Replace(&files.at("data/findings.json"), kConflictRules, "other-rules");
  Rebag(&files);
  const Report report = Check(ZipOf(files), casebook_.Signers());
  EXPECT_EQ(Results(report), "pass pass unknown unknown unknown");
  EXPECT_THAT(Codes(report, Report::unknown), Contains("findings-other-tables"));
}

// An author may use a later schema; the hashes and signatures hold all the same.
TEST_F(Verify, AnUnknownSchemaIsVerifiedAndNotUnderstood) {
  Files files = FilesOf(zip_);
  Replace(&files.at(InEntry(3, "tallystick-v1-submission.json")), "\"tallystick-v1\"", "\"tallystick-v9\"");
  Relist(&files, 3);
  Resign(casebook_, &files);
  Rebag(&files);
  const Report report = Check(ZipOf(files), casebook_.Signers());
  EXPECT_THAT(Codes(report, Report::unknown), Contains("not-understood"));
  for (const auto& check : report.checks()) {
    EXPECT_TRUE(check.axis() != Report::unchanged || check.result() != Report::fail) << check.explanation();
  }
}

TEST_F(Verify, ARevocationThatNoRecoveryKeySignedFailsSignedBy) {
  Files files = FilesOf(zip_);
  Replace(&files.at(InEntry(2, "000/1-key.json")), "\"event\":\"admitted\"", "\"event\":\"revoked\"");
  Relist(&files, 2);
  Resign(casebook_, &files);
  Rebag(&files);
  EXPECT_THAT(Codes(Check(ZipOf(files), casebook_.Signers()), Report::fail), Contains("key-record"));
}

TEST_F(Verify, SealsAndAForeignVerifyTextAreMentioned) {
  Files files = FilesOf(zip_);
  files["VERIFY.txt"] = "echo PASS\n";
  Rebag(&files);
  files["seal/one.sig"] = "x";
  const Report report = Check(ZipOf(files), casebook_.Signers());
  EXPECT_EQ(Results(report), "pass pass unknown unknown pass");
  EXPECT_THAT(report.not_checked(), Contains(HasSubstr("1 file(s) in seal/")));
  EXPECT_THAT(report.not_checked(), Contains(HasSubstr("do not run it unread")));
}

TEST_F(Verify, WhatIsNoArchiveFailsAndTheRestIsUnknown) {
  const Report report = Check("not a bundle", casebook_.Signers());
  EXPECT_EQ(Results(report), "fail unknown unknown unknown unknown");
  EXPECT_EQ(VerifyExitCode(report, {Report::signed_, Report::existed, Report::complete, Report::consistent}), 3);
  EXPECT_EQ(VerifyExitCode(Report(), accepted_), 7) << "an empty report is no pass";
}

TEST_F(Verify, VerdictsAreNamedAsTheyAreTyped) {
  EXPECT_EQ(*ParseAxis("existed"), Report::existed);
  EXPECT_EQ(*ParseAxis("signed"), Report::signed_);
  EXPECT_THAT(std::string(ParseAxis("all").status().message()), HasSubstr("complete, consistent"));
  EXPECT_FALSE(ParseAxis("axis_unstated").ok());
}

// No byte of any file can change unnoticed: a bag by itself would be made again, so this is done within it.
TEST_F(Verify, AFlippedByteOfAnyFileIsNoticed) {
  const Files files = FilesOf(zip_);
  for (const auto& [path, bytes] : files) {
    const size_t step = bytes.size() / 4 + 1;
    for (size_t at = 0; at < bytes.size(); at += step) {
      Files changed = files;
      changed[path][at] ^= 4;
      EXPECT_EQ(VerifyExitCode(Check(ZipOf(changed), casebook_.Signers()), accepted_), 3) << path << " at " << at;
    }
  }
}

}  // namespace
}  // namespace tallystick
