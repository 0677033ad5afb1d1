#include "core/bundle/time_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/bundle/verify.h"
#include "core/sign/timestamp.h"
#include "tests/core/bundle/bundle_files.h"
#include "tests/core/sign/keys.h"
#include "tests/core/sign/time_authority.h"

namespace tallystick {
namespace {

using Report = v1::BundleReport;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

constexpr int64_t kJune2020 = 1592222400;  // 2020-06-15T12:00:00Z
constexpr char kNonce[] = "12345678";

class TimeChecksTest : public testing::Test {
 protected:
  std::string TextOfHead() const { return ParseNoteUnverified(casebook_.Input().checkpoint)->text; }
  std::string Token(const TimeAuthority& by, const std::string& text) const {
    return ReadTimestampReplyUnverified(by.Reply(*MakeTimestampRequest(text, kNonce), kJune2020))->token;
  }
  // The head with a line by the witness 'w'.
  std::string Cosigned(uint64_t time = kJune2020 + 60) const {
    Note note = *ParseNoteUnverified(casebook_.Input().checkpoint);
    note.signatures.push_back(*Cosign(note.text, time, witness_, TestKey('w')));
    return FormatNote(note);
  }
  Bundle Build(std::vector<std::string> tokens, const std::string& checkpoint = "") const {
    BundleInput input = casebook_.Input();
    input.tokens = std::move(tokens);
    if (!checkpoint.empty()) input.checkpoint = checkpoint;
    absl::StatusOr<Bundle> bundle = BuildBundle(input, ShippedTables());
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    return bundle.ok() ? *std::move(bundle) : Bundle();
  }
  Report Check(const std::string& zip, TimeTrust trust) const {
    return VerifyBundle(zip, {casebook_.Signers(), ShippedTables(), {}, std::move(trust)});
  }
  TimeTrust Authorities(const std::string& pem) const { return {*TimestampRoots::FromPem(pem), {}}; }
  TimeTrust Witness() const { return {std::nullopt, {witness_}}; }

  static const Report::Verdict& Existed(const Report& report) { return report.verdicts(2); }
  static std::vector<std::string> Lines(const Report& report) {
    return {Existed(report).evidence().begin(), Existed(report).evidence().end()};
  }
  static std::vector<std::string> Codes(const Report& report) {
    std::vector<std::string> codes;
    for (const auto& check : report.checks()) {
      if (check.axis() == kExisted && check.result() != Report::pass) codes.push_back(check.code());
    }
    return codes;
  }

  const SmallCasebook casebook_;
  const TimeAuthority authority_;
  const NoteKey witness_ = TestNoteKey("watcher.example", 'w', SignatureType::kCosignatureV1);
};

TEST_F(TimeChecksTest, ATokenUnderTheReadersAuthorityPasses) {
  const Bundle bundle = Build({Token(authority_, TextOfHead())});
  const Report report = Check(bundle.zip, Authorities(authority_.root_pem()));
  EXPECT_EQ(Existed(report).result(), Report::pass) << report.DebugString();
  EXPECT_THAT(Lines(report), Contains("everything shown: recorded before 2020-06-15T12:00:02Z, according to "
                                      "CN=Test Time Authority; nobody else says after what"));
  EXPECT_EQ(VerifyExitCode(report, {kComplete}), 0);
}

TEST_F(TimeChecksTest, WithoutAuthoritiesItIsUnknownAndSaysWhatToGive) {
  const Bundle bundle = Build({Token(authority_, TextOfHead())});
  const Report report = Check(bundle.zip, {});
  EXPECT_EQ(Existed(report).result(), Report::unknown);
  EXPECT_THAT(Codes(report), testing::ElementsAre("token-not-judged"));
  EXPECT_THAT(Lines(report), Contains(AllOf(HasSubstr("CN=Test Time Authority"), HasSubstr("--authorities"))));
  EXPECT_EQ(VerifyExitCode(report, {kComplete}), 7);
}

TEST_F(TimeChecksTest, AnUnknownAuthorityIsNotABrokenTokenAndTakesNothingFromAKnownOne) {
  const TimeAuthority stranger({.name = "Stranger"});
  const Report alone = Check(Build({Token(stranger, TextOfHead())}).zip, Authorities(authority_.root_pem()));
  EXPECT_EQ(Existed(alone).result(), Report::unknown);
  EXPECT_THAT(Codes(alone), testing::ElementsAre("token-authority"));
  const Report both = Check(Build({Token(stranger, TextOfHead()), Token(authority_, TextOfHead())}).zip,
                            Authorities(authority_.root_pem()));
  EXPECT_EQ(Existed(both).result(), Report::pass);
  EXPECT_THAT(Lines(both), Contains(HasSubstr("not counted: seal/token-")));
}

TEST_F(TimeChecksTest, ACosignatureCountsUnderTheReadersKeyAlone) {
  const Bundle bundle = Build({}, Cosigned());
  const Report report = Check(bundle.zip, Witness());
  EXPECT_EQ(Existed(report).result(), Report::pass) << report.DebugString();
  EXPECT_THAT(Lines(report), Contains(HasSubstr("recorded before 2020-06-15T12:01:00Z, according to watcher.example")));
  EXPECT_THAT(Codes(Check(bundle.zip, {})), testing::ElementsAre("cosignature-not-judged"));
  const NoteKey other = TestNoteKey("watcher.example", 'x', SignatureType::kCosignatureV1);
  EXPECT_EQ(Existed(Check(bundle.zip, {std::nullopt, {other}})).result(), Report::unknown);
}

TEST_F(TimeChecksTest, WhatIsBrokenOrOfSomethingElseFails) {
  const std::string token = Token(authority_, TextOfHead());
  std::string flipped = token;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  std::string elsewhere = Cosigned();
  Replace(&elsewhere, "\n5\n", "\n6\n");
  Note bad = *ParseNoteUnverified(Cosigned());
  std::string line = bad.signatures.back().line;
  line[line.size() - 8] = line[line.size() - 8] == 'A' ? 'B' : 'A';
  bad.signatures.back().line = line;
  const std::vector<std::string> checkpoints = casebook_.leaves();
  const std::string smaller = casebook_.Checkpoint({checkpoints.begin(), checkpoints.end() - 1});
  const std::string of_smaller = Token(authority_, ParseNoteUnverified(smaller)->text);
  struct Case {
    std::string file, bytes, code;
  };
  const Case cases[] = {
      {TokenFile(token), flipped, "token-changed"},
      {TokenFile(flipped), flipped, "token-unsound"},
      {TokenFile("x"), "x", "token-form"},
      {"seal/token-1.tst", token, "token-changed"},
      {TokenFile(of_smaller), of_smaller, "token-checkpoint"},
      {std::string(kCosignedFile), "x", "cosignature-form"},
      {std::string(kCosignedFile), smaller, "cosignature-checkpoint"},
      {std::string(kCosignedFile), elsewhere, "cosignature-checkpoint"},
      {std::string(kCosignedFile), FormatNote(bad), "cosignature"},
  };
  const Files good = FilesOf(Build({token}).zip);
  TimeTrust trust = Authorities(authority_.root_pem());
  trust.witnesses = {witness_};
  for (const Case& c : cases) {
    Files files = good;
    files[c.file] = c.bytes;
    const Report report = Check(ZipOf(files), trust);
    EXPECT_EQ(Existed(report).result(), Report::fail) << c.code;
    EXPECT_THAT(Codes(report), testing::ElementsAre(c.code));
    EXPECT_EQ(report.verdicts(0).result(), Report::pass) << "nothing outside seal/ is changed";
    EXPECT_EQ(VerifyExitCode(report, {kExisted, kComplete}), 3);
  }
}

TEST_F(TimeChecksTest, EvidenceThatComesLaterChangesNothingOutsideSeal) {
  const TimeAuthority second;
  const std::string a = Token(authority_, TextOfHead()), b = Token(second, TextOfHead());
  const Bundle bare = Build({}), full = Build({a, b}, Cosigned()), again = Build({b, a}, Cosigned());
  EXPECT_EQ(full.zip, again.zip) << "in whatever order it comes";
  EXPECT_EQ(bare.id, full.id);
  Files files = FilesOf(full.zip);
  EXPECT_EQ(std::erase_if(files, [](const auto& file) { return absl::StartsWith(file.first, "seal/"); }), 3);
  EXPECT_EQ(files, FilesOf(bare.zip));
}

TEST_F(TimeChecksTest, ATokenOfAnotherCheckpointIsNotPutIntoABundle) {
  BundleInput input = casebook_.Input();
  input.tokens = {Token(authority_, "other text")};
  EXPECT_EQ(BuildBundle(input, ShippedTables()).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(TimeChecksTest, EntriesThatAreNotUnderTheCheckpointAreBoundToNoTime) {
  Files files = FilesOf(Build({Token(authority_, TextOfHead())}).zip);
  Replace(&files.at(InEntry(3, "proof.tlog-proof")), "index 3", "index 2");
  Rebag(&files);
  const Report report = Check(ZipOf(files), Authorities(authority_.root_pem()));
  EXPECT_EQ(Existed(report).result(), Report::unknown);
  EXPECT_THAT(Codes(report), testing::ElementsAre("not-reached"));
}

}  // namespace
}  // namespace tallystick
