#include "core/sign/witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "core/base/encoding.h"
#include "tests/core/sign/small_log.h"

namespace tallystick {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr uint64_t kNow = 1679315147;

class WitnessTest : public ::testing::Test {
 protected:
  // A request of `log` from `old_size` to its checkpoint, with the right proof where there is one.
  static AddCheckpointRequest From(uint64_t old_size, const SmallLog& log) {
    AddCheckpointRequest request{old_size, {}, *ParseNoteUnverified(log.SignedCheckpoint())};
    if (old_size <= log.checkpoint.size) {
      request.proof = *ConsistencyProof(old_size, log.checkpoint.size, log.tree.reader());
    }
    return request;
  }

  // Another log of the same name and key, as a log that forks shows it.
  static SmallLog Forked(uint64_t size, uint64_t from) {
    SmallLog log(0);
    for (uint64_t i = 0; i < size; ++i) {
      log.tree.Append(i < from ? SmallLog::Entry(i) : absl::StrCat("forged ", i));
    }
    log.checkpoint = {"log.example", size, log.tree.frontier().Root(), {}};
    return log;
  }

  static std::optional<LastCosigned> Last(uint64_t size) { return LastCosigned{SmallLog(size).checkpoint, kNow - 60}; }

  WitnessAnswer Ask(const AddCheckpointRequest& request, const std::optional<LastCosigned>& last) {
    const absl::StatusOr<WitnessAnswer> answer = AnswerAddCheckpoint(request, logs, last, cosigner, kNow);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : WitnessAnswer{};
  }

  PrivateKey witness_key = TestKey('w');
  Cosigner cosigner{TestNoteKey("witness.example/w1", 'w', SignatureType::kCosignatureV1), &witness_key};
  std::vector<NoteKey> logs = {TestNoteKey("log.example", 'l'), TestNoteKey("other.example", 'o')};
};

TEST_F(WitnessTest, AnswersAsTheSpecificationSays) {
  const SmallLog five(5), eight(8);
  const SmallLog fork5 = Forked(5, 3), fork8 = Forked(8, 3);
  AddCheckpointRequest unknown = From(0, eight), unsigned_by_log = From(0, eight), unknown_and_above = From(9, eight);
  unknown.checkpoint = *ParseNoteUnverified(*SignCheckpoint({"nobody.example", 8, eight.checkpoint.root, {}},
                                                            TestNoteKey("nobody.example", 'l'), TestKey('l')));
  unknown_and_above.checkpoint = unknown.checkpoint;
  unsigned_by_log.checkpoint =
      *ParseNoteUnverified(*SignCheckpoint(eight.checkpoint, TestNoteKey("log.example", 'x'), TestKey('x')));
  AddCheckpointRequest unsigned_and_above = unsigned_by_log;
  unsigned_and_above.old_size = 9;
  AddCheckpointRequest no_proof = From(5, eight), proof_from_zero = From(0, eight), proof_where_equal = From(5, five);
  no_proof.proof.clear();
  proof_from_zero.proof.push_back(Sha256("x"));
  proof_where_equal.proof.push_back(Sha256("x"));
  AddCheckpointRequest flipped = From(5, eight);
  flipped.proof[0].bytes[0] ^= 1;

  const struct {
    const char* name;
    AddCheckpointRequest request;
    std::optional<LastCosigned> last;
    WitnessVerdict verdict;
    int status;
    const char* content_type;  // "" for plain text
    const char* body;          // "" for whatever it is
    bool contradiction = false, fork = false;
  } cases[] = {
      {"first, from nothing", From(0, five), {}, WitnessVerdict::kCosigned, 200, "", ""},
      {"the empty tree", From(0, SmallLog(0)), {}, WitnessVerdict::kCosigned, 200, "", ""},
      {"a step", From(5, eight), Last(5), WitnessVerdict::kCosigned, 200, "", ""},
      {"the same once more", From(5, five), Last(5), WitnessVerdict::kCosigned, 200, "", ""},
      {"unknown origin", unknown, {}, WitnessVerdict::kUnknownLog, 404, "", ""},
      {"unknown comes before sizes", unknown_and_above, {}, WitnessVerdict::kUnknownLog, 404, "", ""},
      {"a key that is not trusted", unsigned_by_log, {}, WitnessVerdict::kNotByTheLog, 403, "", ""},
      {"signature comes before sizes", unsigned_and_above, {}, WitnessVerdict::kNotByTheLog, 403, "", ""},
      {"old above new", From(9, eight), Last(5), WitnessVerdict::kOldAboveNew, 400, "", ""},
      {"old above new, even where old was seen", From(8, five), Last(8), WitnessVerdict::kOldAboveNew, 400, "", ""},
      {"old size too small", From(3, eight), Last(5), WitnessVerdict::kOtherOldSize, 409, "text/x.tlog.size", "5\n"},
      {"old size too large", From(7, eight), Last(5), WitnessVerdict::kOtherOldSize, 409, "text/x.tlog.size", "5\n"},
      {"asking for the size", From(0, eight), Last(5), WitnessVerdict::kOtherOldSize, 409, "text/x.tlog.size", "5\n"},
      {"old size where nothing was seen",
       From(5, eight),
       {},
       WitnessVerdict::kOtherOldSize,
       409,
       "text/x.tlog.size",
       "0\n"},
      {"size comes before proof", no_proof, Last(4), WitnessVerdict::kOtherOldSize, 409, "text/x.tlog.size", "4\n"},
      {"an old request again", From(3, five), Last(8), WitnessVerdict::kOtherOldSize, 409, "text/x.tlog.size", "8\n"},
      {"no proof", no_proof, Last(5), WitnessVerdict::kProofFails, 422, "", "", true},
      {"a wrong proof", flipped, Last(5), WitnessVerdict::kProofFails, 422, "", "", true},
      {"a proof from nothing", proof_from_zero, {}, WitnessVerdict::kProofFails, 422, "", ""},
      {"a proof where sizes are equal", proof_where_equal, Last(5), WitnessVerdict::kProofFails, 422, "", "", true},
      {"a fork at the same size", From(5, fork5), Last(5), WitnessVerdict::kOtherRoot, 409, "", "", true, true},
      {"a fork further on", From(5, fork8), Last(5), WitnessVerdict::kProofFails, 422, "", "", true},
      {"a fork at the same size under another old size", From(0, fork5), Last(5), WitnessVerdict::kOtherOldSize, 409,
       "text/x.tlog.size", "5\n", true, true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const WitnessAnswer answer = Ask(c.request, c.last);
    EXPECT_EQ(answer.verdict, c.verdict);
    EXPECT_EQ(answer.status, c.status);
    EXPECT_EQ(answer.content_type, c.content_type[0] == '\0' ? kPlainContentType : c.content_type);
    if (c.body[0] != '\0') {
      EXPECT_EQ(answer.body, c.body);
    }
    EXPECT_THAT(answer.body, testing::EndsWith("\n"));
    EXPECT_EQ(answer.contradiction.has_value(), c.contradiction);
    EXPECT_EQ(answer.fork, c.fork);
    EXPECT_EQ(answer.record.has_value(), c.status == 200);
    if (answer.contradiction) {
      EXPECT_EQ(answer.contradiction->text, c.request.checkpoint.text);
    }
    if (c.status != 200) continue;
    Note note = c.request.checkpoint;
    const auto lines = ParseSignatureLinesUnverified(answer.body);
    ASSERT_TRUE(lines.ok()) << lines.status();
    note.signatures.insert(note.signatures.end(), lines->begin(), lines->end());
    const CosignatureCheck check = VerifyCosignature(note, cosigner.key);
    EXPECT_EQ(check.state, SignatureState::kGood);
    EXPECT_EQ(check.time, kNow);
    EXPECT_EQ(*answer.record, note) << "what is recorded is the note with its cosignature";
  }
}

TEST_F(WitnessTest, EveryStepOfASmallLogIsCosignedAndNoOtherIs) {
  for (uint64_t last = 0; last <= 9; ++last) {
    for (uint64_t old = 0; old <= 9; ++old) {
      for (uint64_t size = 0; size <= 9; ++size) {
        const WitnessAnswer answer = Ask(From(old, SmallLog(size)), Last(last));
        EXPECT_EQ(answer.status, old > size ? 400 : old != last ? 409 : 200) << last << " " << old << " " << size;
      }
    }
  }
}

TEST_F(WitnessTest, SignaturesOfOthersAreIgnoredAndNotKept) {
  AddCheckpointRequest request = From(0, SmallLog(5));
  const NoteSignature by_log = request.checkpoint.signatures[0];
  const NoteKey stranger = TestNoteKey("stranger.example", 's');
  request.checkpoint.signatures = {*SignNote(request.checkpoint.text, stranger, TestKey('s')), by_log};
  const WitnessAnswer answer = Ask(request, {});
  ASSERT_EQ(answer.status, 200);
  ASSERT_EQ(answer.record->signatures.size(), 2);
  EXPECT_EQ(answer.record->signatures[0], by_log);
  EXPECT_EQ(answer.record->signatures[1].name, cosigner.key.name());
}

TEST_F(WitnessTest, AKeyOfAnotherLogDoesNotSpeakForThisOne) {
  AddCheckpointRequest request = From(0, SmallLog(5));
  request.checkpoint.signatures = {*SignNote(request.checkpoint.text, logs[1], TestKey('o'))};
  EXPECT_EQ(Ask(request, {}).status, 403);
}

TEST_F(WitnessTest, OneOfSeveralKeysOfALogIsEnough) {
  logs.push_back(TestNoteKey("log.example", 'n'));
  AddCheckpointRequest request = From(0, SmallLog(5));
  request.checkpoint.signatures = {*SignNote(request.checkpoint.text, logs.back(), TestKey('n'))};
  EXPECT_EQ(Ask(request, {}).status, 200);
}

TEST_F(WitnessTest, ExtensionLinesAreCosignedAsTheyStand) {
  SmallLog log(5);
  log.checkpoint.extensions = {"anything"};
  const WitnessAnswer answer = Ask(From(5, log), Last(5));
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(VerifyCosignature(*answer.record, cosigner.key).state, SignatureState::kGood);
  EXPECT_THAT(answer.record->text, HasSubstr("anything\n"));
}

TEST_F(WitnessTest, AClockThatWentBackSignsNothing) {
  const auto answer =
      AnswerAddCheckpoint(From(5, SmallLog(8)), logs, LastCosigned{SmallLog(5).checkpoint, kNow + 1}, cosigner, kNow);
  EXPECT_TRUE(absl::IsFailedPrecondition(answer.status())) << answer.status();
}

TEST_F(WitnessTest, ALogKeyDoesNotCosign) {
  const PrivateKey key = TestKey('w');
  const auto answer =
      AnswerAddCheckpoint(From(0, SmallLog(5)), logs, {}, {TestNoteKey("witness.example/w1", 'w'), &key}, kNow);
  EXPECT_TRUE(absl::IsInvalidArgument(answer.status())) << answer.status();
  EXPECT_TRUE(absl::IsInvalidArgument(Cosign("text\n", UINT64_MAX, cosigner.key, key).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Cosign("no line feed", kNow, cosigner.key, key).status()));
  EXPECT_TRUE(absl::IsInternal(Cosign("text\n", kNow, cosigner.key, TestKey('x')).status())) << "another private key";
}

TEST_F(WitnessTest, TheCosignatureIsLaidOutAsPublished) {
  const auto line = Cosign("log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 0x0102030405060708,
                           cosigner.key, witness_key);
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(HexEncode(line->signature.substr(0, 8)), "0102030405060708");
  EXPECT_EQ(line->signature.size(), 72);
  EXPECT_EQ(line->key_hash, cosigner.key.key_hash());
  EXPECT_TRUE(
      witness_key.public_key().Verify("cosignature/v1\ntime 72623859790382856\nlog.example\n0\n"
                                      "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                                      line->signature.substr(8)));
}

TEST_F(WitnessTest, ARequestIsWrittenAgainAsTheSameBytes) {
  for (const uint64_t old : {0, 1, 5, 7, 8}) {
    const AddCheckpointRequest request = From(old, SmallLog(8));
    const std::string body = FormatAddCheckpoint(request);
    const auto again = ParseAddCheckpointUnverified(body);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*again, request);
    EXPECT_EQ(FormatAddCheckpoint(*again), body);
  }
}

TEST_F(WitnessTest, MalformedRequestsAreRefusedWithThePlace) {
  const std::string good = FormatAddCheckpoint(From(5, SmallLog(8)));
  const std::string hash = Base64Encode(Sha256("x").view());
  const auto with = [&good](absl::string_view from, absl::string_view to) {
    return absl::StrReplaceAll(good, {{from, to}});
  };
  std::string many = "old 5\n";
  for (size_t i = 0; i <= kMaxConsistencyLines; ++i) absl::StrAppend(&many, hash, "\n");
  absl::StrAppend(&many, good.substr(good.find("\n\n") + 1));
  const std::pair<std::string, const char*> cases[] = {
      {"", "line 1: missing"},
      {"old 5", "line 1: does not end with a line feed"},
      {"old 5\n", "line 2: missing"},
      {"old 5\n\n", "not a signed note"},
      {with("old 5\n", "old 05\n"), "line 1: the old size is not a decimal number"},
      {with("old 5\n", "old  5\n"), "line 1: the old size is"},
      {with("old 5\n", "old -5\n"), "line 1: the old size is"},
      {with("old 5\n", "old \n"), "line 1: the old size is"},
      {with("old 5\n", "old 18446744073709551616\n"), "line 1: the old size is"},
      {with("old 5\n", "Old 5\n"), "line 1: should be \"old \""},
      {with("old 5\n", "old 5\r\n"), "line 1: the old size is"},
      {with("old 5\n", "old 5\nAAAA\n"), "line 2: not a hash"},
      {with("old 5\n", absl::StrCat("old 5\n ", hash, "\n")), "line 2: not a hash"},
      {many, "line 65: more than 63 hashes"},
      {with("log.example\n8\n", "log.example\n08\n"), "the checkpoint, line 2"},
      {with("\n\nlog.example\n8\n", "\n\n\nlog.example\n8\n"), "the checkpoint, line 1"},
      {good.substr(0, good.size() - 1), "not a signed note"},
      {good + "\n", "not a signed note"},
  };
  for (const auto& [body, message] : cases) {
    const auto request = ParseAddCheckpointUnverified(body);
    ASSERT_TRUE(absl::IsInvalidArgument(request.status())) << body;
    EXPECT_THAT(request.status().message(), HasSubstr(message)) << body;
    EXPECT_EQ(RefuseMalformed(request.status()).status, 400);
  }
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(ParseAddCheckpointUnverified(good.substr(0, size)).ok()) << size;
  }
}

TEST_F(WitnessTest, SixtyThreeProofLinesAreRead) {
  AddCheckpointRequest request = From(5, SmallLog(8));
  request.proof.assign(kMaxConsistencyLines, Sha256("x"));
  EXPECT_TRUE(ParseAddCheckpointUnverified(FormatAddCheckpoint(request)).ok());
}

TEST_F(WitnessTest, WhatWasCosignedIsReadBackFromTheNote) {
  const WitnessAnswer answer = Ask(From(0, SmallLog(5)), {});
  const auto last = OpenCosigned(*answer.record, cosigner.key);
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->checkpoint, SmallLog(5).checkpoint);
  EXPECT_EQ(last->time, kNow);
  Note bare = *answer.record;
  bare.signatures.pop_back();
  EXPECT_TRUE(absl::IsUnauthenticated(OpenCosigned(bare, cosigner.key).status()));
}

TEST_F(WitnessTest, LinesThatStandAloneAreReadStrictly) {
  const std::string line = Ask(From(0, SmallLog(5)), {}).body;
  EXPECT_EQ(ParseSignatureLinesUnverified(line + line)->size(), 2);
  for (const std::string& bad : {std::string(), line.substr(0, line.size() - 1), line + "\n", "\n" + line, "x" + line,
                                 std::string(line).replace(5, 1, "\r")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseSignatureLinesUnverified(bad).status())) << bad;
  }
}

}  // namespace
}  // namespace tallystick
