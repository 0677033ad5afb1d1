#include "core/sign/timestamp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"
#include "tests/core/sign/time_authority.h"

namespace tallystick {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kText[] = "example.org/log\n7\nDnTT9ccrpxx1e9hCvGoJqd6vHC5chDo53dvU+TZ8xB8=\n";
const std::string kNonce("\x01\x02\x03\x04\x05\x06\x07\x08", 8);
constexpr int64_t kJune2020 = 1592222400;  // 2020-06-15T12:00:00Z
constexpr int64_t kYear = 365 * 86400;

std::string Request() { return *MakeTimestampRequest(kText, kNonce); }

Timestamp Read(const std::string& reply) {
  const absl::StatusOr<Timestamp> read = ReadTimestampReplyUnverified(reply);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.value_or(Timestamp{});
}

TimestampRoots Roots(const std::string& pem) { return *TimestampRoots::FromPem(pem); }

TEST(TimestampRequestTest, HoldsTheImprintAndTheNonce) {
  const absl::StatusOr<TimestampRequest> read = ReadTimestampRequest(Request());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->imprint, Sha256(kText).view());
  EXPECT_EQ(read->nonce, kNonce);
}

// RFC 3161 §2.4.1, written out by hand.
TEST(TimestampRequestTest, IsTheDerOfTheStandard) {
  const std::string expected = absl::StrCat(
      absl::string_view(
          "\x30\x43\x02\x01\x01\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20", 24),
      Sha256(kText).view(), absl::string_view("\x02\x08", 2), kNonce, "\x01\x01\xff");
  EXPECT_EQ(Request(), expected);
}

TEST(TimestampRequestTest, ANonceThatTellsNothingApartIsRefused) {
  for (size_t size : {0, 1, 7, 33}) EXPECT_FALSE(MakeTimestampRequest(kText, std::string(size, 'x')).ok()) << size;
  EXPECT_FALSE(MakeTimestampRequest(kText, std::string(16, '\0')).ok());
  // One with the first bit set stays positive.
  const std::string high(16, '\xff');
  EXPECT_EQ(ReadTimestampRequest(*MakeTimestampRequest(kText, high))->nonce, high);
}

TEST(TimestampRequestTest, WhatIsNoneIsRefused) {
  EXPECT_FALSE(ReadTimestampRequest("").ok());
  EXPECT_FALSE(ReadTimestampRequest(Request() + "x").ok());
  EXPECT_FALSE(ReadTimestampRequest(Request().substr(0, 40)).ok());
  EXPECT_FALSE(ReadTimestampRequest(TimeAuthority::RequestBy("SHA1", kText, true)).ok());
}

TEST(TimestampTest, AReplyStatesWhatTheAuthorityPutIn) {
  const TimeAuthority authority;
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  EXPECT_EQ(t.time, kJune2020);
  EXPECT_EQ(t.micros, 250000);
  EXPECT_EQ(t.accuracy, 1500000);
  EXPECT_EQ(t.earliest(), kJune2020 - 2);  // 0.25 s - 1.5 s, outwards
  EXPECT_EQ(t.latest(), kJune2020 + 2);    // 0.25 s + 1.5 s
  EXPECT_EQ(t.hash, "SHA256");
  EXPECT_EQ(t.imprint, Sha256(kText).view());
  EXPECT_EQ(t.policy, "1.3.6.1.4.1.99999.1");
  EXPECT_EQ(t.nonce, kNonce);
  EXPECT_EQ(t.authority, "CN=Test Time Authority");
  EXPECT_EQ(t.key.size(), 64);
  EXPECT_EQ(t.certificates, 2);
  EXPECT_FALSE(t.serial.empty());
}

TEST(TimestampTest, PassesUnderTheReadersRoot) {
  const TimeAuthority authority;
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  const TimestampRoots roots = Roots(authority.root_pem());
  const TimestampCheck check = VerifyTimestamp(t, kText, &roots, kNonce);
  EXPECT_THAT(check.problems, IsEmpty());
  EXPECT_TRUE(check.proven());
  EXPECT_EQ(check.nonce, Judgement::kHolds);
  EXPECT_EQ(check.root, "CN=Test Time Authority Root");
}

TEST(TimestampTest, WithoutRootsIsSoundAndNotProven) {
  const TimeAuthority authority;
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  const TimestampCheck check = VerifyTimestamp(t, kText, nullptr, std::nullopt);
  EXPECT_THAT(check.problems, IsEmpty());
  EXPECT_TRUE(check.sound());
  EXPECT_FALSE(check.proven());
  EXPECT_EQ(check.chain, Judgement::kNotAsked);
  EXPECT_EQ(check.nonce, Judgement::kNotAsked);
}

TEST(TimestampTest, ABareTokenIsTheSameThing) {
  const TimeAuthority authority;
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  const Timestamp bare = Read(t.token);
  EXPECT_EQ(bare.token, t.token);
  EXPECT_EQ(bare.imprint, t.imprint);
  EXPECT_TRUE(VerifyTimestamp(bare, kText, nullptr, std::nullopt).sound());
}

// What one reply differs in from a good one, and what must then be said.
struct Case {
  const char* name;
  AuthorityOptions options;
  int64_t time = kJune2020;
  bool sound = true;
  bool proven = true;
  const char* problem = "";
};

TEST(TimestampTest, IsJudgedAtTheTokensOwnTime) {
  AuthorityOptions own, plain, old, dead_root, no_accuracy, weak, nameless, other_content;
  own.self_signed = true;
  plain.with_chain = false;
  plain.names_itself = false;
  old.ess_sha1 = true;
  dead_root.root_not_after = "20200301000000Z";
  no_accuracy.accuracy_seconds = no_accuracy.accuracy_millis = 0;
  weak.digest = "SHA1";
  nameless.ess = false;
  other_content.says_time_stamp = false;
  const Case cases[] = {
      {"valid then, expired now", {}},
      {"root known to the reader alone, no name", plain},
      {"certificate named by SHA-1 (RFC 2634)", old},
      {"no accuracy", no_accuracy},
      {"expired then", {}, kJune2020 + kYear, true, false, "certificate has expired"},
      {"not yet valid then", {}, kJune2020 - kYear, true, false, "certificate is not yet valid"},
      {"root expired then", dead_root, kJune2020, true, false, "certificate has expired"},
      {"self-signed stranger", own, kJune2020, true, false, "lead to no root that you gave"},
      {"signed over SHA-1", weak, kJune2020, false, false, "signed over a hash that is weak"},
      {"names no certificate", nameless, kJune2020, false, false, "does not name the certificate that it brings"},
      {"signed as something else", other_content, kJune2020, false, false, "does not say that it is a time stamp"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const TimeAuthority authority(c.options);
    const std::string reply = authority.Reply(Request(), c.time);
    const Timestamp t = Read(reply);
    const TimestampRoots roots = Roots(authority.root_pem());
    const TimestampCheck check = VerifyTimestamp(t, kText, &roots, kNonce);
    EXPECT_EQ(check.sound(), c.sound);
    EXPECT_EQ(check.proven(), c.proven);
    if (c.problem[0] == '\0') {
      EXPECT_THAT(check.problems, IsEmpty());
    } else {
      EXPECT_THAT(check.problems, Contains(HasSubstr(c.problem)));
    }
  }
}

TEST(TimestampTest, ACertificateForOtherThingsIsRefused) {
  for (const char* usage : {"", "critical,timeStamping,codeSigning", "timeStamping", "critical,serverAuth"}) {
    SCOPED_TRACE(usage);
    AuthorityOptions options;
    options.key_usage = usage;
    const TimeAuthority authority(options);
    const std::string reply = authority.Reply(Request(), kJune2020);
    const TimestampRoots roots = Roots(authority.root_pem());
    const TimestampCheck check = VerifyTimestamp(Read(reply), kText, &roots, kNonce);
    EXPECT_FALSE(check.purpose);
    EXPECT_FALSE(check.sound());
    EXPECT_EQ(check.chain, Judgement::kFails);
    EXPECT_THAT(check.problems, Contains(HasSubstr("not for time stamps alone")));
  }
}

TEST(TimestampTest, AnotherTextIsNoticed) {
  const TimeAuthority authority;
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  const TimestampRoots roots = Roots(authority.root_pem());
  for (const std::string& other : {std::string(), std::string(kText) + "\n", std::string("x")}) {
    const TimestampCheck check = VerifyTimestamp(t, other, &roots, kNonce);
    EXPECT_FALSE(check.imprint);
    EXPECT_FALSE(check.proven());
    EXPECT_FALSE(IsOfText(t, other));
    EXPECT_THAT(check.problems, Contains("it is for another text"));
  }
  EXPECT_TRUE(IsOfText(t, kText));
}

TEST(TimestampTest, AWeakImprintIsRefusedAndAStrongerOneTaken) {
  const TimeAuthority authority;
  const TimestampRoots roots = Roots(authority.root_pem());
  for (const char* weak : {"SHA1", "MD5"}) {
    const Timestamp t = Read(authority.Reply(TimeAuthority::RequestBy(weak, kText, true), kJune2020));
    EXPECT_FALSE(IsOfText(t, kText)) << weak;
    const TimestampCheck check = VerifyTimestamp(t, kText, &roots, std::nullopt);
    EXPECT_FALSE(check.imprint) << weak;
    EXPECT_THAT(check.problems, Contains(HasSubstr("weak")));
  }
  const Timestamp t = Read(authority.Reply(TimeAuthority::RequestBy("SHA512", kText, true), kJune2020));
  EXPECT_TRUE(VerifyTimestamp(t, kText, &roots, std::nullopt).proven());
}

TEST(TimestampTest, AnotherNonceIsNoticed) {
  const TimeAuthority authority;
  const TimestampRoots roots = Roots(authority.root_pem());
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  const Timestamp none = Read(authority.Reply(TimeAuthority::RequestBy("SHA256", kText, true), kJune2020));
  for (const auto& [stamp, nonce] :
       {std::pair(t, std::string(8, 'x')), std::pair(none, kNonce), std::pair(t, std::string())}) {
    const TimestampCheck check = VerifyTimestamp(stamp, kText, &roots, nonce);
    EXPECT_EQ(check.nonce, Judgement::kFails);
    EXPECT_FALSE(check.sound());
    EXPECT_FALSE(check.proven());
  }
  EXPECT_TRUE(VerifyTimestamp(t, kText, &roots, std::string(3, '\0') + kNonce).proven());
}

TEST(TimestampTest, AnAuthorityThatRefusesIsNoToken) {
  const TimeAuthority authority;
  std::string asked = TimeAuthority::RequestBy("SHA384", kText, true);  // an algorithm that it does not take
  const absl::Status refused = ReadTimestampReplyUnverified(authority.Reply(asked, kJune2020)).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("status 2, badAlg"));
}

TEST(TimestampTest, WithoutItsCertificateATokenShowsNothing) {
  const TimeAuthority authority;
  const TimestampRoots roots = Roots(authority.root_pem());
  const Timestamp t = Read(authority.Reply(TimeAuthority::RequestBy("SHA256", kText, false), kJune2020));
  EXPECT_EQ(t.certificates, 0);
  EXPECT_EQ(t.authority, "");
  const TimestampCheck check = VerifyTimestamp(t, kText, &roots, std::nullopt);
  EXPECT_FALSE(check.sound());
  EXPECT_FALSE(check.proven());
  EXPECT_THAT(check.problems, Contains(HasSubstr("does not bring its signer's certificate")));
}

TEST(TimestampTest, RootsAreTheReadersAlone) {
  const TimeAuthority authority, stranger, other;
  const Timestamp t = Read(authority.Reply(Request(), kJune2020));
  const Timestamp of_stranger = Read(stranger.Reply(Request(), kJune2020));
  const TimestampRoots two = Roots(absl::StrCat(other.root_pem(), "a remark\n", authority.root_pem()));
  EXPECT_EQ(two.size(), 2);
  EXPECT_TRUE(VerifyTimestamp(t, kText, &two, kNonce).proven());
  // Of the same name, with its own root in the token.
  const TimestampCheck check = VerifyTimestamp(of_stranger, kText, &two, kNonce);
  EXPECT_TRUE(check.sound());
  EXPECT_EQ(check.chain, Judgement::kFails);
  // An authority's own certificate will do as well.
  const TimestampRoots own = Roots(authority.signer_pem());
  EXPECT_TRUE(VerifyTimestamp(t, kText, &own, kNonce).proven());
}

TEST(TimestampTest, RootsThatCannotBeReadAreRefused) {
  const std::string pem = TimeAuthority().root_pem();
  for (const std::string& text :
       {std::string(), std::string("no certificate"), pem.substr(0, 200), pem + pem.substr(0, 200),
        pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
    EXPECT_FALSE(TimestampRoots::FromPem(text).ok()) << text;
  }
}

// --- mutations ---

bool SameMeaning(const Timestamp& a, const Timestamp& b) {
  return a.time == b.time && a.micros == b.micros && a.accuracy == b.accuracy && a.hash == b.hash &&
         a.imprint == b.imprint && a.policy == b.policy && a.serial == b.serial && a.nonce == b.nonce &&
         a.authority == b.authority;
}

TEST(TimestampMutationTest, NoFlippedByteGivesAnotherMeaning) {
  AuthorityOptions small;
  small.with_chain = false;  // a root in the token is not needed, so changes in it would change nothing
  const TimeAuthority authority(small);
  const TimestampRoots roots = Roots(authority.root_pem());
  const std::string reply = authority.Reply(Request(), kJune2020);
  const Timestamp good = Read(reply);
  ASSERT_TRUE(VerifyTimestamp(good, kText, &roots, kNonce).proven());
  int proven = 0;
  for (size_t i = 0; i < reply.size(); ++i) {
    for (const int mask : {0x01, 0x20, 0x80, 0xFF}) {
      std::string flipped = reply;
      flipped[i] = static_cast<char>(flipped[i] ^ mask);
      const absl::StatusOr<Timestamp> read = ReadTimestampReplyUnverified(flipped);
      if (!read.ok() || !VerifyTimestamp(*read, kText, &roots, kNonce).proven()) continue;
      ++proven;
      EXPECT_TRUE(SameMeaning(*read, good)) << "byte " << i << " mask " << mask;
    }
  }
  // Only what nobody signed may change: the status, and numbers and names of algorithms that stand twice.
  EXPECT_LT(proven, static_cast<int>(4 * reply.size()) / 10);
}

TEST(TimestampMutationTest, NoTruncatedReplyIsRead) {
  const TimeAuthority authority;
  const std::string reply = authority.Reply(Request(), kJune2020);
  for (size_t size = 0; size < reply.size(); ++size) {
    EXPECT_FALSE(ReadTimestampReplyUnverified(reply.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ReadTimestampReplyUnverified(reply + std::string(1, '\0')).ok());
  const std::string token = Read(reply).token;
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_FALSE(ReadTimestampReplyUnverified(token.substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace tallystick
