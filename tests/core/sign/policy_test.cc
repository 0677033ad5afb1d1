#include "core/sign/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/digest.h"
#include "core/base/encoding.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::string LogKey(absl::string_view name, char fill) { return TestNoteKey(name, fill).Format(); }
std::string WitnessKey(absl::string_view name, char fill) {
  return TestNoteKey(name, fill, SignatureType::kCosignatureV1).Format();
}
// A verifier key of any type, with the usual hash.
std::string AnyKey(absl::string_view name, char type, const std::string& key) {
  const std::string typed = type + key;
  return absl::StrCat(name, "+", HexEncode(Sha256(absl::StrCat(name, "\n", typed)).view().substr(0, 4)), "+",
                      Base64Encode(typed));
}

// {L}, {M}: keys of logs; {A}, {B}, {C}: of witnesses; {PQ}: ML-DSA-44.
std::string Filled(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"{L}", LogKey("log.example", 'l')},
                                    {"{M}", LogKey("more.example", 'm')},
                                    {"{L again}", LogKey("other.example", 'l')},
                                    {"{A}", WitnessKey("a.example", 'a')},
                                    {"{A again}", WitnessKey("other.example", 'a')},
                                    {"{B}", WitnessKey("b.example", 'b')},
                                    {"{C}", WitnessKey("c.example", 'c')},
                                    {"{PQ}", AnyKey("pq.example", 6, std::string(1312, 'q'))},
                                    {"{PQ short}", AnyKey("pq.example", 6, std::string(1311, 'q'))},
                                    {"{ECDSA}", AnyKey("ec.example", 2, "a key")}});
}

// The example of the specification, with two levels of groups.
constexpr absl::string_view kTwoLevels =
    "# both organisations\n"
    "log {L} https://log.example/\n"
    "\n"
    "  witness\tX1  {A}\n"
    "witness X2 {B} https://b.example/w \t\n"
    "group X-witnesses 2 X1 X2\n"
    "\t# the others\n"
    "witness Y1 {C}\n"
    "group Y-witnesses any Y1\n"
    " \t\n"
    "group X-and-Y all X-witnesses Y-witnesses\n"
    "quorum X-and-Y\n"
    "log {M}\n";

TEST(PolicyTest, ReadsTheFormOfTheSpecification) {
  const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(Filled(kTwoLevels));
  ASSERT_TRUE(policy.ok()) << policy.status();
  ASSERT_THAT(policy->logs, SizeIs(2));
  EXPECT_EQ(policy->logs[0].key->name(), "log.example");
  EXPECT_EQ(policy->logs[0].url, "https://log.example/");
  EXPECT_EQ(policy->logs[1].vkey, LogKey("more.example", 'm'));
  EXPECT_EQ(policy->logs[1].url, "");
  ASSERT_THAT(policy->witnesses, SizeIs(3));
  EXPECT_EQ(policy->witnesses[0].name, "X1");
  EXPECT_EQ(policy->witnesses[0].key.key->Format(), WitnessKey("a.example", 'a'));
  EXPECT_EQ(policy->witnesses[1].key.url, "https://b.example/w");
  ASSERT_THAT(policy->groups, SizeIs(3));
  EXPECT_EQ(policy->groups[0].threshold, 2);
  EXPECT_EQ(policy->groups[1].threshold, 1);
  EXPECT_EQ(policy->groups[2].threshold, 2);
  EXPECT_THAT(policy->groups[2].members, ElementsAre("X-witnesses", "Y-witnesses"));
  EXPECT_EQ(policy->quorum, "X-and-Y");
}

TEST(PolicyTest, WhatIsWrittenReadsBack) {
  for (absl::string_view text : {kTwoLevels, absl::string_view("quorum none\n"),
                                 absl::string_view("log {ECDSA}\nwitness all {PQ} u\ngroup 1 any all\nquorum 1\n")}) {
    const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(Filled(text));
    ASSERT_TRUE(policy.ok()) << policy.status() << text;
    const absl::StatusOr<TlogPolicy> back = ParseTlogPolicy(FormatTlogPolicy(*policy));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, *policy);
  }
}

TEST(PolicyTest, AcceptedForms) {
  const std::map<std::string, std::string> cases = {
      {"no log: known by other means", "quorum none\n"},
      {"a witness alone is the quorum", "witness W {A}\nquorum W\n"},
      {"witnesses that nothing asks for", "witness W {A}\nquorum none\n"},
      {"names that are words of the format", "witness all {A}\nwitness 1 {B}\ngroup log any all 1\nquorum log\n"},
      {"names are octets", "witness \xff\xfeK {A}\nquorum \xff\xfeK\n"},
      {"a name that begins with the sign of a comment", "witness #1 {A}\nquorum #1\n"},
      {"one key as a log's and as a witness's",
       "log {L}\nwitness W " + WitnessKey("log.example", 'l') + "\nquorum W\n"},
      {"two keys of one log", "log {L}\nlog " + LogKey("log.example", 'n') + "\nquorum none\n"},
      {"types that are not checked here", "log {ECDSA}\nwitness W {PQ}\nquorum W\n"},
      {"the quorum before other lines", "quorum none\nwitness W {A}\n"},
  };
  for (const auto& [name, text] : cases) {
    const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(Filled(text));
    EXPECT_TRUE(policy.ok()) << name << ": " << policy.status();
  }
}

TEST(PolicyTest, EachMutationIsRefusedWithItsLine) {
  const std::string mistyped_hash = absl::StrReplaceAll(AnyKey("pq.example", 6, std::string(1312, 'q')), {{"+", "+0"}});
  const struct {
    std::string name, text, reason;
  } cases[] = {
      {"empty file", "", "no line \"quorum <name>\""},
      {"quorum missing", "log {L}\n", "no line \"quorum <name>\""},
      {"quorum doubled", "quorum none\nquorum none\n", "line 2: a second quorum line"},
      {"quorum unknown", "witness W {A}\nquorum V\n", "line 2: no line above defines \"V\""},
      {"quorum before its witness", "quorum W\nwitness W {A}\n", "line 1: no line above defines \"W\""},
      {"quorum without a name", "quorum\n", "line 1: should be: quorum <name>"},
      {"quorum of two names", "witness W {A}\nquorum W W\n", "line 2: should be: quorum <name>"},
      {"last line cut", "witness W {A}\nquorum W", "line 2: does not end with a line feed"},
      {"CR LF", "quorum none\r\n", "line 1: octet 12 is a control character other than tab (lines end with LF"},
      {"NUL in a comment", std::string("# \0\nquorum none\n", 16), "line 1: octet 3 is a control character"},
      {"DEL", "# \x7f\nquorum none\n", "line 1: octet 3 is a control character"},
      {"vertical tab", "quorum\vnone\n", "line 1: octet 7 is a control character"},
      {"unknown statement", "Quorum none\n", "line 1: a line begins with log, witness, group, quorum or #"},
      {"no-break space is no white space", "quorum\u00a0none\n", "line 1: a line begins with"},
      {"comment after a statement", "quorum none # yes\n", "line 1: should be: quorum <name>"},
      {"log without key", "log\nquorum none\n", "line 1: should be: log <vkey> [<url>]"},
      {"log with two URLs", "log {L} a b\nquorum none\n", "line 1: should be: log <vkey> [<url>]"},
      {"witness without key", "witness W\nquorum W\n", "line 1: should be: witness <name> <vkey> [<url>]"},
      {"witness with two URLs", "witness W {A} a b\nquorum W\n", "line 1: should be: witness"},
      {"log key doubled", "log {L}\nlog {L}\nquorum none\n", "line 2: a log with this public key"},
      {"log key doubled in another name", "log {L}\nlog {L again}\nquorum none\n",
       "line 2: a log with this public key"},
      {"witness key doubled", "witness V {A}\nwitness W {A again}\nquorum W\n",
       "line 2: a witness with this public key"},
      {"witness name doubled", "witness W {A}\nwitness W {B}\nquorum W\n", "line 2: \"W\" is defined on a line above"},
      {"group name of a witness", "witness W {A}\ngroup W any W\nquorum W\n",
       "line 2: \"W\" is defined on a line above"},
      {"group of itself", "witness W {A}\ngroup G any W G\nquorum G\n", "line 2: no line above defines \"G\""},
      {"group of a later one", "witness W {A}\ngroup G any H\ngroup H any W\nquorum G\n", "line 2: no line above"},
      {"witness called none", "witness none {A}\nquorum none\n", "line 1: \"none\" has a meaning of its own"},
      {"group called none", "witness W {A}\ngroup none any W\nquorum W\n", "line 2: \"none\" has a meaning of its own"},
      {"none as member", "witness W {A}\ngroup G any W none\nquorum G\n", "line 2: \"none\" is no member of a group"},
      {"member unknown", "witness W {A}\ngroup G any W V\nquorum G\n", "line 2: no line above defines \"V\""},
      {"member twice in a group", "witness W {A}\ngroup G any W W\nquorum G\n", "line 2: \"W\" is a member already"},
      {"member of two groups", "witness W {A}\ngroup G any W\ngroup H any W\nquorum H\n", "line 3: \"W\" is a member"},
      {"names differ in case", "witness W {A}\nquorum w\n", "line 2: no line above defines \"w\""},
      {"group without members", "witness W {A}\ngroup G any\nquorum W\n", "line 2: should be: group <name>"},
      {"threshold 0", "witness W {A}\ngroup G 0 W\nquorum G\n",
       "line 2: the threshold is not all, any or a number from 1"},
      {"threshold above n", "witness W {A}\ngroup G 2 W\nquorum G\n", "line 2: the threshold is not"},
      {"threshold negative", "witness W {A}\ngroup G -1 W\nquorum G\n", "line 2: the threshold is not"},
      {"threshold with a zero before", "witness W {A}\ngroup G 01 W\nquorum G\n", "line 2: the threshold is not"},
      {"threshold beyond 2^64", "witness W {A}\ngroup G 18446744073709551617 W\nquorum G\n",
       "line 2: the threshold is"},
      {"threshold in capitals", "witness W {A}\ngroup G ANY W\nquorum G\n", "line 2: the threshold is not"},
      {"a witness's key as log", "log {A}\nquorum none\n", "line 1: this is a witness's key (type 0x04)"},
      {"a log's key as witness", "witness W {L}\nquorum W\n", "line 1: this is a log's key (type 0x01)"},
      {"ML-DSA key too short", "witness W {PQ short}\nquorum W\n", "line 1: a key of type 0x06 (ML-DSA-44)"},
      {"hash of ten digits", "witness W " + mistyped_hash + "\nquorum W\n", "line 1: the verifier key's hash is not 8"},
      {"no vkey", "log log.example\nquorum none\n", "line 1: a verifier key is <name>+<8 hex digits>+<base64>"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(Filled(c.text));
    EXPECT_EQ(policy.status().code(), absl::StatusCode::kInvalidArgument) << c.name;
    EXPECT_THAT(std::string(policy.status().message()), HasSubstr(c.reason)) << c.name;
  }
}

TEST(PolicyTest, AMistypedKeyIsRefusedWhereverItIsMistyped) {
  for (const std::string& line : {"log " + LogKey("log.example", 'l'), "witness W " + WitnessKey("a.example", 'a')}) {
    const size_t begin = line.rfind(' ') + 1;
    for (size_t i = begin; i < line.size(); ++i) {
      std::string changed = line;
      changed[i] = changed[i] == '0' ? '1' : '0';
      EXPECT_FALSE(ParseTlogPolicy(changed + "\nquorum none\n").ok()) << changed;
    }
  }
}

TEST(PolicyTest, ThirtyTwoOfEachAndManyMoreAreTaken) {
  std::string text;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&text, "log ", AnyKey("l.example", 2, absl::StrCat(i)), "\n");
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&text, "witness W", i, " ", AnyKey("w.example", 7, absl::StrCat(i)), "\n");
    absl::StrAppend(&text, "group G", i, " any W", i, i > 0 ? absl::StrCat(" G", i - 1) : "", "\n");
  }
  const absl::StatusOr<TlogPolicy> policy = ParseTlogPolicy(text + "quorum G99\n");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_THAT(policy->groups, SizeIs(100));
  EXPECT_FALSE(ParseTlogPolicy("#" + std::string(kMaxPolicySize, ' ') + "\nquorum none\n").ok());
}

}  // namespace
}  // namespace tallystick
