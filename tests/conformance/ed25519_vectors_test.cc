#include <gtest/gtest.h>

#include "core/sign/ed25519.h"
#include "tests/conformance/vectors.h"

namespace tallystick::vectors {
namespace {

TEST_F(VectorsTest, WycheproofEd25519) {
  int count = 0;
  for (const SignatureCase& c : ReadSignatureCases("ed25519/ed25519_test.json")) {
    const absl::StatusOr<PublicKey> key = PublicKey::FromBytes(c.public_key);
    // A key refused outright (small order, not canonical) verifies nothing: right for "invalid", wrong for "valid".
    const bool verifies = key.ok() && key->Verify(c.message, c.signature);
    if (c.result == "acceptable") {
      // Verifiers may differ on these; being strict is right either way. The present file has none.
      EXPECT_FALSE(verifies) << c.id << ": " << c.comment;
    } else {
      ASSERT_TRUE(c.result == "valid" || c.result == "invalid") << c.result;
      EXPECT_EQ(verifies, c.result == "valid") << c.id << ": " << c.comment;
    }
    if (key.ok()) {
      EXPECT_EQ(key->Der(), c.public_key_der) << c.id;
      EXPECT_EQ(key->Pem(), c.public_key_pem) << c.id;
    }
    ++count;
  }
  Report("Wycheproof Ed25519", count);
}

}  // namespace
}  // namespace tallystick::vectors
