#include "core/sign/ed25519.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

std::string Unhex(absl::string_view hex) { return *HexDecode(hex); }

struct RfcCase {
  absl::string_view seed, public_key, message, signature;
};

// RFC 8032 §7.1, tests 1 to 3.
constexpr RfcCase kRfcCases[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Ed25519Test, SignsAsTheRfcDoes) {
  for (const RfcCase& c : kRfcCases) {
    const absl::StatusOr<PrivateKey> key = PrivateKey::FromSeed(Unhex(c.seed));
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(HexEncode(key->public_key().bytes()), c.public_key);
    EXPECT_EQ(HexEncode(key->SecretSeed()), c.seed);
    const absl::StatusOr<std::string> signature = key->Sign(Unhex(c.message));
    ASSERT_TRUE(signature.ok()) << signature.status();
    EXPECT_EQ(HexEncode(*signature), c.signature);
    EXPECT_TRUE(key->public_key().Verify(Unhex(c.message), *signature));
  }
}

TEST(Ed25519Test, AnEmptyMessageWithoutMemoryIsAMessage) {
  const PrivateKey key = TestKey('a');
  const absl::StatusOr<std::string> signature = key.Sign(absl::string_view());
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_TRUE(key.public_key().Verify(absl::string_view(), *signature));
  EXPECT_TRUE(key.public_key().Verify("", *signature));
}

TEST(Ed25519Test, AnyChangedBitOfASignatureOrMessageIsRefused) {
  const PrivateKey key = TestKey('a');
  const std::string message = "12 killed";
  const std::string signature = *key.Sign(message);
  for (size_t bit = 0; bit < 8 * signature.size(); ++bit) {
    std::string changed = signature;
    changed[bit / 8] ^= 1 << bit % 8;
    EXPECT_FALSE(key.public_key().Verify(message, changed)) << "bit " << bit;
  }
  for (size_t bit = 0; bit < 8 * message.size(); ++bit) {
    std::string changed = message;
    changed[bit / 8] ^= 1 << bit % 8;
    EXPECT_FALSE(key.public_key().Verify(changed, signature)) << "bit " << bit;
  }
  EXPECT_FALSE(key.public_key().Verify(message, absl::string_view(signature).substr(0, 63)));
  EXPECT_FALSE(key.public_key().Verify(message, signature + "x"));
  EXPECT_FALSE(key.public_key().Verify(message, ""));
  EXPECT_FALSE(TestKey('b').public_key().Verify(message, signature));
  EXPECT_TRUE(key.public_key().Verify(message, signature)) << "after all those failures";
}

TEST(Ed25519Test, KeysOfSmallOrderAreRefusedInEveryEncoding) {
  // The eight points of small order, and the spellings of them with y >= p or the wrong sign of x = 0.
  for (absl::string_view hex : {
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0000000000000000000000000000000000000000000000000000000000000080",
           "0100000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000080",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
       }) {
    EXPECT_EQ(PublicKey::FromBytes(Unhex(hex)).status().code(), absl::StatusCode::kInvalidArgument) << hex;
  }
}

TEST(Ed25519Test, NonCanonicalKeysAreRefusedAndTheLargestCanonicalYIsNot) {
  std::string raw = Unhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  for (int above = 0; above < 19; ++above, ++raw[0]) {
    for (char sign : {'\x7f', '\xff'}) {
      raw[31] = sign;
      const absl::Status status = PublicKey::FromBytes(raw).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << "p + " << above;
      EXPECT_THAT(std::string(status.message()), HasSubstr("canonical"));
    }
  }
  EXPECT_TRUE(PublicKey::FromBytes(Unhex("ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")).ok());
}

TEST(Ed25519Test, OnlyThirtyTwoBytesMakeAKey) {
  for (size_t size : {0, 31, 33, 64}) {
    EXPECT_EQ(PublicKey::FromBytes(std::string(size, 'x')).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(PrivateKey::FromSeed(std::string(size, 'x')).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

// Written by `openssl pkey -pubout`, with the id by `... -outform DER | sha256sum`.
constexpr absl::string_view kOpenSslPem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAhDEACCpuUksxwf540oNmImR0m5odh01f9PQnjBQ6MFk=\n"
    "-----END PUBLIC KEY-----\n";
constexpr absl::string_view kOpenSslId = "3c634843165fb86e744faafbe05fc8022ad4e6bddbf1f3684f2155406111231b";

TEST(Ed25519Test, PublicKeysReadAndWriteAsOpenSslDoes) {
  const absl::StatusOr<PublicKey> key = PublicKey::FromPem(kOpenSslPem);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->id().hex(), kOpenSslId);
  EXPECT_EQ(Sha256(key->Der()), key->id());
  EXPECT_EQ(key->Pem(), kOpenSslPem);
  EXPECT_EQ(*PublicKey::FromBytes(key->bytes()), *key);
  EXPECT_EQ(*PublicKey::FromDer(key->Der()), *key);
  EXPECT_FALSE(*key == TestKey('a').public_key());
}

TEST(Ed25519Test, OtherKindsOfKeysAndDamagedOnesAreRefused) {
  const std::string der = PublicKey::FromPem(kOpenSslPem)->Der();
  EXPECT_FALSE(PublicKey::FromDer(der + "x").ok());
  for (size_t size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(PublicKey::FromDer(absl::string_view(der).substr(0, size)).ok()) << size;
  }
  const absl::Status x25519 = PublicKey::FromPem(
                                  "-----BEGIN PUBLIC KEY-----\n"
                                  "MCowBQYDK2VuAyEAtICcsxjXVrZxOokkgtZmcBbSwlbUGGdK0MkY7kmIURQ=\n"
                                  "-----END PUBLIC KEY-----\n")
                                  .status();
  EXPECT_EQ(x25519.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(x25519.message()), HasSubstr("not an Ed25519 public key"));
}

TEST(Ed25519Test, OneKeyServesManyThreads) {
  const PrivateKey key = TestKey('a');
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&key, &good, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string message = absl::StrCat(t, " ", i);
        const std::string signature = *key.Sign(message);
        good += key.public_key().Verify(message, signature) && !key.public_key().Verify("x", signature);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 200);
}

}  // namespace
}  // namespace tallystick
