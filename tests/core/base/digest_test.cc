#include "core/base/digest.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "core/base/encoding.h"

namespace tallystick {
namespace {

// FIPS 180-4 examples and the NIST long message.
TEST(Digest, Sha256GivesTheKnownAnswers) {
  const struct {
    std::string message;
    absl::string_view hex;
  } kVectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrst"
       "u",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1000000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& v : kVectors) EXPECT_EQ(Sha256(v.message).hex(), v.hex);
}

// RFC 4231, cases 1, 2, 3, 6 and 7; and the empty key.
TEST(Digest, HmacSha256GivesTheKnownAnswers) {
  const std::string long_key(131, '\xaa');
  const struct {
    std::string key, data;
    absl::string_view hex;
  } kVectors[] = {
      {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {long_key, "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {long_key,
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
       "hashed "
       "before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
      {"", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
  };
  for (const auto& v : kVectors) EXPECT_EQ(HmacSha256(v.key, v.data).hex(), v.hex);
  EXPECT_EQ(HmacSha256(absl::string_view(), absl::string_view()).hex(), kVectors[5].hex);
}

TEST(Digest, StreamGivesTheSameDigestHoweverItIsCutAndCanBeUsedAgain) {
  std::string message;
  for (int i = 0; i < 300; ++i) message.push_back(static_cast<char>(i * 7));
  Sha256Stream stream;
  for (size_t cut = 0; cut <= message.size(); ++cut) {
    const absl::string_view view = message;
    stream.Update(view.substr(0, cut)).Update("").Update(view.substr(cut));
    ASSERT_EQ(stream.Finish(), Sha256(message)) << cut;
  }
}

TEST(Digest, ThreadsDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t, &wrong] {
      const std::string message(100 + t, static_cast<char>('a' + t));
      const Digest expected = Sha256Stream().Update(message).Finish();
      for (int i = 0; i < 500; ++i) wrong[t] += Sha256(message) != expected;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Digest, OnlySixtyFourLowerCaseHexDigitsAreADigest) {
  const std::string hex = Sha256("abc").hex();
  EXPECT_EQ(Digest::FromHex(hex).value(), Sha256("abc"));
  EXPECT_EQ(Sha256("abc").brief(), hex.substr(0, 12));
  std::string upper = hex;
  upper[1] = 'A';
  for (const std::string& bad : {std::string(), hex.substr(1), hex.substr(2), hex + "0", hex + "00",
                                 " " + hex.substr(1), upper, hex.substr(0, 63) + "g"}) {
    EXPECT_EQ(Digest::FromHex(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
  EXPECT_EQ(Digest::FromBytes(Sha256("abc").view()).value(), Sha256("abc"));
  EXPECT_FALSE(Digest::FromBytes(Sha256("abc").view().substr(1)).ok());
  EXPECT_FALSE(Digest::FromBytes("").ok());
}

TEST(Digest, OrderIsThatOfTheHex) {
  const Digest low = Digest::FromHex(std::string(62, '0') + "ff").value();
  const Digest high = Digest::FromHex("80" + std::string(62, '0')).value();
  EXPECT_LT(low, high);
  EXPECT_LT(low.hex(), high.hex());
}

}  // namespace
}  // namespace tallystick
