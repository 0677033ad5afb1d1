#include "core/sign/private_key_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// One key, written by `openssl genpkey -algorithm ed25519` and by `openssl pkey -aes256 -passout pass:sesame`.
constexpr absl::string_view kOpenSslPlain =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIH0brHz42gW3e+HuNS8TAk2lm2Y3N2X6u7AOI2nU6bC8\n"
    "-----END PRIVATE KEY-----\n";
constexpr absl::string_view kOpenSslEncrypted =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjtZAtCA5dslQICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEN/Dl5R89jzHmCll5FpYnFgEQAc3\n"
    "x1I1VFjb99OviGpP6EQri6bmRIqTtPVFjAEROuLBPpXhVTcO8zii8C3HueZcQLyL\n"
    "qeARnl4GNJ1ZWeLj1CI=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
constexpr absl::string_view kSeed = "7d1bac7cf8da05b77be1ee352f13024da59b66373765fabbb00e2369d4e9b0bc";

constexpr absl::string_view kX25519 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEIPDFU5zBGyLUut3nXeHNKxlD5mC1NPbw4oPy1TnMcgdY\n"
    "-----END PRIVATE KEY-----\n";

TEST(PrivateKeyFileTest, FilesWrittenByOpenSslAreRead) {
  const absl::StatusOr<PrivateKey> plain = ParsePrivateKey(kOpenSslPlain, std::nullopt);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(HexEncode(plain->SecretSeed()), kSeed);
  EXPECT_EQ(FormatPrivateKeyInsecure(*plain), kOpenSslPlain);
  const absl::StatusOr<PrivateKey> encrypted = ParsePrivateKey(kOpenSslEncrypted, "sesame");
  ASSERT_TRUE(encrypted.ok()) << encrypted.status();
  EXPECT_EQ(HexEncode(encrypted->SecretSeed()), kSeed);
}

TEST(PrivateKeyFileTest, AnEncryptedKeyOpensWithItsPassphraseOnly) {
  const PrivateKey key = TestKey('k');
  const absl::StatusOr<std::string> pem = EncryptPrivateKey(key, "three blind mice");
  ASSERT_TRUE(pem.ok()) << pem.status();
  EXPECT_TRUE(IsEncryptedPrivateKey(*pem));
  const absl::StatusOr<PrivateKey> back = ParsePrivateKey(*pem, "three blind mice");
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->public_key(), key.public_key());

  for (absl::string_view wrong : {"three blind mic", "Three blind mice", "three blind mice ", ""}) {
    const absl::Status status = ParsePrivateKey(*pem, wrong).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << wrong;
    EXPECT_THAT(std::string(status.message()), StartsWith("wrong passphrase"));
  }
  const absl::Status missing = ParsePrivateKey(*pem, std::nullopt).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(missing.message()), HasSubstr("passphrase is needed"));
}

TEST(PrivateKeyFileTest, EqualPassphrasesGiveDifferentFiles) {
  const PrivateKey key = TestKey('k');
  EXPECT_NE(*EncryptPrivateKey(key, "same"), *EncryptPrivateKey(key, "same"));
}

TEST(PrivateKeyFileTest, AnEmptyPassphraseIsRefused) {
  EXPECT_EQ(EncryptPrivateKey(TestKey('k'), "").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PrivateKeyFileTest, APlainKeyNeedsNoPassphrase) {
  const PrivateKey key = TestKey('k');
  const std::string pem = FormatPrivateKeyInsecure(key);
  EXPECT_FALSE(IsEncryptedPrivateKey(pem));
  EXPECT_EQ(ParsePrivateKey(pem, std::nullopt)->public_key(), key.public_key());
  EXPECT_EQ(ParsePrivateKey(pem, "needless")->public_key(), key.public_key());
}

TEST(PrivateKeyFileTest, OtherKindsOfKeysAreRefused) {
  const absl::Status status = ParsePrivateKey(kX25519, std::nullopt).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no Ed25519 private key"));
}

TEST(PrivateKeyFileTest, TruncatedFilesAreRefused) {
  for (absl::string_view pem : {kOpenSslPlain, kOpenSslEncrypted}) {
    for (size_t size = 0; size < pem.size(); ++size) {
      EXPECT_EQ(ParsePrivateKey(pem.substr(0, size), "sesame").status().code(), absl::StatusCode::kInvalidArgument)
          << size;
    }
  }
}

TEST(PrivateKeyFileTest, DamagedFilesAreBlamedOnTheFileOrThePassphrase) {
  for (absl::string_view pem : {kOpenSslPlain, kOpenSslEncrypted}) {
    for (size_t i = 0; i < pem.size(); ++i) {
      std::string changed(pem);
      changed[i] ^= 1;
      const absl::Status status = ParsePrivateKey(changed, "sesame").status();
      if (status.ok()) continue;  // another key, which only its id gives away
      EXPECT_TRUE(absl::IsInvalidArgument(status) || absl::IsUnauthenticated(status)) << "byte " << i << status;
    }
  }
}

class OpenSslCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("openssl version > /dev/null 2>&1") == 0) return;
    const char* ci = std::getenv("CI");
    if (ci != nullptr && absl::string_view(ci) == "true") FAIL() << "the openssl command is missing";
    GTEST_SKIP() << "the openssl command is missing: what it makes of our files is not checked";
  }

  std::string Path(absl::string_view name) const {
    return absl::StrCat(testing::TempDir(), "private_key_file_test.", getpid(), ".", name);
  }

  // What `openssl <arguments>` prints, given `input` as a file in place of @; empty when it fails.
  std::string OpenSsl(absl::string_view before, absl::string_view input, absl::string_view after) const {
    std::ofstream(Path("in"), std::ios::binary) << input;
    const std::string command =
        absl::StrCat("openssl ", before, " '", Path("in"), "' ", after, " > '", Path("out"), "' 2> /dev/null");
    const bool good = std::system(command.c_str()) == 0;
    std::ostringstream output;
    output << std::ifstream(Path("out"), std::ios::binary).rdbuf();
    std::remove(Path("in").c_str());
    std::remove(Path("out").c_str());
    return good ? output.str() : "";
  }
};

TEST_F(OpenSslCommandTest, ReadsOurKeyFiles) {
  const PrivateKey key = TestKey('k');
  const std::string encrypted = *EncryptPrivateKey(key, "three blind mice");
  EXPECT_EQ(OpenSsl("pkey -in", encrypted, "-passin 'pass:three blind mice' -pubout"), key.public_key().Pem());
  EXPECT_EQ(OpenSsl("pkey -in", encrypted, "-passin pass:wrong -pubout"), "");
  EXPECT_EQ(OpenSsl("pkey -in", FormatPrivateKeyInsecure(key), "-pubout"), key.public_key().Pem());
  EXPECT_EQ(OpenSsl("pkey -pubin -in", key.public_key().Pem(), "-outform DER"), key.public_key().Der());
}

TEST_F(OpenSslCommandTest, SaysThatTheFileIsPbes2WithScryptAndAes256) {
  const std::string encrypted = *EncryptPrivateKey(TestKey('k'), "three blind mice");
  const std::string parsed = OpenSsl("asn1parse -in", encrypted, "");
  for (absl::string_view part : {"PBES2", "scrypt", ":4000", ":aes-256-cbc"}) {
    EXPECT_THAT(parsed, HasSubstr(std::string(part)));
  }
}

}  // namespace
}  // namespace tallystick
