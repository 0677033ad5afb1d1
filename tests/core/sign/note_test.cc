#include "core/sign/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/encoding.h"
#include "tests/core/sign/keys.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr absl::string_view kText = "a text\n\nof three lines\n";

Note SignedNote() { return Note{std::string(kText), {*SignNote(kText, TestNoteKey("a.example", 'a'), TestKey('a'))}}; }

// A signature line of any type.
std::string Line(absl::string_view name, absl::string_view bytes) {
  return absl::StrCat("— ", name, " ", Base64Encode(bytes), "\n");
}

TEST(NoteTest, ASignedNoteReadsBackAndVerifies) {
  const Note note = SignedNote();
  const absl::StatusOr<Note> back = ParseNoteUnverified(FormatNote(note));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, note);
  EXPECT_EQ(back->text, kText);
  EXPECT_EQ(VerifyNote(*back, TestNoteKey("a.example", 'a')), SignatureState::kGood);
}

TEST(NoteTest, SigningAgainGivesTheSameBytes) { EXPECT_EQ(FormatNote(SignedNote()), FormatNote(SignedNote())); }

TEST(NoteTest, NoChangedByteGoesUnnoticed) {
  const std::string bytes = FormatNote(SignedNote());
  const NoteKey key = TestNoteKey("a.example", 'a');
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = bytes;
      changed[i] ^= 1 << bit;
      const absl::StatusOr<Note> note = ParseNoteUnverified(changed);
      EXPECT_TRUE(!note.ok() || VerifyNote(*note, key) != SignatureState::kGood) << "byte " << i << ", bit " << bit;
    }
  }
}

TEST(NoteTest, OnlyTheKeyAskedAboutCounts) {
  const Note note = SignedNote();
  EXPECT_EQ(VerifyNote(note, TestNoteKey("a.example", 'b')), SignatureState::kAbsent) << "same name, another key";
  EXPECT_EQ(VerifyNote(note, TestNoteKey("b.example", 'a')), SignatureState::kAbsent) << "same key, another name";
  EXPECT_EQ(VerifyNote(note, TestNoteKey("a.example", 'a', SignatureType::kCosignatureV1)), SignatureState::kAbsent);
}

TEST(NoteTest, ABadSignatureByTheKeyIsBadWhateverElseIsThere) {
  const NoteKey key = TestNoteKey("a.example", 'a');
  Note note = SignedNote();
  const NoteSignature good = note.signatures[0];
  NoteSignature bad = good;
  bad.signature[10] ^= 1;
  for (const auto& signatures : std::vector<std::vector<NoteSignature>>{{bad}, {good, bad}, {bad, good}}) {
    note.signatures = signatures;
    EXPECT_EQ(VerifyNote(note, key), SignatureState::kBad);
  }
  note.signatures = {good, good};
  EXPECT_EQ(VerifyNote(note, key), SignatureState::kGood);
  bad.signature.clear();
  note.signatures = {bad};
  EXPECT_EQ(VerifyNote(note, key), SignatureState::kBad);
}

TEST(NoteTest, SignaturesOfUnknownTypesAreKeptAndPassedOn) {
  const std::string unknown = Line("pq.example/w", std::string(2432, '\x06')) + Line("ü.example", "12345");
  const std::string bytes = FormatNote(SignedNote()) + unknown;
  const absl::StatusOr<Note> note = ParseNoteUnverified(bytes);
  ASSERT_TRUE(note.ok()) << note.status();
  ASSERT_THAT(note->signatures, SizeIs(3));
  EXPECT_EQ(note->signatures[1].name, "pq.example/w");
  EXPECT_EQ(note->signatures[1].key_hash, 0x06060606u);
  EXPECT_THAT(note->signatures[1].signature, SizeIs(2428));
  EXPECT_EQ(FormatNote(*note), bytes);
  EXPECT_EQ(VerifyNote(*note, TestNoteKey("a.example", 'a')), SignatureState::kGood);
}

TEST(NoteTest, AHundredSignaturesAreReadAndNoMore) {
  std::string bytes = "text\n\n";
  for (size_t i = 0; i < kMaxNoteSignatures; ++i) bytes += Line(absl::StrCat("w", i), "12345");
  EXPECT_TRUE(ParseNoteUnverified(bytes).ok());
  EXPECT_FALSE(ParseNoteUnverified(bytes + Line("w", "12345")).ok());
}

TEST(NoteTest, TheTextEndsAtTheLastEmptyLine) {
  const absl::StatusOr<Note> note = ParseNoteUnverified("a\n\n" + Line("x", "12345") + "\n" + Line("y", "12345"));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, "a\n\n" + Line("x", "12345"));
  ASSERT_THAT(note->signatures, SizeIs(1));
  EXPECT_EQ(note->signatures[0].name, "y");
}

TEST(NoteTest, AnyOtherFormIsRefusedWithItsReason) {
  const std::string line = Line("x", "12345");
  const struct {
    std::string bytes, reason;
  } cases[] = {
      {"", "no empty line"},
      {"text\n", "no empty line"},
      {line, "no empty line"},
      {"\n" + line, "no empty line"},
      {"text\n\n", "no signature line"},
      {"text\n\n\n", "no signature line"},
      {"text\n" + line, "no empty line"},
      {"text\n\n" + line.substr(0, line.size() - 1), "does not end with a line feed"},
      {"text\n\n" + line + "\n", "no signature line"},
      {"text\n\n" + line + "more", "does not end with a line feed"},
      {"text\n\n" + line + "more\n", "em dash"},
      {"text\n\n- x MTIzNDU=\n", "em dash"},
      {"text\n\n—x MTIzNDU=\n", "em dash"},
      {"text\n\n— xMTIzNDU=\n", "no space"},
      {"text\n\n—  MTIzNDU=\n", "name is empty"},
      {"text\n\n— x  MTIzNDU=\n", "not strict base64"},
      {"text\n\n— x MTIzNDU= \n", "not strict base64"},
      {"text\n\n— x MTIzNDU\n", "not strict base64"},
      {"text\n\n— x MTIzNDV=\n", "not strict base64"},
      {"text\n\n— x MTIzNA==\n", "five bytes or more"},
      {"text\n\n— x \n", "five bytes or more"},
      {"text\n\n— x+y MTIzNDU=\n", "'+'"},
      {"text\n\n— x\u00a0y MTIzNDU=\n", "space"},
      {"text\n\n— x\u3000 MTIzNDU=\n", "space"},
      {"text\r\n\n" + line, "byte 4 is a control character"},
      {"te\txt\n\n" + line, "byte 2 is a control character"},
      {std::string("te\0xt\n\n", 7) + line, "byte 2 is a control character"},
      {"te\xffxt\n\n" + line, "byte 2 is not valid UTF-8"},
      {"text\xed\xa0\x80\n\n" + line, "byte 4 is not valid UTF-8"},
      {std::string(kMaxNoteSize, 'x') + "\n\n" + line, "longer than"},
  };
  for (const auto& c : cases) {
    const absl::Status status = ParseNoteUnverified(c.bytes).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.bytes.substr(0, 80);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.reason)) << c.bytes.substr(0, 80);
  }
}

TEST(NoteTest, WhatCannotBeANoteIsNotSigned) {
  const NoteKey key = TestNoteKey("a.example", 'a');
  for (absl::string_view text : {"", "no line feed", "tab\t\n", "\xff\n"}) {
    EXPECT_EQ(SignNote(text, key, TestKey('a')).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  const NoteKey witness = TestNoteKey("a.example", 'a', SignatureType::kCosignatureV1);
  EXPECT_EQ(SignNote("text\n", witness, TestKey('a')).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(NoteTest, ASignatureThatDoesNotVerifyIsNotGivenOut) {
  EXPECT_EQ(SignNote("text\n", TestNoteKey("a.example", 'a'), TestKey('b')).status().code(),
            absl::StatusCode::kInternal);
}

TEST(NoteKeyTest, VerifierKeysReadAndWriteTheSameText) {
  for (SignatureType type : {SignatureType::kEd25519, SignatureType::kCosignatureV1}) {
    const NoteKey key = TestNoteKey("log.example/ünï", 'a', type);
    const absl::StatusOr<NoteKey> back = NoteKey::Parse(key.Format());
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(back->Format(), key.Format());
    EXPECT_EQ(back->name(), "log.example/ünï");
    EXPECT_EQ(back->type(), type);
    EXPECT_EQ(back->key(), key.key());
    EXPECT_EQ(back->key_hash(), key.key_hash());
  }
  EXPECT_NE(TestNoteKey("a", 'a').key_hash(), TestNoteKey("a", 'a', SignatureType::kCosignatureV1).key_hash());
}

TEST(NoteKeyTest, NoChangedByteOfAVerifierKeyGoesUnnoticed) {
  const std::string vkey = TestNoteKey("log.example", 'a').Format();
  for (size_t i = 0; i < vkey.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = vkey;
      changed[i] ^= 1 << bit;
      EXPECT_EQ(NoteKey::Parse(changed).status().code(), absl::StatusCode::kInvalidArgument) << changed;
    }
  }
  for (size_t size = 0; size < vkey.size(); ++size) EXPECT_FALSE(NoteKey::Parse(vkey.substr(0, size)).ok());
}

TEST(NoteKeyTest, KeysOfUnknownTypesAndOfSmallOrderAreRefused) {
  std::string unknown = "\x06";
  unknown += std::string(1312, 'k');
  const absl::Status status = NoteKey::Parse(absl::StrCat("w.example+00000000+", Base64Encode(unknown))).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("type 0x06"));
  std::string small = "\x01";
  small += std::string(32, '\0');
  const absl::Status order = NoteKey::Parse(absl::StrCat("w.example+00000000+", Base64Encode(small))).status();
  EXPECT_THAT(std::string(order.message()), HasSubstr("small order"));
}

TEST(NoteKeyTest, NamesThatCannotStandInALineAreRefused) {
  for (absl::string_view name : {"", " ", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2028b", "a\xff", "a\x01"}) {
    EXPECT_EQ(CheckKeyName(name).code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_FALSE(NoteKey::New(name, SignatureType::kEd25519, TestKey('a').public_key()).ok()) << name;
  }
  EXPECT_TRUE(CheckKeyName("example.com/log—42").ok());
}

class CosignatureTest : public testing::Test {
 protected:
  CosignatureTest() : note_{"log.example\n1\nroot\n", {}} {}

  void Cosign(uint64_t time, char fill = 'w') {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(witness_.key_hash() >> shift));
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(time >> shift));
    bytes += *TestKey(fill).Sign(absl::StrCat("cosignature/v1\ntime ", time, "\n", note_.text));
    note_ = *ParseNoteUnverified(FormatNote(note_) + Line("w.example", bytes));
  }

  const NoteKey witness_ = TestNoteKey("w.example", 'w', SignatureType::kCosignatureV1);
  Note note_;
};

TEST_F(CosignatureTest, AGoodOneTellsItsTime) {
  EXPECT_EQ(VerifyCosignature(note_, witness_).state, SignatureState::kAbsent);
  Cosign(1679315147);
  EXPECT_EQ(VerifyCosignature(note_, witness_).state, SignatureState::kGood);
  EXPECT_EQ(VerifyCosignature(note_, witness_).time, 1679315147);
  EXPECT_EQ(VerifyCosignature(note_, TestNoteKey("w.example", 'w')).state, SignatureState::kAbsent);
}

TEST_F(CosignatureTest, TheEarliestOfSeveralCounts) {
  Cosign(300);
  Cosign(100);
  Cosign(200);
  EXPECT_EQ(VerifyCosignature(note_, witness_).state, SignatureState::kGood);
  EXPECT_EQ(VerifyCosignature(note_, witness_).time, 100);
}

TEST_F(CosignatureTest, ABadOneIsBadWhateverElseIsThere) {
  Cosign(100);
  Cosign(50, 'x');
  EXPECT_EQ(VerifyCosignature(note_, witness_).state, SignatureState::kBad);
}

TEST_F(CosignatureTest, AnotherTimeOrTextIsBad) {
  Cosign(100);
  Note other_time = note_;
  other_time.signatures[0].signature[7] ^= 1;
  EXPECT_EQ(VerifyCosignature(other_time, witness_).state, SignatureState::kBad);
  Note other_text = note_;
  other_text.text += "extension\n";
  EXPECT_EQ(VerifyCosignature(other_text, witness_).state, SignatureState::kBad);
}

TEST_F(CosignatureTest, AShortOneOrATimeBeyondTheFormatIsBad) {
  Cosign(uint64_t{1} << 63);
  EXPECT_EQ(VerifyCosignature(note_, witness_).state, SignatureState::kBad);
  for (size_t size : {0, 7, 8, 71}) {
    Note note = note_;
    note.signatures[0].signature.resize(size);
    EXPECT_EQ(VerifyCosignature(note, witness_).state, SignatureState::kBad) << size;
  }
}

}  // namespace
}  // namespace tallystick
