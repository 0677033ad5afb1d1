// Bytes from strangers: whatever they are, a parser answers, and takes only what it would write itself.
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "core/base/encoding.h"
#include "core/sign/pem.h"
#include "core/sign/private_key_file.h"
#include "tests/core/sign/small_log.h"

namespace tallystick {
namespace {

constexpr int kRounds = 20000;

class HostileTextTest : public testing::Test {
 protected:
  HostileTextTest() : seed_(std::random_device{}()), random_(seed_) { std::cout << "seed " << seed_ << "\n"; }

  // One to four changes: a flipped bit, a byte of the format's own alphabet, a cut, a repeat, a swap with the tail.
  std::string Mutate(std::string text) {
    static constexpr absl::string_view kAlphabet("\n\n \xe2\x80\x94+=/-0AZaz\0\r\xff", 19);
    for (int changes = 1 + random_() % 4; changes > 0 && !text.empty(); --changes) {
      const size_t at = random_() % text.size();
      const size_t length = random_() % std::min<size_t>(text.size() - at, 40);
      switch (random_() % 6) {
        case 0:
          text[at] ^= 1 << random_() % 8;
          break;
        case 1:
          text[at] = kAlphabet[random_() % kAlphabet.size()];
          break;
        case 2:
          text.insert(at, 1, kAlphabet[random_() % kAlphabet.size()]);
          break;
        case 3:
          text.erase(at, length + 1);
          break;
        case 4:
          text.insert(at, text.substr(at, length));
          break;
        case 5:
          text.resize(at);
          break;
      }
    }
    return text;
  }

  std::string Noise() {
    std::string bytes(random_() % 300, '\0');
    for (char& c : bytes) c = static_cast<char>(random_());
    return bytes;
  }

  uint32_t seed_;
  std::mt19937 random_;
};

TEST_F(HostileTextTest, Notes) {
  const SmallLog log(13);
  const std::string sample = log.SignedCheckpoint();
  int taken = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string bytes = i % 10 == 0 ? Noise() : Mutate(sample);
    const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
    if (!note.ok()) continue;
    ++taken;
    ASSERT_EQ(FormatNote(*note), bytes) << "seed " << seed_;
    const bool is_original = note->text == FormatCheckpoint(log.checkpoint);
    ASSERT_TRUE(is_original || VerifyNote(*note, log.key) != SignatureState::kGood) << "seed " << seed_;
  }
  EXPECT_GT(taken, 0);
}

TEST_F(HostileTextTest, Checkpoints) {
  Checkpoint checkpoint = SmallLog(13).checkpoint;
  checkpoint.extensions = {"one", "two"};
  const std::string sample = FormatCheckpoint(checkpoint);
  int taken = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = i % 10 == 0 ? Noise() : Mutate(sample);
    const absl::StatusOr<Checkpoint> parsed = ParseCheckpointUnverified(text);
    if (!parsed.ok()) continue;
    ++taken;
    ASSERT_EQ(FormatCheckpoint(*parsed), text) << "seed " << seed_;
  }
  EXPECT_GT(taken, 0);
}

TEST_F(HostileTextTest, TlogProofs) {
  const SmallLog log(13);
  TlogProof sample = log.Prove(5);
  sample.extra = "some bytes";
  const std::string original = FormatTlogProof(sample);
  const Digest leaf = HashLeaf(SmallLog::Entry(5));
  int taken = 0;
  for (int i = 0; i < kRounds; ++i) {
    const std::string text = i % 10 == 0 ? Noise() : Mutate(original);
    const absl::StatusOr<TlogProof> proof = ParseTlogProofUnverified(text);
    if (!proof.ok()) continue;
    ++taken;
    ASSERT_EQ(FormatTlogProof(*proof), text) << "seed " << seed_;
    // Whatever still holds says the same: only extra data, which nothing proves, and strangers' signatures may differ.
    if (!VerifyTlogProof(*proof, leaf, log.key).holds()) continue;
    ASSERT_EQ(proof->index, 5) << "seed " << seed_;
    ASSERT_EQ(proof->hashes, sample.hashes) << "seed " << seed_;
    ASSERT_EQ(proof->checkpoint.text, sample.checkpoint.text) << "seed " << seed_;
  }
  EXPECT_GT(taken, 0);
}

TEST_F(HostileTextTest, KeyTexts) {
  const std::string vkey = TestNoteKey("log.example", 'l').Format();
  const std::string public_pem = TestKey('l').public_key().Pem();
  const std::string private_pem = FormatPrivateKeyInsecure(TestKey('l'));
  for (int i = 0; i < kRounds; ++i) {
    const std::string name_and_key = i % 10 == 0 ? Noise() : Mutate(vkey);
    const absl::StatusOr<NoteKey> key = NoteKey::Parse(name_and_key);
    ASSERT_TRUE(!key.ok() || key->Format() == name_and_key) << "seed " << seed_;
    const std::string public_text = Mutate(public_pem);
    const absl::StatusOr<PublicKey> public_key = PublicKey::FromPem(public_text);
    ASSERT_TRUE(!public_key.ok() || public_key->Pem() == public_text) << "seed " << seed_;
    (void)ParsePrivateKey(Mutate(private_pem), std::nullopt);
  }
}

TEST_F(HostileTextTest, PrivateKeyDer) {
  const std::string der = *PemDecode("PRIVATE KEY", FormatPrivateKeyInsecure(TestKey('l')));
  for (int i = 0; i < kRounds; ++i) {
    (void)ParsePrivateKey(PemEncode("PRIVATE KEY", i % 10 == 0 ? Noise() : Mutate(der)), std::nullopt);
  }
}

}  // namespace
}  // namespace tallystick
