#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "core/base/digest.h"
#include "core/base/status.h"
#include "core/sign/timestamp.h"
#include "core/sign/timestamp_parts.h"

namespace tallystick {
namespace {

constexpr int kAuthLevel = 2;  // OpenSSL's level of 112 bits: no SHA-1, no RSA below 2048 bits

std::string HashBy(absl::string_view name, absl::string_view text) {
  const EVP_MD* algorithm = name == "SHA256"   ? EVP_sha256()
                            : name == "SHA384" ? EVP_sha384()
                            : name == "SHA512" ? EVP_sha512()
                                               : nullptr;
  if (algorithm == nullptr) return "";
  std::string hash(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<uint8_t*>(hash.data()), &size, algorithm, nullptr) != 1) {
    return "";
  }
  hash.resize(size);
  return hash;
}

// The attribute's DER as an object of type T, read by `decode`.
template <typename Pointer, typename Decode>
Pointer SignedAttribute(const PKCS7_SIGNER_INFO* info, int nid, const Decode& decode) {
  const ASN1_TYPE* value = PKCS7_get_signed_attribute(info, nid);
  if (value == nullptr || value->type != V_ASN1_SEQUENCE) return nullptr;
  const uint8_t* bytes = value->value.sequence->data;
  return Pointer(decode(nullptr, &bytes, value->value.sequence->length));
}

}  // namespace

struct TimestampRoots::State {
  std::vector<CertificatePtr> certificates;
};

absl::StatusOr<TimestampRoots> TimestampRoots::FromPem(absl::string_view pem) {
  auto state = std::make_shared<State>();
  const BioPtr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  ERR_clear_error();
  while (true) {
    // Without the callback OpenSSL would ask the terminal for the password of an encrypted block.
    const auto no_password = [](char*, int, int, void*) { return -1; };
    CertificatePtr certificate(PEM_read_bio_X509(in.get(), nullptr, no_password, nullptr));
    if (certificate == nullptr) break;
    state->certificates.push_back(std::move(certificate));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) {
    return absl::InvalidArgumentError(
        absl::StrCat("certificate ", state->certificates.size() + 1, " of the PEM text cannot be read"));
  }
  if (state->certificates.empty()) {
    return absl::InvalidArgumentError("no certificate: there is no \"-----BEGIN CERTIFICATE-----\" in the text");
  }
  return TimestampRoots(std::move(state));
}

size_t TimestampRoots::size() const { return state_->certificates.size(); }

bool IsOfText(const Timestamp& timestamp, absl::string_view text) {
  const std::string hash = HashBy(timestamp.hash, text);
  return !hash.empty() && hash == timestamp.imprint;
}

// One judgement of one token.
class TimestampJudge {
 public:
  TimestampJudge(const TokenParts& parts, const TimestampRoots* roots) : parts_(parts), roots_(roots) {}

  TimestampCheck Run(absl::string_view text, std::optional<absl::string_view> nonce) {
    CheckImprint(text);
    if (nonce) CheckNonce(*nonce);
    if (parts_.signer == nullptr) {
      Problem("the token does not bring its signer's certificate, so its signature cannot be checked");
      if (roots_ != nullptr) check_.chain = Judgement::kFails;
      return std::move(check_);
    }
    CheckSignature();
    CheckPurpose();
    if (roots_ != nullptr) CheckChain();
    return std::move(check_);
  }

 private:
  void Problem(std::string what) { check_.problems.push_back(std::move(what)); }

  void CheckImprint(absl::string_view text) {
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(parts_.info.get());
    const std::string name = StrongHash(TS_MSG_IMPRINT_get_algo(imprint));
    const ASN1_OCTET_STRING* bytes = TS_MSG_IMPRINT_get_msg(imprint);
    const absl::string_view stated(reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)),
                                   static_cast<size_t>(ASN1_STRING_length(bytes)));
    const std::string hash = HashBy(name, text);
    check_.imprint = !hash.empty() && hash == stated;
    if (check_.imprint) return;
    Problem(name.empty() ? "its imprint is by a hash that is weak or not known here" : "it is for another text");
  }

  void CheckNonce(absl::string_view nonce) {
    while (!nonce.empty() && nonce[0] == '\0') nonce.remove_prefix(1);
    const bool same = !nonce.empty() && PositiveBytes(TS_TST_INFO_get_nonce(parts_.info.get())) == nonce;
    check_.nonce = same ? Judgement::kHolds : Judgement::kFails;
    if (!same) Problem("its nonce is not that of the request");
  }

  // The signer's own certificate first, then what else the token brings and the reader trusts.
  CertificateList KnownCertificates() const {
    CertificateList list(sk_X509_new_null());
    sk_X509_push(list.get(), parts_.signer);
    const STACK_OF(X509)* brought = parts_.pkcs7->d.sign->cert;
    for (int i = 0; i < sk_X509_num(brought); ++i) {
      if (sk_X509_value(brought, i) != parts_.signer) sk_X509_push(list.get(), sk_X509_value(brought, i));
    }
    if (roots_ != nullptr) {
      for (const CertificatePtr& root : roots_->state_->certificates) sk_X509_push(list.get(), root.get());
    }
    return list;
  }

  // RFC 5035: the signed attribute that says whose certificate it is. Without it another one could be put in.
  bool NamesCertificates(const STACK_OF(X509) * certificates) const {
    const auto first =
        SignedAttribute<SigningCertPtr>(parts_.signer_info, NID_id_smime_aa_signingCertificate, d2i_ESS_SIGNING_CERT);
    const auto second = SignedAttribute<SigningCertV2Ptr>(parts_.signer_info, NID_id_smime_aa_signingCertificateV2,
                                                          d2i_ESS_SIGNING_CERT_V2);
    const bool named = OSSL_ESS_check_signing_certs(first.get(), second.get(), certificates, 1) > 0;
    ERR_clear_error();
    return named;
  }

  void CheckSignature() {
    if (StrongHash(parts_.signer_info->digest_alg).empty()) {
      return Problem("it is signed over a hash that is weak or not known here");
    }
    const ASN1_TYPE* type = PKCS7_get_signed_attribute(parts_.signer_info, NID_pkcs9_contentType);
    if (type == nullptr || type->type != V_ASN1_OBJECT || OBJ_obj2nid(type->value.object) != NID_id_smime_ct_TSTInfo) {
      return Problem("what is signed does not say that it is a time stamp");
    }
    if (!NamesCertificates(KnownCertificates().get())) {
      return Problem("it does not name the certificate that it brings as its signer's");
    }
    ERR_clear_error();
    const BioPtr content(PKCS7_dataInit(parts_.pkcs7.get(), nullptr));
    std::array<char, 4096> buffer;
    while (content != nullptr && BIO_read(content.get(), buffer.data(), buffer.size()) > 0) {
    }
    check_.signature = content != nullptr &&
                       PKCS7_signatureVerify(content.get(), parts_.pkcs7.get(), parts_.signer_info, parts_.signer) == 1;
    const std::string why = TakeOpenSslError();
    if (!check_.signature) Problem(absl::StrCat("its signature does not verify (", why, ")"));
  }

  // RFC 3161 §2.4.2: the name in the token, if there is one, is one of the certificate's.
  bool NameFits() const {
    const GENERAL_NAME* name = TS_TST_INFO_get_tsa(parts_.info.get());
    if (name == nullptr) return true;
    if (name->type == GEN_DIRNAME && X509_NAME_cmp(name->d.directoryName, X509_get_subject_name(parts_.signer)) == 0) {
      return true;
    }
    const GeneralNamesPtr others(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(parts_.signer, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; i < sk_GENERAL_NAME_num(others.get()); ++i) {
      GENERAL_NAME* mine = const_cast<GENERAL_NAME*>(name);
      if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(others.get(), i), mine) == 0) return true;
    }
    return false;
  }

  void CheckPurpose() {
    const bool for_stamps = X509_check_purpose(parts_.signer, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;
    if (!for_stamps) Problem("its signer's certificate is not for time stamps alone (critical extended key usage)");
    const bool fits = NameFits();
    if (!fits) Problem("it names another authority than its certificate does");
    ERR_clear_error();
    check_.purpose = for_stamps && fits;
  }

  void CheckChain() {
    check_.chain = Judgement::kFails;
    const ASN1_GENERALIZEDTIME* stated = TS_TST_INFO_get_time(parts_.info.get());
    const absl::StatusOr<TokenTime> time = ParseTokenTime({reinterpret_cast<const char*>(ASN1_STRING_get0_data(stated)),
                                                           static_cast<size_t>(ASN1_STRING_length(stated))});
    if (!time.ok()) return Problem(std::string(time.status().message()));
    const CertificateStorePtr store(X509_STORE_new());
    for (const CertificatePtr& root : roots_->state_->certificates) X509_STORE_add_cert(store.get(), root.get());
    const CertificateContextPtr context(X509_STORE_CTX_new());
    STACK_OF(X509)* brought = parts_.pkcs7->d.sign->cert;
    if (X509_STORE_CTX_init(context.get(), store.get(), parts_.signer, brought) != 1 ||
        X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_TIMESTAMP_SIGN) != 1) {
      return Problem(absl::StrCat("its chain cannot be judged (", TakeOpenSslError(), ")"));
    }
    X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(rules, time->seconds);
    // The reader may trust an authority without its root.
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_auth_level(rules, kAuthLevel);
    const bool chained = X509_verify_cert(context.get()) == 1;
    if (!chained) {
      const X509* at = X509_STORE_CTX_get_current_cert(context.get());
      Problem(absl::StrCat("its certificates lead to no root that you gave, judged at ", FormatUtc(time->seconds), ": ",
                           X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())),
                           at == nullptr ? "" : absl::StrCat(" (", NameOf(at), ")")));
      return ERR_clear_error();
    }
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
    ERR_clear_error();
    if (!NamesCertificates(chain)) return Problem("it names other certificates than those that lead to your root");
    check_.root = NameOf(sk_X509_value(chain, sk_X509_num(chain) - 1));
    check_.chain = Judgement::kHolds;
  }

  const TokenParts& parts_;
  const TimestampRoots* roots_;
  TimestampCheck check_;
};

TimestampCheck VerifyTimestamp(const Timestamp& timestamp, absl::string_view text, const TimestampRoots* roots,
                               std::optional<absl::string_view> nonce) {
  const absl::StatusOr<TokenParts> parts = ParseToken(timestamp.token);
  if (parts.ok()) return TimestampJudge(*parts, roots).Run(text, nonce);
  TimestampCheck check;
  check.problems.push_back(std::string(parts.status().message()));
  return check;
}

}  // namespace tallystick
