#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/encoding.h"
#include "core/sign/policy.h"
#include "tests/core/sign/keys.h"
#include "tests/core/sign/small_log.h"

namespace tallystick {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

NoteKey WitnessKey(char fill) {
  return TestNoteKey(absl::StrCat(std::string(1, fill), ".example"), fill, SignatureType::kCosignatureV1);
}

std::string EightBytes(uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
  return bytes;
}

NoteSignature LineOf(const std::string& name, uint32_t hash, const std::string& bytes) {
  std::string four;
  for (int shift = 24; shift >= 0; shift -= 8) four.push_back(static_cast<char>(hash >> shift));
  return {absl::StrCat("— ", name, " ", Base64Encode(four + bytes)), name, hash, bytes};
}

NoteSignature Cosign(absl::string_view text, char fill, uint64_t time) {
  const NoteKey key = WitnessKey(fill);
  return LineOf(key.name(), key.key_hash(), EightBytes(time) + *TestKey(fill).Sign(CosignatureMessage(time, text)));
}

Note SignedBy(const std::string& witnesses) {
  Note note = *ParseNoteUnverified(SmallLog(5).SignedCheckpoint());
  for (char fill : witnesses) note.signatures.push_back(Cosign(note.text, fill, 1000 + fill));
  // Through the text, as a reader gets it.
  return *ParseNoteUnverified(FormatNote(note));
}

std::string Witness(char fill) {
  return absl::StrCat("witness ", std::string(1, fill - 'a' + 'A'), " ", WitnessKey(fill).Format(), "\n");
}
std::string ThreeWitnesses() { return Witness('a') + Witness('b') + Witness('c'); }
std::string LogLine() { return absl::StrCat("log ", TestNoteKey("log.example", 'l').Format(), "\n"); }

const std::string kMlDsaKey = std::string("\x06") + std::string(1312, 'q');
uint32_t MlDsaHash() {
  const Digest digest = Sha256(absl::StrCat("pq.example\n", kMlDsaKey));
  return digest.bytes[0] << 24 | digest.bytes[1] << 16 | digest.bytes[2] << 8 | digest.bytes[3];
}
std::string MlDsaWitness() {
  return absl::StrCat("witness PQ pq.example+", absl::Hex(MlDsaHash(), absl::kZeroPad8), "+", Base64Encode(kMlDsaKey),
                      "\n");
}

PolicyCheck Check(const std::string& policy, const Note& note) {
  const absl::StatusOr<TlogPolicy> parsed = ParseTlogPolicy(policy);
  EXPECT_TRUE(parsed.ok()) << parsed.status() << "\n" << policy;
  return parsed.ok() ? CheckPolicy(*parsed, note) : PolicyCheck();
}

TEST(PolicyCheckTest, LogAndQuorumHoldAndSayByWhomAndWhen) {
  const PolicyCheck check = Check(LogLine() + ThreeWitnesses() + "group G 2 A B C\nquorum G\n", SignedBy("ca"));
  EXPECT_TRUE(check.holds()) << absl::StrJoin(check.missing, "\n");
  EXPECT_FALSE(check.fails());
  EXPECT_EQ(check.log, LogState::kGood);
  EXPECT_EQ(check.log_key->name(), "log.example");
  EXPECT_EQ(check.checkpoint, SmallLog(5).checkpoint);
  EXPECT_EQ(check.quorum, QuorumState::kMet);
  EXPECT_THAT(check.witnesses, ElementsAre(WitnessCheck{"A", "a.example", WitnessState::kCosigned, 1000 + 'a'},
                                           WitnessCheck{"B", "b.example", WitnessState::kAbsent, 0},
                                           WitnessCheck{"C", "c.example", WitnessState::kCosigned, 1000 + 'c'}));
}

TEST(PolicyCheckTest, QuorumsOfEveryForm) {
  const struct {
    std::string rule, cosigned;
    QuorumState state;
    std::vector<std::string> missing;
  } cases[] = {
      {"quorum none\n", "", QuorumState::kMet, {}},
      {"quorum A\n", "a", QuorumState::kMet, {}},
      {"quorum A\n", "bc", QuorumState::kNotMet, {"no valid cosignature by the witness A"}},
      {"group G any A B C\nquorum G\n", "c", QuorumState::kMet, {}},
      {"group G any A B C\nquorum G\n",
       "",
       QuorumState::kNotMet,
       {"the group G needs 1 of 3 and has 0; not there: A, B, C"}},
      {"group G all A B C\nquorum G\n",
       "ab",
       QuorumState::kNotMet,
       {"the group G needs 3 of 3 and has 2; not there: C"}},
      {"group G all A B C\nquorum G\n", "abc", QuorumState::kMet, {}},
      {"group G 2 A B C\nquorum G\n",
       "b",
       QuorumState::kNotMet,
       {"the group G needs 2 of 3 and has 1; not there: A, C"}},
      {"group G any A B\ngroup H all G C\nquorum H\n", "bc", QuorumState::kMet, {}},
      {"group G any A B\ngroup H all G C\nquorum H\n",
       "c",
       QuorumState::kNotMet,
       {"the group H needs 2 of 2 and has 1; not there: G", "the group G needs 1 of 2 and has 0; not there: A, B"}},
      {"group G all A B\ngroup H any G C\nquorum H\n", "c", QuorumState::kMet, {}},
  };
  for (const auto& c : cases) {
    const PolicyCheck check = Check(LogLine() + ThreeWitnesses() + c.rule, SignedBy(c.cosigned));
    EXPECT_EQ(check.quorum, c.state) << c.rule << c.cosigned;
    EXPECT_EQ(check.missing, c.missing) << c.rule << c.cosigned;
    EXPECT_EQ(check.holds(), c.state == QuorumState::kMet);
    EXPECT_EQ(check.fails(), c.state == QuorumState::kNotMet);
  }
}

TEST(PolicyCheckTest, WhatEachMutationOfTheCheckpointSays) {
  const Note good = SignedBy("a");
  const std::string policy = LogLine() + ThreeWitnesses() + "quorum A\n";
  const auto mutated = [&](const std::function<void(Note*)>& change) {
    Note note = good;
    change(&note);
    return note;
  };
  const NoteKey log = TestNoteKey("log.example", 'l'), other = TestNoteKey("other.example", 'o');
  const struct {
    std::string name, policy;
    Note note;
    LogState log;
    QuorumState quorum;
    bool fails;
    std::string missing;
  } cases[] = {
      {"as it is", policy, good, LogState::kGood, QuorumState::kMet, false, ""},
      {"one byte of the text changed", policy, mutated([](Note* n) { n->text[12] = '7'; }), LogState::kBad,
       QuorumState::kNotMet, true, "the signature by the log log.example is not valid"},
      {"the log's line left out", policy, mutated([](Note* n) { n->signatures.erase(n->signatures.begin()); }),
       LogState::kNotSigned, QuorumState::kMet, true, "no signature is by a key that the policy has for the log"},
      {"the log's signature damaged", policy, mutated([](Note* n) { n->signatures[0].signature[5] ^= 1; }),
       LogState::kBad, QuorumState::kMet, true, "the signature by the log log.example is not valid"},
      {"a bad line beside the good one", policy, mutated([](Note* n) {
         n->signatures.push_back(n->signatures[0]);
         n->signatures.back().signature[5] ^= 1;
       }),
       LogState::kBad, QuorumState::kMet, true, "the signature by the log log.example is not valid"},
      {"the witness's time changed", policy, mutated([](Note* n) { n->signatures[1].signature[7] ^= 1; }),
       LogState::kGood, QuorumState::kNotMet, true, "the cosignature by the witness A is not valid"},
      {"a bad line by a witness that is not needed", policy, mutated([](Note* n) {
         n->signatures.push_back(Cosign(n->text, 'b', 7));
         n->signatures.back().signature[9] ^= 1;
       }),
       LogState::kGood, QuorumState::kMet, true, "the cosignature by the witness B is not valid"},
      {"a bad line by a stranger", policy,
       mutated([&](Note* n) { n->signatures.push_back(LineOf("x.example", 7, "no signature")); }), LogState::kGood,
       QuorumState::kMet, false, ""},
      {"a stranger in the log's name", policy,
       mutated([&](Note* n) { n->signatures.push_back(LineOf("log.example", 7, "no signature")); }), LogState::kGood,
       QuorumState::kMet, false, ""},
      {"the witness's cosignature of another checkpoint", policy,
       mutated([](Note* n) { n->signatures[1] = Cosign("log.example\n6\n", 'a', 1000); }), LogState::kGood,
       QuorumState::kNotMet, true, "the cosignature by the witness A is not valid"},
      {"a policy without this log", "log " + other.Format() + "\nquorum none\n", good, LogState::kUnknownLog,
       QuorumState::kMet, false, "the policy has no log of the name log.example"},
      {"a policy without this log, and too few witnesses", "log " + other.Format() + "\n" + Witness('b') + "quorum B\n",
       good, LogState::kUnknownLog, QuorumState::kNotMet, false, "the policy has no log of the name log.example"},
      {"another key in the log's name", "log " + TestNoteKey("log.example", 'm').Format() + "\nquorum none\n", good,
       LogState::kNotSigned, QuorumState::kMet, true, "no signature is by a key that the policy has for the log"},
      {"the log's key in another name", "log " + TestNoteKey("other.example", 'l').Format() + "\nquorum none\n", good,
       LogState::kUnknownLog, QuorumState::kMet, false, "the policy has no log of the name log.example"},
      {"signed by another log of the policy alone", LogLine() + "log " + other.Format() + "\nquorum none\n",
       mutated([&](Note* n) { n->signatures[0] = *SignNote(n->text, other, TestKey('o')); }), LogState::kNotSigned,
       QuorumState::kMet, true, "no signature is by a key that the policy has for the log"},
      {"two keys of the log, one has signed",
       LogLine() + "log " + TestNoteKey("log.example", 'm').Format() + "\nquorum none\n", good, LogState::kGood,
       QuorumState::kMet, false, ""},
      {"a signed text that is no checkpoint", policy, Note{"a text\n", {*SignNote("a text\n", log, TestKey('l'))}},
       LogState::kMalformed, QuorumState::kNotMet, true, "this is not a checkpoint: line 2"},
      {"a log of a type not checked here",
       absl::StrCat("log log.example+00000007+", Base64Encode("\x02key"), "\nquorum none\n"),
       mutated([&](Note* n) { n->signatures = {LineOf("log.example", 7, "who knows")}; }), LogState::kNotChecked,
       QuorumState::kMet, false, "the log's signature is of type 0x02, which is not checked here"},
      {"a log of a type not checked here that has not signed",
       absl::StrCat("log log.example+00000007+", Base64Encode("\x02key"), "\nquorum none\n"), good,
       LogState::kNotSigned, QuorumState::kMet, true, "no signature is by a key that the policy has for the log"},
      {"ML-DSA-44 decides the quorum", LogLine() + MlDsaWitness() + "quorum PQ\n",
       mutated([&](Note* n) { n->signatures.push_back(LineOf("pq.example", MlDsaHash(), std::string(2428, 's'))); }),
       LogState::kGood, QuorumState::kNotChecked, false,
       "the cosignature by the witness PQ is of type 0x06, which is not checked here"},
      {"ML-DSA-44 has not signed", LogLine() + MlDsaWitness() + "quorum PQ\n", good, LogState::kGood,
       QuorumState::kNotMet, true, "no valid cosignature by the witness PQ"},
      {"ML-DSA-44 is not needed", LogLine() + MlDsaWitness() + Witness('a') + "group G any PQ A\nquorum G\n",
       mutated([&](Note* n) { n->signatures.push_back(LineOf("pq.example", MlDsaHash(), std::string(2428, 's'))); }),
       LogState::kGood, QuorumState::kMet, false, ""},
      {"ML-DSA-44 would not be enough", LogLine() + MlDsaWitness() + Witness('b') + "group G all PQ B\nquorum G\n",
       mutated([&](Note* n) { n->signatures.push_back(LineOf("pq.example", MlDsaHash(), std::string(2428, 's'))); }),
       LogState::kGood, QuorumState::kNotMet, true,
       "the group G needs 2 of 2 and has 0; not there: PQ (type 0x06, which is not checked here), B"},
  };
  for (const auto& c : cases) {
    const PolicyCheck check = Check(c.policy, c.note);
    EXPECT_EQ(check.log, c.log) << c.name;
    EXPECT_EQ(check.log_key.has_value(), c.log == LogState::kGood) << c.name;
    EXPECT_EQ(check.quorum, c.quorum) << c.name;
    EXPECT_EQ(check.fails(), c.fails) << c.name;
    EXPECT_EQ(check.holds(), c.missing.empty()) << c.name;
    EXPECT_EQ(check.log_problem.empty(), c.log == LogState::kGood) << c.name;
    EXPECT_EQ(check.quorum_problems.empty(), c.quorum == QuorumState::kMet) << c.name;
    EXPECT_THAT(absl::StrJoin(check.missing, "\n"), HasSubstr(c.missing)) << c.name;
  }
}

// The quorum by its definition, member by member.
bool Witnessed(const TlogPolicy& policy, const std::string& name, const std::string& cosigned) {
  if (name == "none") return true;
  for (const PolicyGroup& group : policy.groups) {
    if (group.name != name) continue;
    size_t count = 0;
    for (const std::string& member : group.members) count += Witnessed(policy, member, cosigned);
    return count >= group.threshold;
  }
  return cosigned.find(name[0] - 'A' + 'a') != std::string::npos;
}

TEST(PolicyCheckTest, RandomGroupsAgreeWithTheDefinition) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  std::vector<Note> notes;
  std::vector<std::string> cosigned;
  for (int set = 0; set < 32; ++set) {
    std::string who;
    for (int i = 0; i < 5; ++i) {
      if (set >> i & 1) who.push_back(static_cast<char>('a' + i));
    }
    notes.push_back(SignedBy(who));
    cosigned.push_back(who);
  }
  int met = 0, unmet = 0;
  for (int round = 0; round < 40; ++round) {
    std::string text = LogLine();
    std::vector<std::string> free;
    for (char fill : {'a', 'b', 'c', 'd', 'e'}) {
      text += Witness(fill);
      free.emplace_back(1, fill - 'a' + 'A');
    }
    for (int group = 0; free.size() > 1; ++group) {
      std::shuffle(free.begin(), free.end(), random);
      const size_t members = 1 + random() % free.size();
      const std::string name = absl::StrCat("group", group);
      absl::StrAppend(&text, "group ", name, " ", 1 + random() % members);
      for (size_t i = 0; i < members; ++i) absl::StrAppend(&text, " ", free[i]);
      text += "\n";
      free.erase(free.begin(), free.begin() + members);
      free.push_back(name);
      if (group == 6) break;
    }
    text += "quorum " + free.back() + "\n";
    const TlogPolicy policy = *ParseTlogPolicy(text);
    for (size_t set = 0; set < notes.size(); ++set) {
      const bool expected = Witnessed(policy, policy.quorum, cosigned[set]);
      ASSERT_EQ(CheckPolicy(policy, notes[set]).quorum == QuorumState::kMet, expected) << text << cosigned[set];
      ++(expected ? met : unmet);
    }
  }
  EXPECT_GT(met, 0);
  EXPECT_GT(unmet, 0);
}

}  // namespace
}  // namespace tallystick
