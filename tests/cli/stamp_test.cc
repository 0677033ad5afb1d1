// Evidence of time from outside, as a user gets it: tally stamp, and what show and check make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "core/record/json.h"
#include "core/sign/timestamp.h"
#include "proto/view.pb.h"
#include "tests/cli/seeded_shell.h"
#include "tests/core/sign/keys.h"
#include "tests/core/sign/time_authority.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr int64_t kJune2020 = 1592222400;  // 2020-06-15T12:00:00Z

class StampTest : public testing::Test {
 protected:
  void SetUp() override {
    shell.Write("one.txt", "30 civilians killed\n");
    shell.Write("two.txt", "45 civilians killed\n");
    ASSERT_EQ(shell.RunLine("init book --no-passphrase").code, 0);
    Must("capture add one.txt --label first");
  }

  Outcome Tally(const std::string& line) { return shell.RunLine(line + " --casebook book"); }
  std::string Must(const std::string& line) {
    const Outcome outcome = Tally(line);
    EXPECT_EQ(outcome.code, 0) << line << "\n" << outcome.err;
    return outcome.out;
  }
  std::string Answer(const TimeAuthority& by, const std::string& request, int64_t time = kJune2020) {
    return by.Reply(shell.Read(request), time);
  }

  SeededShell shell;
  TimeAuthority authority;
};

// A checkpoint of somebody else's log with the cosignature of `witness`.
std::string ForeignNote(char witness, uint64_t time) {
  const std::string text = absl::StrCat("other.example/log\n5\n", Base64Encode(std::string(32, 'r')), "\n");
  const NoteKey key = TestNoteKey("watcher.example", witness, SignatureType::kCosignatureV1);
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(key.key_hash() >> shift));
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(time >> shift));
  bytes += *TestKey(witness).Sign(CosignatureMessage(time, text));
  return absl::StrCat(text, "\n\xe2\x80\x94 watcher.example ", Base64Encode(bytes), "\n");
}

TEST_F(StampTest, AnAnswerIsKeptAndBoundsWhatWasRecordedBefore) {
  EXPECT_THAT(Must("show first"), Not(HasSubstr("recorded before")));
  EXPECT_THAT(Must("stamp request -o q.tsq"), HasSubstr("asks for a time stamp of the checkpoint"));
  shell.Write("r.tsr", Answer(authority, "q.tsq"));
  shell.Write("roots.pem", authority.root_pem());
  EXPECT_THAT(Must("stamp import r.tsr --dry-run"), HasSubstr("would keep"));
  EXPECT_THAT(Must("stamp list"), HasSubstr("no time stamps yet"));
  const std::string kept = Must("stamp import r.tsr --request q.tsq");
  EXPECT_THAT(kept, HasSubstr("kept a time stamp of the checkpoint at 2 entries"));
  EXPECT_THAT(kept, HasSubstr("nonce is that of the request"));
  EXPECT_THAT(kept, HasSubstr("its certificate was not judged"));
  EXPECT_THAT(Must("stamp import r.tsr"), HasSubstr("had already"));

  Must("capture add two.txt --label second");
  const std::string words = "recorded before 2020-06-15T12:00:02Z, according to CN=Test Time Authority";
  v1::RecordDocument shown;
  ASSERT_TRUE(DecodeJson(Must("show first --json"), &shown).ok());
  EXPECT_EQ(shown.recorded().in_words(), words + ", whose certificate was not judged; nobody else says after what");
  EXPECT_FALSE(shown.recorded().before().judged());
  ASSERT_TRUE(DecodeJson(Must("show first --json --authorities roots.pem"), &shown).ok());
  EXPECT_EQ(shown.recorded().in_words(), words + "; nobody else says after what");
  EXPECT_TRUE(shown.recorded().before().judged());
  EXPECT_THAT(Must("show first"), HasSubstr("by its author's clock"));
  EXPECT_THAT(Must("show second"), Not(HasSubstr("recorded before"))) << "it came after the checkpoint";
  EXPECT_THAT(Must("check"), HasSubstr("1\n           time stamp"));
}

TEST_F(StampTest, AHeadAskedByATimeSaysWhatOthersKnowOfIt) {
  Must("stamp request -o q.tsq");
  shell.Write("r.tsr", Answer(authority, "q.tsq"));
  Must("stamp import r.tsr");
  shell.now = "2022-11-05T09:00:00Z";
  Must("capture add two.txt --label second");
  const std::string out = Must("list --as-of 2022-11-02");
  EXPECT_THAT(out, HasSubstr("As of #2: the first 2 of the log's 3 entries; the later 1 is left out.\n"));
  EXPECT_THAT(out, HasSubstr("The last of them: recorded before 2020-06-15T12:00:02Z, according to CN=Test\n"));
  EXPECT_THAT(out, Not(HasSubstr("The first one left out"))) << "nobody else knows of it";
  EXPECT_THAT(out, Not(HasSubstr("No outside evidence")));
  EXPECT_THAT(Must("list --as-of 2"), Not(HasSubstr("2020-06-15"))) << "no clock was asked";
}

TEST_F(StampTest, AnswersThatProveNothingAreRefusedAndNothingIsKept) {
  Must("stamp request -o q.tsq");
  Must("stamp request -o other.tsq");
  AuthorityOptions for_all;
  for_all.key_usage = "critical,timeStamping,codeSigning";
  const TimeAuthority wrong_usage(for_all), stranger;
  shell.Write("good.tsr", Answer(authority, "q.tsq"));
  shell.Write("text.tsr", authority.Reply(*MakeTimestampRequest("other text", "12345678"), kJune2020));
  shell.Write("usage.tsr", Answer(wrong_usage, "q.tsq"));
  shell.Write("refused.tsr", authority.Reply(TimeAuthority::RequestBy("SHA384", "x", true), kJune2020));
  shell.Write("late.tsr", Answer(authority, "q.tsq", kJune2020 + 366 * 86400));
  std::string bad = Answer(authority, "q.tsq");
  bad.back() = static_cast<char>(bad.back() ^ 1);
  shell.Write("bad.tsr", bad);
  shell.Write("roots.pem", authority.root_pem());
  shell.Write("strangers.pem", stranger.root_pem());
  struct Refusal {
    const char* line;
    int code;
    const char* message;
  };
  const Refusal refusals[] = {
      {"stamp import good.tsr text.tsr", 5, "text.tsr: it is a time stamp of something else"},
      {"stamp import good.tsr usage.tsr", 1, "usage.tsr: refused: its signer's certificate is not for time stamps alone"},
      {"stamp import good.tsr bad.tsr", 1, "bad.tsr: "},
      {"stamp import good.tsr refused.tsr", 1, "refused.tsr: the authority gave no time stamp (status 2, badAlg)"},
      {"stamp import good.tsr one.txt", 1, "one.txt: not a time-stamp reply"},
      {"stamp import good.tsr --request other.tsq", 1, "its nonce is not that of the request"},
      {"stamp import good.tsr --request one.txt", 1, "--request: one.txt: not a time-stamp request"},
      {"stamp import good.tsr --authorities strangers.pem", 1, "lead to no root that you gave"},
      {"stamp import late.tsr --authorities roots.pem", 1, "certificate has expired"},
      {"stamp import good.tsr --authorities one.txt", 1, "--authorities: one.txt: no certificate"},
      {"stamp foreign one.txt", 1, "one.txt: not a signed note"},
  };
  for (const Refusal& r : refusals) {
    const Outcome outcome = Tally(r.line);
    EXPECT_EQ(outcome.code, r.code) << r.line << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(r.message)) << r.line;
  }
  EXPECT_THAT(Must("stamp list"), HasSubstr("no time stamps yet"));
}

TEST_F(StampTest, TheListCountsAuthoritiesAndTellsStrangersApart) {
  const TimeAuthority second({.name = "Second Authority"});
  Must("stamp request -o q.tsq");
  shell.Write("a.tsr", Answer(authority, "q.tsq"));
  shell.Write("b.tsr", Answer(second, "q.tsq"));
  Must("stamp import a.tsr b.tsr");
  shell.Write("one.pem", authority.root_pem());
  shell.Write("both.pem", authority.root_pem() + second.root_pem());
  EXPECT_THAT(Must("stamp list"), HasSubstr("2 different authorities, by the names they give themselves"));
  EXPECT_THAT(Must("stamp list --authorities both.pem"), HasSubstr("2 different authorities that you trust"));
  const Outcome one = Tally("stamp list --authorities one.pem");
  EXPECT_EQ(one.code, 7);
  EXPECT_THAT(one.out, HasSubstr("1 authority that you trust"));
  v1::StampsDocument document;
  ASSERT_TRUE(DecodeJson(Must("stamp list --json --authorities both.pem"), &document).ok());
  ASSERT_EQ(document.stamps_size(), 2);
  EXPECT_EQ(document.stamps(0).chain(), "holds");
  EXPECT_EQ(document.coverage(0).authorities(), 2);
}

TEST_F(StampTest, AForeignCheckpointIsALowerBoundForWhatFollows) {
  const std::string vkey = TestNoteKey("watcher.example", 'w', SignatureType::kCosignatureV1).Format();
  shell.Write("note.txt", ForeignNote('w', kJune2020));
  shell.Write("policy", absl::StrCat("witness W ", vkey, "\nquorum W\n"));
  const std::string stranger = TestNoteKey("watcher.example", 'x', SignatureType::kCosignatureV1).Format();
  EXPECT_THAT(Tally("stamp foreign note.txt --witness " + stranger).err, HasSubstr("no witness that you gave"));
  EXPECT_THAT(Must("stamp foreign note.txt --label theirs --policy policy"),
              HasSubstr("later than 2020-06-15T12:00:00Z, according to"));
  Must("capture add two.txt --label second");
  const std::string after = "recorded after 2020-06-15T12:00:00Z, according to watcher.example";
  EXPECT_THAT(Must("show second --policy policy"), HasSubstr(after));
  EXPECT_THAT(Must("show theirs --witness " + vkey), HasSubstr(after));
  EXPECT_THAT(Must("show first --policy policy"), Not(HasSubstr("recorded after")));
  EXPECT_THAT(Must("show second"), Not(HasSubstr("recorded after"))) << "nobody's key, nobody's word";
  EXPECT_THAT(Must("show second --witness " + stranger), Not(HasSubstr("recorded after")));
}

}  // namespace
}  // namespace tallystick
