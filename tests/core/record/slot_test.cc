#include "core/record/slot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/encoding.h"
#include "core/record/json.h"
#include "tests/core/record/random_message.h"

namespace tallystick {
namespace {

using testing::HasSubstr;

// A slot's file around the text of its body member. The body begins at byte 33.
std::string File(absl::string_view body) { return absl::StrCat(R"({"salt":"AAECAwQFBgcICQoLDA0ODw",)", body, "}\n"); }

struct Refused {
  const char* what;
  std::string file;
  const char* message;
};

void ExpectRefused(const std::vector<Refused>& cases) {
  for (const Refused& c : cases) {
    const absl::StatusOr<v1::Slot> slot = DecodeSlot(c.file);
    EXPECT_EQ(slot.status().code(), absl::StatusCode::kInvalidArgument) << c.what;
    EXPECT_THAT(std::string(slot.status().message()), HasSubstr(c.message)) << c.what;
  }
}

TEST(Slot, AnExampleIsRead) {
  const absl::StatusOr<v1::Slot> slot = DecodeSlot(File(R"("quantity":{"words":"some 60","nominal":60})"));
  ASSERT_TRUE(slot.ok()) << slot.status();
  EXPECT_EQ(slot->quantity().words(), "some 60");
  EXPECT_EQ(slot->quantity().nominal(), 60);
  EXPECT_EQ(slot->salt(), Base64UrlEncode(absl::string_view("\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17", 16)));
}

TEST(Slot, HalfWrittenIsRefused) {
  ExpectRefused({
      {"nothing at all", "", "empty slot"},
      {"no line feed", R"({"salt":"AAECAwQFBgcICQoLDA0ODw","note":{}})",
       "at byte 43: no final line feed (half-written?)"},
      {"cut inside a string", "{\"salt\":\"AAECAw\n",
       "at byte 15: the text ends in the middle of a value (half-written?)"},
      {"cut after the body", "{\"salt\":\"AAECAwQFBgcICQoLDA0ODw\",\"note\":{}\n",
       "at byte 42: the text ends in the middle of a value (half-written?)"},
      {"a line feed alone", "\n", "at byte 0: the text ends too early"},
  });
}

TEST(Slot, EveryPrefixIsRefused) {
  const std::string whole = File(R"("quote":{"start":12,"exact":"a \"b\" é","flags":["unclosed_quotation"]})");
  ASSERT_TRUE(DecodeSlot(whole).ok());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(DecodeSlot(whole.substr(0, size)).ok()) << size;
    EXPECT_FALSE(DecodeSlot(whole.substr(0, size) + "\n").ok() && size + 1 < whole.size())
        << size << " and a line feed";
  }
}

TEST(Slot, DuplicatedFieldsAndSecondBodiesAreRefused) {
  ExpectRefused({
      {"a field twice", File(R"("note":{"text":"a","text":"b"})"), "at byte 52: field \"text\" appears twice"},
      {"the same value twice", File(R"("note":{"text":"a","text":"a"})"), "at byte 52: field \"text\" appears twice"},
      {"a list twice", File(R"("custody":{"slots":["a"],"slots":["b"]})"), "at byte 58: field \"slots\" appears twice"},
      {"a body twice", File(R"("note":{},"note":{})"), "at byte 43: field \"note\" appears twice"},
      {"two salts", File(R"("salt":"AAECAwQFBgcICQoLDA0ODw","note":{})"), "at byte 33: field \"salt\" appears twice"},
      {"an escaped repetition", File(R"("note":{"text":"a","te\u0078t":"b"})"),
       "at byte 52: field \"text\" appears twice"},
      {"two bodies", File(R"("note":{},"reason":{})"), "at byte 43: \"reason\" is a second body beside the first"},
  });
}

TEST(Slot, DeepIsRefusedBeforeItsFieldsAreLookedAt) {
  ExpectRefused({
      {"lists", File("\"x\":" + std::string(5000, '[')), "at byte 52: nested deeper than 16 levels"},
      {"objects", File(absl::StrReplaceAll(std::string(20, '.'), {{".", "{\"a\":"}})), "nested deeper than 16 levels"},
  });
}

TEST(Slot, DeepInsideAStringIsText) {
  EXPECT_TRUE(DecodeSlot(File("\"note\":{\"text\":\"" + std::string(5000, '{') + "\"}")).ok());
}

TEST(Slot, SizeIsLimitedTo64KiB) {
  const size_t frame = File(R"("note":{"text":""})").size();
  const std::string largest = File("\"note\":{\"text\":\"" + std::string(kMaxSlotBytes - frame, 'a') + "\"}");
  ASSERT_EQ(largest.size(), size_t{65536});
  EXPECT_TRUE(DecodeSlot(largest).ok());
  ExpectRefused({
      {"a byte more", File("\"note\":{\"text\":\"" + std::string(kMaxSlotBytes - frame + 1, 'a') + "\"}"),
       "slot of 65537 bytes; the limit is 65536"},
      {"far more", std::string(10 << 20, '['), "slot of 10485760 bytes; the limit is 65536"},
  });
}

TEST(Slot, TooLargeIsNotWritten) {
  v1::Slot slot;
  slot.mutable_note()->set_text(std::string(kMaxSlotBytes, 'a'));
  const auto file = EncodeSlot(slot, std::string(kSaltBytes, 's'));
  EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(file.status().message()),
              HasSubstr("the note slot has 65589 bytes; a slot holds at most 65536"));
}

TEST(Slot, NonUtf8IsRefusedWithItsPlace) {
  ExpectRefused({
      {"latin-1", File("\"note\":{\"text\":\"caf\xE9\"}"), "at byte 52: not valid UTF-8"},
      {"overlong", File("\"note\":{\"text\":\"\xC0\xAF\"}"), "at byte 49: not valid UTF-8"},
      {"a surrogate", File("\"note\":{\"text\":\"\xED\xA0\x80\"}"), "at byte 49: not valid UTF-8"},
      {"above U+10FFFF", File("\"note\":{\"text\":\"\xF4\x90\x80\x80\"}"), "at byte 49: not valid UTF-8"},
      {"cut short", File("\"note\":{\"text\":\"\xE2\x80\"}"), "at byte 49: not valid UTF-8"},
      {"in a name", File("\"n\xFFte\":{}"), "at byte 35: not valid UTF-8"},
  });
}

TEST(Slot, UnknownFieldsAreRefused) {
  ExpectRefused({
      {"an unknown body", File(R"("verdicts":{})"), "at byte 33: unknown field \"verdicts\""},
      {"inside", File(R"("note":{"txt":"a"})"), "at byte 41: unknown field \"txt\""},
      {"camel case", File(R"("quote":{"asOf":"2022"})"), "unknown field \"asOf\""},
      {"a number for a name", File(R"("4":{})"), "at byte 33: unknown field \"4\""},
      {"the name of the oneof", File(R"("body":{})"), "at byte 33: unknown field \"body\""},
      {"an extension", File(R"("[tallystick.v1.record]":true)"), "unknown field \"[tallystick.v1.record]\""},
      {"an empty name", File(R"("":{})"), "unknown field \"\""},
      {"a NUL in a name", File(R"("note\u0000":{})"), "unknown field \"note\\u0000\""},
  });
}

TEST(Slot, TrailingBytesAreRefused) {
  ExpectRefused({
      {"a second line", File(R"("note":{})") + "{}\n", "at byte 44: 3 bytes after the slot's line"},
      {"a second line feed", File(R"("note":{})") + "\n", "at byte 44: 1 bytes after the slot's line"},
      {"after the object",
       R"({"salt":"AAECAwQFBgcICQoLDA0ODw","note":{}}x)"
       "\n",
       "1 bytes after the end of the object"},
      {"a second object",
       R"({"salt":"AAECAwQFBgcICQoLDA0ODw","note":{}}{})"
       "\n",
       "2 bytes after the end of the object"},
      {"a NUL", std::string(R"({"salt":"AAECAwQFBgcICQoLDA0ODw","note":{}})") + std::string("\0\n", 2),
       "at byte 43: 1 bytes after the end of the object"},
      {"a bracket too many",
       R"({"salt":"AAECAwQFBgcICQoLDA0ODw","note":{}}})"
       "\n",
       "1 bytes after the end of the object"},
  });
}

constexpr char kNotCanonical[] =
    "not in canonical form (order, white space, escapes or something empty that is written out)";

TEST(Slot, EveryOtherTextOfTheSameValueIsRefused) {
  const std::vector<Refused> cases = {
      {"a carriage return before the line feed", absl::StrReplaceAll(File(R"("note":{})"), {{"\n", "\r\n"}}),
       "at byte 43: "},
      {"white space after a colon", File(R"("note": {})"), "at byte 40: "},
      {"white space before a comma",
       R"({"salt":"AAECAwQFBgcICQoLDA0ODw" ,"note":{}})"
       "\n",
       "at byte 32: "},
      {"white space in front", " " + File(R"("note":{})"), "at byte 0: "},
      {"fields out of order", File(R"("note":{"text":"b","label":"a"})"), "at byte 42: "},
      {"the body before the salt",
       R"({"note":{},"salt":"AAECAwQFBgcICQoLDA0ODw"})"
       "\n",
       "at byte 2: "},
      {"\\u for a letter", File(R"("note":{"text":"\u0041"})"), "at byte 49: "},
      {"\\u for a letter in a name", File(R"("not\u0065":{})"), "at byte 37: "},
      {"\\u in capitals", File(R"("note":{"text":"\u001F"})"), "at byte 54: "},
      {"\\u for a line feed", File(R"("note":{"text":"\u000a"})"), "at byte 50: "},
      {"\\/ for a slash", File(R"("note":{"text":"\/"})"), "at byte 49: "},
      {"a surrogate pair for a character", File(R"("note":{"text":"\ud83d\udd25"})"), "at byte 49: "},
      {"false written out", File(R"("event":{"restricts":false})"), "at byte 42: "},
      {"an empty string written out", File(R"("note":{"text":""})"), "at byte 41: "},
      {"an empty list written out", File(R"("quote":{"flags":[]})"), "at byte 42: "},
      {"an empty message written out", File(R"("origin":{"published":{}})"), "at byte 43: "},
      {"an empty message by an empty string", File(R"("origin":{"published":{"latest":""}})"), "at byte 43: "},
      {"an empty salt",
       R"({"salt":"","note":{}})"
       "\n",
       "at byte 2: "},
  };
  for (const Refused& c : cases) {
    v1::Slot read;
    const std::string& file = c.file;
    EXPECT_TRUE(DecodeJson(file.substr(0, file.size() - 1), &read).ok()) << c.what << ": refused before it is compared";
    const absl::StatusOr<v1::Slot> slot = DecodeSlot(file);
    EXPECT_EQ(std::string(slot.status().message()), absl::StrCat(c.message, kNotCanonical)) << c.what;
  }
}

TEST(Slot, NumbersArePlainIntegers) {
  std::vector<Refused> cases;
  for (const char* number : {"1e2",  "1E2",  "1.0",    "01",   "-0", "-01", "00",
                             "+1",   "-",    "--1",    ".5",   "5.", "1-2", "9007199254740991.0",
                             "null", "true", "\"60\"", "[60]", "{}", "NaN", "-Infinity",
                             "٦٠"}) {
    cases.push_back({number, File(absl::StrCat(R"("quantity":{"nominal":)", number, "}")),
                     "at byte 55: \"nominal\" needs a plain integer"});
  }
  for (const char* number : {"0x10", "1_000", "1 000", "1\\u0030"}) {
    cases.push_back({number, File(absl::StrCat(R"("quantity":{"nominal":)", number, "}")), ": expected '}'"});
  }
  ExpectRefused(cases);
  ExpectRefused({
      {"2^53", File(R"("quantity":{"nominal":9007199254740992})"),
       "at byte 55: 9007199254740992 is too large for \"nominal\""},
      {"-2^53", File(R"("quantity":{"nominal":-9007199254740992})"), "at byte 55: -9007199254740992 is too large"},
      {"beyond 64 bits", File(R"("quantity":{"nominal":99999999999999999999})"),
       "at byte 55: 99999999999999999999 is too large for \"nominal\""},
      {"2^31 in a narrow field", File(R"("verdict":{"credibility":2147483648})"),
       "at byte 58: 2147483648 is too large for \"credibility\""},
  });
}

TEST(Slot, EnumsAreWrittenByAKnownNameThatSaysSomething) {
  constexpr char kKnown[] = "is not a value of \"series\" (one of total_to_date, increment, snapshot)";
  ExpectRefused({
      {"by number", File(R"("quantity":{"series":2})"), "at byte 54: expected a string in double quotation marks"},
      {"by number in quotation marks", File(R"("quantity":{"series":"2"})"), kKnown},
      {"unknown", File(R"("quantity":{"series":"total"})"), "at byte 54: \"total\" is not a value of \"series\""},
      {"in capitals", File(R"("quantity":{"series":"SNAPSHOT"})"), kKnown},
      {"unstated by name", File(R"("quantity":{"series":"series_unstated"})"), kKnown},
      {"another enum's", File(R"("quantity":{"series":"together"})"), kKnown},
      {"unstated in a list", File(R"("quote":{"flags":["flag_unstated"]})"),
       "\"flag_unstated\" is not a value of \"flags\""},
  });
}

TEST(Slot, WhatIsNotJsonIsRefused) {
  ExpectRefused({
      {"null for a string", File(R"("note":{"text":null})"), "at byte 48: expected a string in double quotation marks"},
      {"null for a body", File(R"("note":null)"), "at byte 40: expected '{'"},
      {"null for a list", File(R"("quote":{"flags":null})"), "at byte 50: expected '['"},
      {"null in a list", File(R"("quote":{"flags":[null]})"),
       "at byte 51: expected a string in double quotation marks"},
      {"a number for a string", File(R"("note":{"text":1})"),
       "at byte 48: expected a string in double quotation marks"},
      {"a string for a boolean", File(R"("event":{"restricts":"true"})"), "at byte 54: expected true or false"},
      {"a number for a boolean", File(R"("event":{"restricts":1})"), "at byte 54: expected true or false"},
      {"a boolean in capitals", File(R"("event":{"restricts":True})"), "at byte 54: expected true or false"},
      {"a boolean with a tail", File(R"("event":{"restricts":truely})"), "at byte 58: expected '}'"},
      {"one value for a list", File(R"("quote":{"flags":"unclosed_quotation"})"), "at byte 50: expected '['"},
      {"a list for one value", File(R"("note":[{}])"), "at byte 40: expected '{'"},
      {"a list in a list", File(R"("quote":{"flags":[["unclosed_quotation"]]})"), "at byte 51: expected a string"},
      {"single quotation marks", File("'note':{}"), "at byte 33: expected a string in double quotation marks"},
      {"single quotation marks for a value", File(R"("note":{"text":'a'})"), "at byte 48: expected a string"},
      {"a bare name", File("note:{}"), "at byte 33: expected a string in double quotation marks"},
      {"a comment", File(R"(/* */"note":{})"), "at byte 33: expected a string in double quotation marks"},
      {"a comment in front", "// \n" + File(R"("note":{})"), "at byte 4: 44 bytes after the slot's line"},
      {"a byte order mark", "\xEF\xBB\xBF" + File(R"("note":{})"), "at byte 0: expected '{'"},
      {"a trailing comma", File(R"("note":{"text":"a",})"), "at byte 52: expected a string in double quotation marks"},
      {"a trailing comma in a list", File(R"("quote":{"flags":["unclosed_quotation",]})"),
       "at byte 72: expected a string"},
      {"a missing comma", File(R"("note":{"label":"a""text":"b"})"), "at byte 52: expected '}'"},
      {"a missing colon", File(R"("note"{})"), "at byte 39: expected ':'"},
      {"crossed brackets", File(R"("quote":{"flags":["unclosed_quotation"}])"), "at byte 71: expected ']'"},
      {"a list at the top", "[{}]\n", "at byte 0: expected '{'"},
      {"a string at the top", "\"a\"\n", "at byte 0: expected '{'"},
  });
}

TEST(Slot, StringsHoldNoRawControlsAndNoHalfCharacters) {
  const auto text = [](absl::string_view inside) { return File(absl::StrCat(R"("note":{"text":")", inside, R"("})")); };
  ExpectRefused({
      {"NUL", text(absl::string_view("a\0b", 3)), "at byte 50: control character inside a string"},
      {"the last control", text("a\x1F"), "at byte 50: control character inside a string"},
      {"a tab", text("a\tb"), "at byte 50: control character inside a string"},
      {"an unknown escape", text("\\x41"), "at byte 49: unknown escape in a string"},
      {"an escaped single quotation mark", text("\\'"), "at byte 49: unknown escape in a string"},
      {"an escaped NUL", text(absl::string_view("\\\0", 2)), "at byte 49: unknown escape in a string"},
      {"few digits", text("\\u41"), "at byte 49: expected \\u and four hex digits"},
      {"a sign among the digits", text("\\u+041"), "at byte 49: expected \\u and four hex digits"},
      {"a space among the digits", text("\\u 041"), "at byte 49: expected \\u and four hex digits"},
      {"a lone high surrogate", text("\\ud83d"), "at byte 55: expected \\u and four hex digits"},
      {"a high surrogate and a letter", text("\\ud83da"), "at byte 55: expected \\u and four hex digits"},
      {"a high surrogate and a character beyond them", text("\\ud83d\\ue000"), "unpaired surrogate escape"},
      {"two high surrogates", text("\\ud83d\\ud83d"), "unpaired surrogate escape"},
      {"a lone low surrogate", text("\\udd25"), "unpaired surrogate escape"},
  });
  EXPECT_TRUE(DecodeSlot(text("a\\u0000b")).ok()) << "an escaped NUL is a character like any other";
}

TEST(Slot, TheSaltHas128BitsOrMoreInStrictBase64Url) {
  constexpr char kSalt[] = "the salt needs 16 bytes or more in base64url";
  const auto salted = [](absl::string_view salt) { return absl::StrCat("{\"salt\":\"", salt, "\",\"note\":{}}\n"); };
  ExpectRefused({
      {"missing", "{\"note\":{}}\n", kSalt},
      {"15 bytes", salted("AAECAwQFBgcICQoLDA0O"), kSalt},
      {"padded", salted("AAECAwQFBgcICQoLDA0ODw=="), kSalt},
      {"the other alphabet", salted("++ECAwQFBgcICQoLDA0ODw"), kSalt},
      {"unused bits that are not zero", salted("AAECAwQFBgcICQoLDA0ODx"), kSalt},
      {"a length that no bytes have", salted("AAECAwQFBgcICQoLDA0ODwAAA"), kSalt},
      {"white space inside", salted("AAECAwQFBgcICQoLDA0 ODw"), kSalt},
      {"no body", "{\"salt\":\"AAECAwQFBgcICQoLDA0ODw\"}\n", "slot without a body"},
      {"nothing inside", "{}\n", "slot without a body"},
  });
  EXPECT_TRUE(DecodeSlot(salted("--ECAwQFBgcICQoLDA0ODw")).ok());
  EXPECT_TRUE(DecodeSlot(salted("AAECAwQFBgcICQoLDA0ODxAREhM")).ok()) << "more is allowed";
}

TEST(Slot, IsNotWrittenWhenItCouldNotBeRead) {
  v1::Slot note;
  note.mutable_note()->set_text("a");
  EXPECT_TRUE(EncodeSlot(note, std::string(16, 's')).ok());
  EXPECT_EQ(EncodeSlot(note, std::string(15, 's')).status().message(), "a salt of 15 bytes");
  EXPECT_EQ(EncodeSlot(v1::Slot(), std::string(16, 's')).status().message(), "slot without a body");
  note.mutable_note()->set_text("caf\xE9");
  EXPECT_EQ(EncodeSlot(note, std::string(16, 's')).status().message(), "\"text\": not valid UTF-8 at its byte 3");
}

std::string RandomSalt(RandomMessages* random) {
  std::string salt(kSaltBytes, '\0');
  for (char& c : salt) c = static_cast<char>(random->Below(256));
  return salt;
}

TEST(Slot, RandomSlotsAreReadBackAndWrittenTheSame) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomMessages random(seed);
  std::set<SlotCase> bodies;
  for (int i = 0; i < 3000; ++i) {
    const v1::Slot slot = random.Slot(i % 101);
    const std::string salt = RandomSalt(&random);
    const absl::StatusOr<std::string> file = EncodeSlot(slot, salt);
    ASSERT_TRUE(file.ok()) << file.status() << "\n" << slot.DebugString();
    const absl::StatusOr<v1::Slot> back = DecodeSlot(*file);
    ASSERT_TRUE(back.ok()) << back.status() << "\n" << *file;
    ASSERT_EQ(*EncodeSlot(*back, salt), *file);
    bodies.insert(slot.body_case());
  }
  EXPECT_EQ(bodies.size(), v1::Slot::descriptor()->FindOneofByName("body")->field_count())
      << "some bodies were never drawn";
}

// No two texts are one value, and no text is two values: what is read says exactly these bytes.
TEST(Slot, AMutationIsRefusedOrIsTheOneTextOfAnotherValue) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomMessages random(seed);
  int refused = 0, accepted = 0;
  for (int i = 0; i < 30000; ++i) {
    std::string file = *EncodeSlot(random.Slot(50), RandomSalt(&random));
    const size_t at = random.Below(file.size());
    switch (random.Below(4)) {
      case 0:
        file[at] = static_cast<char>(random.Below(256));
        break;
      case 1:
        file[at] = R"({}[]",:\u0 1e-+.ntf)"[random.Below(20)];
        break;
      case 2:
        file.erase(at, 1);
        break;
      default:
        file.insert(at, 1, file[random.Below(file.size())]);
    }
    const absl::StatusOr<v1::Slot> slot = DecodeSlot(file);
    slot.ok() ? ++accepted : ++refused;
    if (!slot.ok()) continue;
    const absl::StatusOr<std::string> again = EncodeSlot(*slot, *Base64UrlDecode(slot->salt()));
    ASSERT_TRUE(again.ok()) << again.status() << "\n" << file;
    ASSERT_EQ(*again, file);
  }
  EXPECT_GT(refused, 10000);
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace tallystick
