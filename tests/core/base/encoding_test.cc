#include "core/base/encoding.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tallystick {
namespace {

TEST(Encoding, Rfc4648VectorsRoundTrip) {
  const struct {
    absl::string_view bytes, hex, base64, base64url;
  } kVectors[] = {
      {"", "", "", ""},
      {"f", "66", "Zg==", "Zg"},
      {"fo", "666f", "Zm8=", "Zm8"},
      {"foo", "666f6f", "Zm9v", "Zm9v"},
      {"foob", "666f6f62", "Zm9vYg==", "Zm9vYg"},
      {"fooba", "666f6f6261", "Zm9vYmE=", "Zm9vYmE"},
      {"foobar", "666f6f626172", "Zm9vYmFy", "Zm9vYmFy"},
      {"\xfb\xff\xfe", "fbfffe", "+//+", "-__-"},
  };
  for (const auto& v : kVectors) {
    SCOPED_TRACE(v.hex);
    EXPECT_EQ(HexEncode(v.bytes), v.hex);
    EXPECT_EQ(Base64Encode(v.bytes), v.base64);
    EXPECT_EQ(Base64UrlEncode(v.bytes), v.base64url);
    EXPECT_EQ(HexDecode(v.hex).value(), v.bytes);
    EXPECT_EQ(Base64Decode(v.base64).value(), v.bytes);
    EXPECT_EQ(Base64UrlDecode(v.base64url).value(), v.bytes);
  }
}

TEST(Encoding, HexThatIsNotCanonicalIsRefused) {
  for (const absl::string_view text :
       {"6", "6F", "6g", " 66", "66 ", "66\n", "0x66", "6 6f", "-1", "\xd9\xa1\xd9\xa1"}) {
    EXPECT_EQ(HexDecode(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_FALSE(HexDecode(absl::string_view("6\0", 2)).ok());
}

TEST(Encoding, Base64ThatIsNotCanonicalIsRefused) {
  for (const absl::string_view text : {"Zg",       "Zg=",      "Zg===", "Zg====", "Z",         "Z===",  "=",
                                       "====",     "Zm9v====", "Zm9v=", "Zm8",    "Zm8==",     "Zm=8",  "=Zm8",
                                       "Zg==Zg==", " Zg==",    "Zg== ", "Zg==\n", "Zg\n==",    "Z g==", "Zg..",
                                       "Zm8.",     "-__-",     "+//_",  "Zm9*",   "Zm\xc3\xa9"}) {
    EXPECT_EQ(Base64Decode(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_FALSE(Base64Decode(absl::string_view("Zm9v\0", 5)).ok());
}

TEST(Encoding, Base64UrlThatIsNotCanonicalIsRefused) {
  for (const absl::string_view text :
       {"Zg==", "Zg=", "Zm8=", "Z", "Zm9vY", " Zg", "Zg ", "Zg\n", "Z g", "Zg..", "+//+", "-__/", "Zm9*", "="}) {
    EXPECT_EQ(Base64UrlDecode(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(Encoding, UnusedBitsThatAreNotZeroAreRefused) {
  constexpr absl::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  int refused_after_one_byte = 0, refused_after_two = 0;
  for (const char last : kAlphabet) {
    refused_after_one_byte += !Base64Decode(std::string("Z") + last + "==").ok();
    refused_after_two += !Base64Decode(std::string("Zm") + last + "=").ok();
  }
  EXPECT_EQ(refused_after_one_byte, 64 - 4);  // two bits used
  EXPECT_EQ(refused_after_two, 64 - 16);      // four bits used
}

// What the record and note formats rest on: no two texts decode to the same bytes.
TEST(Encoding, NoChangedCharacterDecodesToTheSameBytes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 50; ++round) {
    std::string bytes(1 + random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const auto check = [&](const std::string& text, auto decode) {
      for (size_t i = 0; i < text.size(); ++i) {
        for (int value = 0; value < 256; ++value) {
          std::string changed = text;
          changed[i] = static_cast<char>(value);
          if (changed == text) continue;
          const absl::StatusOr<std::string> decoded = decode(changed);
          ASSERT_TRUE(!decoded.ok() || *decoded != bytes) << text << " and " << changed;
        }
        const absl::StatusOr<std::string> shorter = decode(text.substr(0, i) + text.substr(i + 1));
        ASSERT_TRUE(!shorter.ok() || *shorter != bytes) << text << " without character " << i;
      }
    };
    check(HexEncode(bytes), HexDecode);
    check(Base64Encode(bytes), Base64Decode);
    check(Base64UrlEncode(bytes), Base64UrlDecode);
  }
}

}  // namespace
}  // namespace tallystick
