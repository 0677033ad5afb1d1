#include <openssl/err.h>
#include <openssl/objects.h>

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "core/sign/timestamp.h"
#include "core/sign/timestamp_parts.h"

namespace tallystick {
namespace {

constexpr int kYes = 0xFF;  // DER's TRUE

// OpenSSL copies what is set.
bool FillRequest(const Digest& imprint, absl::string_view nonce, TS_REQ* request) {
  const TsImprintPtr parts(TS_MSG_IMPRINT_new());
  const AlgorithmPtr algorithm(X509_ALGOR_new());
  if (parts == nullptr || algorithm == nullptr) return false;
  // With the parameter NULL, as `openssl ts -query` writes it: authorities have met that.
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  std::string bytes(imprint.view());
  const BignumPtr number(
      BN_bin2bn(reinterpret_cast<const uint8_t*>(nonce.data()), static_cast<int>(nonce.size()), nullptr));
  const IntegerPtr integer(number == nullptr ? nullptr : BN_to_ASN1_INTEGER(number.get(), nullptr));
  return integer != nullptr && TS_MSG_IMPRINT_set_algo(parts.get(), algorithm.get()) == 1 &&
         TS_MSG_IMPRINT_set_msg(parts.get(), reinterpret_cast<uint8_t*>(bytes.data()),
                                static_cast<int>(bytes.size())) == 1 &&
         TS_REQ_set_version(request, 1) == 1 && TS_REQ_set_msg_imprint(request, parts.get()) == 1 &&
         TS_REQ_set_nonce(request, integer.get()) == 1 && TS_REQ_set_cert_req(request, kYes) == 1;
}

}  // namespace

absl::StatusOr<std::string> MakeTimestampRequest(absl::string_view text, absl::string_view nonce) {
  if (nonce.size() < kMinNonceSize || nonce.size() > kMaxNonceSize) {
    return absl::InvalidArgumentError(
        absl::StrCat("a nonce has ", kMinNonceSize, " to ", kMaxNonceSize, " bytes, not ", nonce.size()));
  }
  if (nonce.find_first_not_of('\0') == absl::string_view::npos) {
    return absl::InvalidArgumentError("a nonce of zeros tells no request from another");
  }
  const TsRequestPtr request(TS_REQ_new());
  const bool filled = request != nullptr && FillRequest(Sha256(text), nonce, request.get());
  uint8_t* der = nullptr;
  const int size = filled ? i2d_TS_REQ(request.get(), &der) : -1;
  if (size <= 0) return absl::InternalError(absl::StrCat("OpenSSL makes no request: ", TakeOpenSslError()));
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

absl::StatusOr<TimestampRequest> ReadTimestampRequest(absl::string_view der) {
  const absl::Status not_one = absl::InvalidArgumentError("not a time-stamp request (RFC 3161) with a SHA-256 imprint");
  if (der.size() > kMaxTimestampSize) return not_one;
  const auto* begin = reinterpret_cast<const uint8_t*>(der.data());
  const uint8_t* end = begin;
  const TsRequestPtr request(d2i_TS_REQ(nullptr, &end, static_cast<long>(der.size())));
  ERR_clear_error();
  if (request == nullptr || end != begin + der.size()) return not_one;
  TS_MSG_IMPRINT* imprint = TS_REQ_get_msg_imprint(request.get());
  const ASN1_OCTET_STRING* bytes = TS_MSG_IMPRINT_get_msg(imprint);
  TimestampRequest parts;
  parts.imprint.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)),
                       static_cast<size_t>(ASN1_STRING_length(bytes)));
  if (StrongHash(TS_MSG_IMPRINT_get_algo(imprint)) != "SHA256" || parts.imprint.size() != sizeof(Digest))
    return not_one;
  parts.nonce = PositiveBytes(TS_REQ_get_nonce(request.get()));
  return parts;
}

}  // namespace tallystick
