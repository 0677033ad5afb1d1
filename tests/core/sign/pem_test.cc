#include "core/sign/pem.h"

#include <gtest/gtest.h>

namespace tallystick {
namespace {

TEST(PemTest, EveryLengthComesBack) {
  for (size_t size = 0; size < 200; ++size) {
    const std::string der(size, '\x9d');
    const absl::StatusOr<std::string> back = PemDecode("X", PemEncode("X", der));
    ASSERT_TRUE(back.ok()) << size << ": " << back.status();
    EXPECT_EQ(*back, der);
  }
}

TEST(PemTest, LinesAreSixtyFourCharactersLong) {
  EXPECT_EQ(PemEncode("PUBLIC KEY", std::string(50, '\0')),
            "-----BEGIN PUBLIC KEY-----\n"
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
            "AAA=\n"
            "-----END PUBLIC KEY-----\n");
}

TEST(PemTest, AnyOtherSpellingIsRefused) {
  for (absl::string_view text : {
           "", "-----BEGIN X-----\n", "-----END X-----\n",
           "-----BEGIN X-----\nAAAA\n-----END X-----",                    // no last line feed
           "-----BEGIN X-----\nAAAA-----END X-----\n",                    // no line feed after the base64
           "-----BEGIN X-----\r\nAAAA\r\n-----END X-----\r\n",            // CR
           "-----BEGIN X-----\nAAAA\n\n-----END X-----\n",                // empty line
           "-----BEGIN X-----\nAA\nAA\n-----END X-----\n",                // short lines
           "-----BEGIN X-----\nAAA\n-----END X-----\n",                   // no padding
           "-----BEGIN X-----\nAAB=\n-----END X-----\n",                  // unused bits
           "-----BEGIN X-----\nA AAA\n-----END X-----\n",                 // space
           "-----BEGIN Y-----\nAAAA\n-----END Y-----\n",                  // another label
           "-----BEGIN X-----\nAAAA\n-----END Y-----\n",                  // two labels
           " -----BEGIN X-----\nAAAA\n-----END X-----\n",                 // text before
           "-----BEGIN X-----\nAAAA\n-----END X-----\n\n",                // text after
           "-----BEGIN X-----\nProc-Type: 4\n\nAAAA\n-----END X-----\n",  // headers
       }) {
    EXPECT_EQ(PemDecode("X", text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_TRUE(PemDecode("X", "-----BEGIN X-----\nAAAA\n-----END X-----\n").ok());
}

}  // namespace
}  // namespace tallystick
