// Evidence of time on its way from a casebook through a bundle to a stranger.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/record/json.h"
#include "proto/bundle.pb.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"
#include "tests/core/sign/keys.h"
#include "tests/core/sign/time_authority.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

constexpr int64_t kJune2020 = 1592222400;  // 2020-06-15T12:00:00Z
constexpr int64_t kHour = 3600;

class BundleTimeTest : public testing::Test {
 protected:
  void SetUp() override {
    shell.Write("one.txt", "30 civilians killed\n");
    shell.Write("roots.pem", authority.root_pem());
    ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
  }
  std::string Must(const std::string& line) {
    const Outcome outcome = shell.RunLine(line + " --casebook book");
    EXPECT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    return outcome.out;
  }
  void Stamp(const std::string& request) {
    Must("stamp request -o " + request);
    shell.Write("r.tsr", authority.Reply(shell.Read(request), kJune2020));
    Must("stamp import r.tsr");
  }
  // Exports everything, verifies with these options and returns the verdict on EXISTED BY.
  std::string Export(const std::string& file) {
    v1::ExportDocument document;
    EXPECT_TRUE(DecodeJson(Must(absl::StrCat("export --all --no-record --json -o ", file)), &document).ok());
    signer = document.author_keys(0);
    return document.bundle();
  }
  Outcome Verify(const std::string& file, const std::string& options) {
    return shell.RunLine(absl::StrCat("verify ", file, " --accept-unknown complete --signer ", signer, " ", options));
  }

  SeededShell shell;
  TimeAuthority authority;
  std::string signer;
};

TEST_F(BundleTimeTest, AStrangerLearnsByWhenTheBundleExisted) {
  Must("capture add one.txt --label first");
  const std::string bare = Export("bare.zip");
  EXPECT_THAT(Verify("bare.zip", "").out, HasSubstr("no time stamp"));
  Stamp("q.tsq");
  EXPECT_EQ(Export("stamped.zip"), bare) << "the id does not depend on seal/";
  EXPECT_THAT(Must("export --all --no-record -o said.zip"), HasSubstr("taking along 1 time stamp and 0 cosignatures\n"));
  Export("again.zip");
  EXPECT_EQ(shell.Read("stamped.zip"), shell.Read("again.zip"));

  const Outcome good = Verify("stamped.zip", "--authorities roots.pem");
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_THAT(good.out, HasSubstr("EXISTED BY   pass"));
  EXPECT_THAT(good.out, HasSubstr("recorded before 2020-06-15T12:00:02Z"));
  const Outcome unjudged = Verify("stamped.zip", "");
  EXPECT_EQ(unjudged.code, 7);
  EXPECT_THAT(unjudged.out, HasSubstr("EXISTED BY   unknown"));
  EXPECT_THAT(unjudged.out, HasSubstr("--authorities"));

  Must("source add Somebody --kind person");
  Export("later.zip");
  EXPECT_THAT(Verify("later.zip", "--authorities roots.pem").out, HasSubstr("no time stamp"))
      << "the token is over an earlier checkpoint than that bundle's";
}

TEST_F(BundleTimeTest, AForeignCheckpointBoundsTheOtherSide) {
  const std::string text = absl::StrCat("other.example/log\n5\n", Base64Encode(std::string(32, 'r')), "\n");
  const NoteKey witness = TestNoteKey("watcher.example", 'w', SignatureType::kCosignatureV1);
  Note note{text, {*Cosign(text, kJune2020 - kHour, witness, TestKey('w'))}};
  shell.Write("note.txt", FormatNote(note));
  Must("stamp foreign note.txt");
  Must("capture add one.txt --label first");
  Stamp("q.tsq");
  Export("bundle.zip");
  const Outcome outcome =
      Verify("bundle.zip", absl::StrCat("--json --authorities roots.pem --witness ", witness.Format()));
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("recorded between 2020-06-15T11:00:00Z and 2020-06-15T12:00:02Z, according to "
                                     "watcher.example (after) and CN=Test Time Authority (before)"));
  shell.Write("policy", absl::StrCat("witness W ", witness.Format(), "\nquorum W\n"));
  EXPECT_EQ(Verify("bundle.zip", "--authorities roots.pem --policy policy").code, 0);
}

TEST_F(BundleTimeTest, OptionsAboutTimeSayNothingAboutAProof) {
  Must("capture add one.txt --label first");
  Must("prove first -o first.tlog-proof");
  const Outcome outcome = shell.RunLine("verify first.tlog-proof --authorities roots.pem");
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("--authorities says nothing about a .tlog-proof"));
}

}  // namespace
}  // namespace tallystick
