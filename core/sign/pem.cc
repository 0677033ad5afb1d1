#include "core/sign/pem.h"

#include <openssl/crypto.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/encoding.h"

namespace tallystick {
namespace {

constexpr size_t kLineLength = 64;

std::string PemBegin(absl::string_view label) { return absl::StrCat("-----BEGIN ", label, "-----\n"); }
std::string PemEnd(absl::string_view label) { return absl::StrCat("-----END ", label, "-----\n"); }

// A private key may pass through here: nothing of it stays behind in freed memory.
void Cleanse(std::string& text) { OPENSSL_cleanse(text.data(), text.size()); }

}  // namespace

std::string PemEncode(absl::string_view label, absl::string_view der) {
  std::string base64 = Base64Encode(der);
  std::string text = PemBegin(label);
  text.reserve(text.size() + base64.size() + base64.size() / kLineLength + 2 * label.size() + kLineLength);
  for (size_t i = 0; i < base64.size(); i += kLineLength) {
    text.append(base64, i, kLineLength);
    text.push_back('\n');
  }
  Cleanse(base64);
  return text.append(PemEnd(label));
}

absl::StatusOr<std::string> PemDecode(absl::string_view label, absl::string_view text) {
  absl::string_view body = text;
  if (!absl::ConsumePrefix(&body, PemBegin(label)) || !absl::ConsumeSuffix(&body, PemEnd(label))) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a PEM file that begins with \"-----BEGIN ", label, "-----\" and ends with its END line"));
  }
  std::string base64;
  base64.reserve(body.size());
  for (char c : body) {
    if (c != '\n') base64.push_back(c);
  }
  absl::StatusOr<std::string> der = Base64Decode(base64);
  Cleanse(base64);
  if (!der.ok()) return absl::InvalidArgumentError("the PEM file has a character that is not base64, or lacks some");
  std::string again = PemEncode(label, *der);
  const bool is_strict = again == text;
  Cleanse(again);
  if (!is_strict) {
    Cleanse(*der);
    return absl::InvalidArgumentError("the PEM file's lines are not 64 characters long, each ended by LF alone");
  }
  return der;
}

}  // namespace tallystick
