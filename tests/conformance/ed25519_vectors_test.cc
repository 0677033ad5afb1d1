#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/sign/ed25519.h"
#include "tests/conformance/vectors.h"

namespace tallystick::vectors {

// Wycheproof's form.
void CheckSignatures() {
  int count = 0;
  for (const std::string& path : JsonFilesWith({"algorithm", "testGroups"})) {
    for (const SignatureCase& c : ReadSignatureCases(path)) {
      SCOPED_TRACE(absl::StrCat(path, ", case ", c.id, ": ", c.comment));
      if (c.curve != "edwards25519") {
        CheckedInPart(path, absl::StrCat("signatures over the curve ", c.curve, " are none of this program's"));
        continue;
      }
      const absl::StatusOr<PublicKey> key = PublicKey::FromBytes(c.public_key);
      // A key refused outright (small order, not canonical) verifies nothing: right for "invalid", wrong for "valid".
      const bool verifies = key.ok() && key->Verify(c.message, c.signature);
      if (c.result == "acceptable") {
        // Verifiers may differ on these; being strict is right either way.
        EXPECT_FALSE(verifies);
      } else {
        EXPECT_TRUE(c.result == "valid" || c.result == "invalid") << c.result;
        EXPECT_EQ(verifies, c.result == "valid");
      }
      if (key.ok()) {
        EXPECT_EQ(key->Der(), c.public_key_der);
        EXPECT_EQ(key->Pem(), c.public_key_pem);
      }
      ++count;
    }
  }
  Report("Ed25519 signatures", count);
}

namespace {

TEST_F(VectorsTest, Ed25519) { CheckSignatures(); }

}  // namespace
}  // namespace tallystick::vectors
