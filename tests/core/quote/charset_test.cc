#include "core/quote/charset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/quote/fixture.h"

namespace tallystick {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

TEST(Charset, NamesReadBack) {
  for (const Charset charset : kEveryCharset) EXPECT_EQ(ParseCharset(CharsetName(charset)).value(), charset);
  EXPECT_EQ(ParseCharset("Windows-1256").value(), Charset::kWindows1256);
  const absl::Status unknown = ParseCharset("latin-1").status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("utf-8, utf-16le, utf-16be, windows-1252, windows-1256"));
}

TEST(Charset, CodePagesAgreeWithIcuExceptForUndefinedBytes) {
  for (const Charset charset : {Charset::kWindows1252, Charset::kWindows1256}) {
    int undefined = 0;
    for (int byte = 0; byte < 256; ++byte) {
      const std::string bytes = {'a', static_cast<char>(byte)};
      const absl::StatusOr<std::string> text = DecodeText(bytes, charset);
      if (!text.ok()) {
        ++undefined;
        EXPECT_THAT(std::string(text.status().message()), HasSubstr("at offset 1 is not valid windows-1252"));
        EXPECT_THAT(byte, testing::AnyOf(0x81, 0x8D, 0x8F, 0x90, 0x9D));
        continue;
      }
      std::string expected;
      icu::UnicodeString(bytes.data(), 2, IcuName(charset)).toUTF8String(expected);
      EXPECT_EQ(*text, expected) << byte;
      EXPECT_EQ(EncodeText(*text, charset), bytes) << byte;
    }
    EXPECT_EQ(undefined, charset == Charset::kWindows1252 ? 5 : 0);
  }
}

TEST(Charset, SampleTextsDecodeAndEncodeAsIcuWritesThem) {
  for (const Charset charset : kEveryCharset) {
    const std::u32string text = SampleText(charset);
    const std::string bytes = Encode(text, charset);
    EXPECT_EQ(DecodeText(bytes, charset).value(), ToUtf8(text)) << CharsetName(charset);
    EXPECT_EQ(DecodeText(MarkOf(charset) + bytes, charset).value(), ToUtf8(text)) << CharsetName(charset);
    EXPECT_EQ(EncodeText(ToUtf8(text), charset), bytes) << CharsetName(charset);
  }
}

TEST(Charset, CharactersThatACodePageLacksAreNotEncoded) {
  EXPECT_EQ(EncodeText("قتل", Charset::kWindows1252), std::nullopt);
  EXPECT_EQ(EncodeText("a😀", Charset::kWindows1256), std::nullopt);
  EXPECT_EQ(EncodeText("\xC2\x81", Charset::kWindows1252), std::nullopt);  // U+0081 is at no byte
  EXPECT_EQ(EncodeText("a\xFF", Charset::kUtf16le), std::nullopt);
}

TEST(Recognise, TakesTheMarkThenTheDeclarationThenValidUtf8ThenAGuess) {
  const std::u32string text = U"tué à Ménaka";
  const auto in = [&](Charset charset) { return Encode(text, charset); };
  const struct {
    absl::string_view name;
    std::string bytes;
    std::optional<Charset> declared;
    RecognisedText expected;
  } kCases[] = {
      {"empty", "", std::nullopt, {Charset::kUtf8, CharsetBasis::kValidUtf8, 0}},
      {"ascii", "killed 60\r\n", std::nullopt, {Charset::kUtf8, CharsetBasis::kValidUtf8, 0}},
      {"ascii, declared", "killed", Charset::kWindows1252, {Charset::kWindows1252, CharsetBasis::kDeclared, 0}},
      {"utf-8", in(Charset::kUtf8), std::nullopt, {Charset::kUtf8, CharsetBasis::kValidUtf8, 0}},
      {"utf-8, declared", in(Charset::kUtf8), Charset::kUtf8, {Charset::kUtf8, CharsetBasis::kDeclared, 0}},
      {"utf-8, marked", "\xEF\xBB\xBFtu\xC3\xA9", std::nullopt, {Charset::kUtf8, CharsetBasis::kByteOrderMark, 3}},
      {"utf-8, marked and declared",
       "\xEF\xBB\xBFx",
       Charset::kUtf8,
       {Charset::kUtf8, CharsetBasis::kByteOrderMark, 3}},
      {"only a mark", "\xEF\xBB\xBF", std::nullopt, {Charset::kUtf8, CharsetBasis::kByteOrderMark, 3}},
      {"utf-16le, marked",
       "\xFF\xFE" + in(Charset::kUtf16le),
       std::nullopt,
       {Charset::kUtf16le, CharsetBasis::kByteOrderMark, 2}},
      {"utf-16be, marked",
       "\xFE\xFF" + in(Charset::kUtf16be),
       std::nullopt,
       {Charset::kUtf16be, CharsetBasis::kByteOrderMark, 2}},
      {"utf-16le, declared", in(Charset::kUtf16le), Charset::kUtf16le, {Charset::kUtf16le, CharsetBasis::kDeclared, 0}},
      {"utf-16be, declared", in(Charset::kUtf16be), Charset::kUtf16be, {Charset::kUtf16be, CharsetBasis::kDeclared, 0}},
      {"windows-1252, declared",
       in(Charset::kWindows1252),
       Charset::kWindows1252,
       {Charset::kWindows1252, CharsetBasis::kDeclared, 0}},
      {"utf-8 bytes declared windows-1256",
       in(Charset::kUtf8),
       Charset::kWindows1256,
       {Charset::kWindows1256, CharsetBasis::kDeclared, 0}},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<RecognisedText> recognised = Recognise(c.bytes, c.declared);
    ASSERT_TRUE(recognised.ok()) << c.name << ": " << recognised.status();
    EXPECT_EQ(*recognised, c.expected) << c.name;
  }
}

TEST(Recognise, AGuessBetweenCodePagesIsMarkedAsAGuess) {
  const struct {
    std::u32string text;
    Charset written;
  } kCases[] = {
      {U"Quelque 60 hommes tués à Ménaka, d’après l’armée", Charset::kWindows1252},
      {U"Größe, Übung und Straße", Charset::kWindows1252},
      {U"El ejército mató a más de sesenta; ¿dónde? Niño", Charset::kWindows1252},
      {U"Blåbærsyltetøy på brød", Charset::kWindows1252},
      {U"قتل نحو ستين عنصرا من ميليشيا القاعدة", Charset::kWindows1256},
      {U"أعلن تنظيم الدولة (EI) مقتل 60 في Menaka", Charset::kWindows1256},
      {U"پاکستان چاپ گزارش", Charset::kWindows1256},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<RecognisedText> recognised = Recognise(Encode(c.text, c.written), std::nullopt);
    ASSERT_TRUE(recognised.ok()) << ToUtf8(c.text) << recognised.status();
    EXPECT_EQ(recognised->basis, CharsetBasis::kGuessed) << ToUtf8(c.text);
    EXPECT_EQ(CharsetName(recognised->charset), CharsetName(c.written)) << ToUtf8(c.text);
  }
}

TEST(Recognise, BytesThatContradictTheirCharsetAreRefusedWithTheOffset) {
  const struct {
    absl::string_view name;
    std::string bytes;
    std::optional<Charset> declared;
    absl::string_view message;
  } kCases[] = {
      {"invalid utf-8, declared", "caf\xE9 noir", Charset::kUtf8,
       "declared utf-8, but byte 0xe9 at offset 3 is not valid utf-8"},
      {"invalid utf-8, marked",
       "\xEF\xBB\xBF"
       "a\xFF",
       std::nullopt, "the byte order mark says utf-8, but byte 0xff at offset 4"},
      {"undefined byte", "ab\x9D", Charset::kWindows1252, "byte 0x9d at offset 2 is not valid windows-1252"},
      {"other mark, utf-16", "\xFF\xFEx\0"s, Charset::kUtf16be, "declared utf-16be, but a byte order mark of utf-16le"},
      {"other mark, code page", "\xEF\xBB\xBFx", Charset::kWindows1252,
       "a byte order mark of utf-8 stands at offset 0"},
      {"half a unit", "\xFF\xFEx\0y"s, std::nullopt, "ends in half a unit, at offset 4"},
      {"lone high surrogate", "\xFE\xFF\xD8\x3D\0x"s, std::nullopt, "unpaired surrogate U+d83d at offset 2"},
      {"lone high surrogate at the end", "\0x\xD8\x3D"s, Charset::kUtf16be, "unpaired surrogate U+d83d at offset 2"},
      {"lone low surrogate", "x\0\0\xDE"s, Charset::kUtf16le, "unpaired surrogate U+de00 at offset 2"},
      {"damaged utf-8", "tué à Ménaka \xE9", std::nullopt, "otherwise utf-8 (3 good sequences, 1 broken bytes)"},
      {"pdf", "%PDF-1.7\n", std::nullopt, "this is a PDF; only text files are taken for now"},
      {"pdf declared as text", "%PDF-1.7\n", Charset::kUtf8, "this is a PDF; only text files are taken for now"},
      {"zip", "PK\x03\x04rest", std::nullopt, "this is a ZIP archive (or an office document); only text"},
      {"png", "\x89PNG\r\n", std::nullopt, "this is a PNG image; only text files"},
      {"jpeg", "\xFF\xD8\xFF\xE0", Charset::kWindows1252, "this is a JPEG image; only text files"},
      {"NUL", "abc\0def"s, std::nullopt, "NUL byte at offset 3; only text files are taken for now (UTF-16 without"},
      {"NUL, declared", "abc\0def"s, Charset::kWindows1256, "NUL byte at offset 3; only text files are taken for now"},
      {"utf-16 undeclared", "a\0b\0"s, std::nullopt, "UTF-16 without a byte order mark must be declared"},
      {"utf-32le", "\xFF\xFE\0\0a\0\0\0"s, std::nullopt, "character U+0000 at offset 2; only text files"},
      {"U+0000 in utf-16", "\0a\0\0"s, Charset::kUtf16be, "character U+0000 at offset 2; only text files"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = Recognise(c.bytes, c.declared).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.name;
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(c.message))) << c.name;
  }
}

TEST(DecodeText, ATextCutInsideACharacterIsRefusedAtEveryLength) {
  for (const Charset charset : kUnicodeCharsets) {
    const std::u32string text = SampleText(charset);
    const std::string bytes = Encode(text, charset);
    std::vector<bool> boundary(bytes.size() + 1, false);
    for (size_t n = 0; n <= text.size(); ++n) boundary[Encode(text.substr(0, n), charset).size()] = true;
    for (size_t length = 0; length <= bytes.size(); ++length) {
      EXPECT_EQ(DecodeText(bytes.substr(0, length), charset).ok(), boundary[length])
          << CharsetName(charset) << " " << length;
    }
  }
}

TEST(Recognise, WhateverIsRecognisedDecodesAndEncodesBack) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int recognised_texts = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string bytes;
    std::optional<Charset> declared;
    if (random() % 2 == 0) declared = kEveryCharset[random() % 5];
    if (random() % 2 == 0) {
      bytes = Encode(SampleText(kEveryCharset[random() % 5]), kEveryCharset[random() % 5]);
      for (int flips = random() % 3; flips > 0; --flips) bytes[random() % bytes.size()] = static_cast<char>(random());
      if (random() % 3 == 0) bytes.insert(0, MarkOf(kEveryCharset[random() % 5]));
    } else {
      bytes.resize(random() % 12);
      for (char& c : bytes) c = static_cast<char>(random());
    }
    const absl::StatusOr<RecognisedText> recognised = Recognise(bytes, declared);
    if (!recognised.ok()) {
      EXPECT_EQ(recognised.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ++recognised_texts;
    const absl::StatusOr<std::string> text = DecodeText(bytes, recognised->charset);
    ASSERT_TRUE(text.ok()) << text.status();
    ASSERT_EQ(FirstInvalidUtf8(*text), std::nullopt);
    ASSERT_EQ(EncodeText(*text, recognised->charset), bytes.substr(recognised->bom_size));
    if (declared) {
      ASSERT_EQ(recognised->charset, *declared);
    }
  }
  EXPECT_GT(recognised_texts, 1000);
}

}  // namespace
}  // namespace tallystick
