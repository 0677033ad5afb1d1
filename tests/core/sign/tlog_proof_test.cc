#include "core/sign/tlog_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/sign/small_log.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

TEST(TlogProofTest, ReadsAndWritesTheSameTextAndHolds) {
  const SmallLog log(13);
  for (uint64_t index = 0; index < 13; ++index) {
    for (absl::string_view extra : {"", "x", "some bytes"}) {
      TlogProof proof = log.Prove(index);
      proof.extra = std::string(extra);
      const std::string text = FormatTlogProof(proof);
      const absl::StatusOr<TlogProof> back = ParseTlogProofUnverified(text);
      ASSERT_TRUE(back.ok()) << back.status();
      EXPECT_EQ(*back, proof);
      EXPECT_EQ(FormatTlogProof(*back), text);
      const TlogProofCheck check = VerifyTlogProof(*back, HashLeaf(SmallLog::Entry(index)), log.key);
      EXPECT_TRUE(check.holds()) << check.checkpoint.status() << Describe(check.inclusion);
      EXPECT_EQ(*check.checkpoint, log.checkpoint);
    }
  }
}

TEST(TlogProofTest, HasTheFormOfTheSpecification) {
  const SmallLog log(2);
  TlogProof proof = log.Prove(1);
  proof.extra = "age";
  // printf '\0entry 0' | openssl dgst -sha256 -binary | base64
  EXPECT_EQ(
      FormatTlogProof(proof),
      absl::StrCat("c2sp.org/tlog-proof@v1\nextra YWdl\nindex 1\ndziFphNIniTOLPdhmdakI/BC5LvxLX7s7pEu8nbGVwE=\n\n",
                   log.SignedCheckpoint()));
}

TEST(TlogProofTest, AnotherEntryIndexLogOrCheckpointDoesNotHold) {
  const SmallLog log(13);
  const TlogProof proof = log.Prove(5);
  const Digest leaf = HashLeaf(SmallLog::Entry(5));
  EXPECT_EQ(VerifyTlogProof(proof, HashLeaf(SmallLog::Entry(6)), log.key).inclusion, ProofCheck::kWrongRoot);
  EXPECT_FALSE(VerifyTlogProof(proof, HashLeaf(SmallLog::Entry(6)), log.key).holds());

  TlogProof moved = proof;
  moved.index = 6;
  EXPECT_FALSE(VerifyTlogProof(moved, leaf, log.key).holds());

  const TlogProofCheck other_key = VerifyTlogProof(proof, leaf, TestNoteKey("log.example", 'm'));
  EXPECT_EQ(other_key.checkpoint.status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_FALSE(other_key.holds());

  TlogProof later = proof;
  later.checkpoint = SmallLog(14).Prove(5).checkpoint;
  EXPECT_FALSE(VerifyTlogProof(later, leaf, log.key).holds());
}

TEST(TlogProofTest, AnyOtherFormIsRefusedWithItsLine) {
  const std::string hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  const std::string note = SmallLog(2).SignedCheckpoint();
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  std::string many = head + "index 1\n";
  for (int i = 0; i < 65; ++i) many += hash;
  const struct {
    std::string text, reason;
  } cases[] = {
      {"", "line 1: missing: here should be c2sp.org/tlog-proof@v1"},
      {"c2sp.org/tlog-proof@v2\nindex 1\n\n" + note, "line 1: a proof begins with"},
      {"c2sp.org/tlog-proof@v1", "line 1: does not end with a line feed"},
      {head, "line 2: missing: here should be the index"},
      {head + "index 01\n\n" + note, "line 2: the index is not a decimal"},
      {head + "index -1\n\n" + note, "line 2: the index is not a decimal"},
      {head + "index \n\n" + note, "line 2: the index is not a decimal"},
      {head + "index  1\n\n" + note, "line 2: the index is not a decimal"},
      {head + "Index 1\n\n" + note, "line 2: should be \"index \""},
      {head + hash + "\n" + note, "line 2: should be \"index \""},
      {head + "extra \nindex 1\n\n" + note, "line 2: the extra data"},
      {head + "extra YWdl\nextra YWdl\nindex 1\n\n" + note, "line 3: should be \"index \""},
      {head + "extra YWdm=\nindex 1\n\n" + note, "line 2: the extra data"},
      {head + "extra YWdl\n", "line 3: missing: here should be the index"},
      {head + "index 1\nextra YWdl\n\n" + note, "line 3: not a hash"},
      {head + "index 1\n", "line 3: missing: here should be a hash, or an empty line"},
      {head + "index 1\nYWdl\n\n" + note, "line 3: not a hash"},
      {head + "index 1\n" + hash.substr(1) + "\n" + note, "line 3: not a hash"},
      {head + "index 1\n" + hash + note, "line 4: not a hash"},
      {many + "\n" + note, "line 67: more than 64 hashes"},
      {head + "index 1\n" + hash + "\n", "not a signed note"},
      {head + "index 1\n" + hash + "\n" + note + "\n", "not a signed note"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ParseTlogProofUnverified(c.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.reason));
  }
}

}  // namespace
}  // namespace tallystick
