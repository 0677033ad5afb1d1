// OpenSSL's parts of a time-stamp token, for the timestamp_*.cc files.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ess.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/sign/openssl_ptr.h"

namespace tallystick {

using BioPtr = std::unique_ptr<BIO, OpenSslFree<BIO_free_all>>;
using BignumPtr = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, OpenSslFree<ASN1_INTEGER_free>>;
using Pkcs7Ptr = std::unique_ptr<PKCS7, OpenSslFree<PKCS7_free>>;
using TsRequestPtr = std::unique_ptr<TS_REQ, OpenSslFree<TS_REQ_free>>;
using TsImprintPtr = std::unique_ptr<TS_MSG_IMPRINT, OpenSslFree<TS_MSG_IMPRINT_free>>;
using TsStatusPtr = std::unique_ptr<TS_STATUS_INFO, OpenSslFree<TS_STATUS_INFO_free>>;
using TsInfoPtr = std::unique_ptr<TS_TST_INFO, OpenSslFree<TS_TST_INFO_free>>;
using CertificatePtr = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using CertificateStorePtr = std::unique_ptr<X509_STORE, OpenSslFree<X509_STORE_free>>;
using CertificateContextPtr = std::unique_ptr<X509_STORE_CTX, OpenSslFree<X509_STORE_CTX_free>>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, OpenSslFree<GENERAL_NAMES_free>>;
using SigningCertPtr = std::unique_ptr<ESS_SIGNING_CERT, OpenSslFree<ESS_SIGNING_CERT_free>>;
using SigningCertV2Ptr = std::unique_ptr<ESS_SIGNING_CERT_V2, OpenSslFree<ESS_SIGNING_CERT_V2_free>>;

// A list that does not own what is in it.
struct ListFree {
  void operator()(STACK_OF(X509) * list) const { sk_X509_free(list); }
};
using CertificateList = std::unique_ptr<STACK_OF(X509), ListFree>;

// A bare token taken apart (RFC 3161 §2.4.2: a CMS SignedData around a TSTInfo).
struct TokenParts {
  Pkcs7Ptr pkcs7;
  TsInfoPtr info;
  PKCS7_SIGNER_INFO* signer_info = nullptr;  // the only one; of pkcs7
  X509* signer = nullptr;                    // nullptr when the token does not bring it; of pkcs7
};
// kInvalidArgument unless `der` is one token with one signer and content of version 1, and nothing after it.
absl::StatusOr<TokenParts> ParseToken(absl::string_view der);

// kInvalidArgument unless it is "YYYYMMDDHHMMSS[.f]Z" (RFC 3161 §2.4.2) and such a time exists.
struct TokenTime {
  int64_t seconds = 0;
  int32_t micros = 0;  // rounded up
};
absl::StatusOr<TokenTime> ParseTokenTime(absl::string_view text);

// Big-endian, without leading zero bytes; "" for nullptr and for what is not positive.
std::string PositiveBytes(const ASN1_INTEGER* number);
std::string NameOf(const X509* certificate);
std::string ObjectText(const ASN1_OBJECT* object);
// "SHA256" and the like for the three hashes that are not weak; "" for any other.
std::string StrongHash(const X509_ALGOR* algorithm);
// The first of OpenSSL's errors since the queue was cleared, in its words; clears the queue.
std::string TakeOpenSslError();

}  // namespace tallystick
